//! Function signatures such as `<s-nn?:s>`: what arguments a function takes.
//!
//! A signature is a pattern over the kinds of the arguments, one letter each. Source of the letters and marks:
//! <https://docs.jsonata.org/embedding-extending#function-signature-syntax>. Knows nothing of expressions.

use std::ops::BitOr as _;

use crate::expr::types::Kinds;

/// All that JSON has.
const JSON: Kinds = Kinds::ALL.without(Kinds::FUNCTION).without(Kinds::UNDEFINED);

/// One place of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// With [`Kinds::UNDEFINED`] where the argument may be undefined.
    pub accepts: Kinds,
    /// `?`: may be left out.
    pub optional: bool,
    /// `-`: taken from the context if left out.
    pub context: bool,
    /// `+`: once or more.
    pub repeated: bool,
    /// `a<n>`: what all items have to be.
    pub items: Option<Kinds>,
}

impl Parameter {
    /// What it accepts, for a message.
    pub fn describe(&self) -> String {
        const LIKELIEST_FIRST: [Kinds; 7] =
            [Kinds::STRING, Kinds::NUMBER, Kinds::BOOLEAN, Kinds::NULL, Kinds::ARRAY, Kinds::OBJECT, Kinds::FUNCTION];
        if self.accepts.contains(JSON) {
            return "any value".to_owned();
        }
        let kinds = LIKELIEST_FIRST.iter().filter(|&&kind| self.accepts.contains(kind));
        kinds.map(Kinds::to_string).collect::<Vec<_>>().join(" or ")
    }
}

/// What a function takes and, as written, gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    pub parameters: Vec<Parameter>,
    pub result: Option<String>,
}

/// Why a signature cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureFault {
    /// `<...>` behind something that is neither an array nor a function.
    ItemsOfScalar,
    /// A choice `(...)` with a type that has a parameter.
    ParameterInChoice,
    /// Marks that contradict each other. The reference implementation fails on them without a code.
    Marks,
}

impl SignatureFault {
    pub const fn code(self) -> &'static str {
        match self {
            Self::ItemsOfScalar | Self::Marks => "S0401",
            Self::ParameterInChoice => "S0402",
        }
    }

    pub const fn message(self) -> &'static str {
        match self {
            Self::ItemsOfScalar => "in a signature only `a` and `f` can be followed by a type in `< >`",
            Self::ParameterInChoice => "in a signature a choice in `( )` cannot hold a type with `< >`",
            Self::Marks => "the marks of this signature cannot be combined",
        }
    }
}

/// Parses a signature with its angle brackets. Unknown letters are ignored, as the reference implementation does.
///
/// # Errors
/// What it cannot use; see [`SignatureFault`].
pub fn parse(text: &str) -> Result<Signature, SignatureFault> {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied();
    let mut signature = Signature::default();
    let mut marks = String::new();
    // The letter that a `<` may follow.
    let mut previous = '\0';
    let mut index = 1;
    while let Some(letter) = at(index) {
        match letter {
            ':' => {
                let rest: String = characters.iter().skip(index + 1).collect();
                signature.result = Some(rest.strip_suffix('>').unwrap_or(&rest).to_owned());
                break;
            }
            '-' | '?' | '+' => {
                marks.push(if letter == '+' { '+' } else { '?' });
                if let Some(parameter) = signature.parameters.last_mut() {
                    parameter.context |= letter == '-';
                    parameter.optional |= letter == '?';
                    parameter.repeated |= letter == '+';
                    if !are_compatible(&marks) {
                        return Err(SignatureFault::Marks);
                    }
                }
            }
            '(' => {
                let end = matching(&characters, index, '(', ')');
                let choice: String = characters.iter().take(end).skip(index + 1).collect();
                if choice.contains('<') {
                    return Err(SignatureFault::ParameterInChoice);
                }
                if !is_class(&choice) {
                    return Err(SignatureFault::Marks);
                }
                let accepts = choice.chars().filter_map(kind_of).fold(Kinds::UNDEFINED, Kinds::bitor);
                signature.parameters.push(plain(accepts));
                marks.clear();
                previous = '(';
                index = end;
            }
            '<' => {
                if previous != 'a' && previous != 'f' {
                    return Err(SignatureFault::ItemsOfScalar);
                }
                if previous == 'a' {
                    let items = at(index + 1).and_then(kind_of).unwrap_or(Kinds::NONE);
                    if let Some(parameter) = signature.parameters.last_mut() {
                        parameter.items = Some(items);
                    }
                }
                index = matching(&characters, index, '<', '>');
            }
            _ => {
                if let Some(accepts) = accepted_by(letter) {
                    signature.parameters.push(plain(accepts));
                    marks.clear();
                    previous = letter;
                }
            }
        }
        index += 1;
    }
    Ok(signature)
}

/// The kinds that a letter of a signature accepts.
fn accepted_by(letter: char) -> Option<Kinds> {
    match letter {
        // A single value is taken for an array of one.
        'a' | 'x' => Some(Kinds::ALL),
        'j' => Some(JSON | Kinds::UNDEFINED),
        // The only letter that nothing undefined satisfies.
        'f' => Some(Kinds::FUNCTION),
        _ => kind_of(letter).map(|kind| kind | Kinds::UNDEFINED),
    }
}

/// The kind that a letter stands for inside of a choice or of `a<...>`; sets of kinds do not count there.
const fn kind_of(letter: char) -> Option<Kinds> {
    Some(match letter {
        's' => Kinds::STRING,
        'n' => Kinds::NUMBER,
        'b' => Kinds::BOOLEAN,
        'l' => Kinds::NULL,
        'a' => Kinds::ARRAY,
        'o' => Kinds::OBJECT,
        'f' => Kinds::FUNCTION,
        _ => return None,
    })
}

const fn plain(accepts: Kinds) -> Parameter {
    Parameter { accepts, optional: false, context: false, repeated: false, items: None }
}

/// A mark, and then at most a `?` that changes nothing.
fn are_compatible(marks: &str) -> bool {
    marks.len() < 2 || (marks.len() == 2 && marks.ends_with('?'))
}

/// Whether the letters of a choice can stand in a character class: `n-b` would be a range that runs backwards.
fn is_class(choice: &str) -> bool {
    let letters: Vec<char> = choice.chars().chain(['m']).collect();
    !letters.windows(3).any(|window| matches!(window, [first, '-', last] if last < first))
}

/// The index of the bracket that closes the one at `start`, or the length.
fn matching(characters: &[char], start: usize, open: char, close: char) -> usize {
    let mut depth = 1;
    for (index, character) in characters.iter().enumerate().skip(start + 1) {
        if *character == close {
            depth -= 1;
            if depth == 0 {
                return index;
            }
        } else if *character == open {
            depth += 1;
        }
    }
    characters.len()
}

impl Signature {
    /// The fewest and the most arguments that can be given; `None` is any number. Without a context, what would be
    /// taken from it has to be given.
    pub fn arity(&self, has_context: bool) -> (usize, Option<usize>) {
        let least = self.parameters.iter().filter(|it| !(it.optional || has_context && it.context)).count();
        let most = if self.parameters.iter().any(|it| it.repeated) { None } else { Some(self.parameters.len()) };
        (least, most)
    }

    /// Whether some reading of the signature accepts arguments of these kinds; each argument may be any kind of its
    /// set. If none does, the index of the first argument that fits no reading (the number of arguments, if one lacks).
    pub fn mismatch(&self, arguments: &[Kinds]) -> Option<usize> {
        // States are places in the signature: `reached` has all that the arguments so far may have led to.
        let mut reached = self.skipping(0);
        for (index, argument) in arguments.iter().enumerate() {
            let mut next = vec![false; self.parameters.len() + 1];
            for (place, parameter) in self.parameters.iter().enumerate() {
                if !reached.get(place).copied().unwrap_or_default() || !parameter.accepts.intersects(*argument) {
                    continue;
                }
                for (after, possible) in self.skipping(place + 1).into_iter().enumerate() {
                    if let Some(slot) = next.get_mut(after) {
                        *slot |= possible;
                    }
                }
                if parameter.repeated
                    && let Some(slot) = next.get_mut(place)
                {
                    *slot = true;
                }
            }
            if !next.contains(&true) {
                return Some(index);
            }
            reached = next;
        }
        let complete = reached.last().copied().unwrap_or_default();
        (!complete).then_some(arguments.len())
    }

    /// The places that can be reached from one without an argument.
    fn skipping(&self, from: usize) -> Vec<bool> {
        let mut reached = vec![false; self.parameters.len() + 1];
        for place in from..=self.parameters.len() {
            if let Some(slot) = reached.get_mut(place) {
                *slot = true;
            }
            if self.parameters.get(place).is_none_or(|it| !it.optional && !it.context) {
                break;
            }
        }
        reached
    }
}
