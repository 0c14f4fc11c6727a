//! Function signatures such as `<s-nn?:s>`: what arguments a function takes.
//!
//! A signature is a pattern over the kinds of the arguments, one letter each. Source of the letters and marks:
//! <https://docs.jsonata.org/embedding-extending#function-signature-syntax>. Knows nothing of expressions.

use std::ops::BitOr;

/// A set of kinds of arguments, one bit a letter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Letters(u16);

impl Letters {
    pub const NONE: Self = Self(0);
    pub const STRING: Self = Self(1);
    pub const NUMBER: Self = Self(1 << 1);
    pub const BOOLEAN: Self = Self(1 << 2);
    pub const NULL: Self = Self(1 << 3);
    pub const ARRAY: Self = Self(1 << 4);
    pub const OBJECT: Self = Self(1 << 5);
    pub const FUNCTION: Self = Self(1 << 6);
    /// An argument that is undefined.
    pub const MISSING: Self = Self(1 << 7);
    /// All that JSON has.
    pub const JSON: Self = Self(0b11_1111);
    /// All, also functions and what is undefined.
    pub const ALL: Self = Self(0b1111_1111);

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The kinds that a letter of a signature names.
    const fn of(letter: char) -> Option<Self> {
        Some(match letter {
            's' => Self(Self::STRING.0 | Self::MISSING.0),
            'n' => Self(Self::NUMBER.0 | Self::MISSING.0),
            'b' => Self(Self::BOOLEAN.0 | Self::MISSING.0),
            'l' => Self(Self::NULL.0 | Self::MISSING.0),
            'o' => Self(Self::OBJECT.0 | Self::MISSING.0),
            // A single value is taken for an array of one.
            'a' | 'x' => Self::ALL,
            'j' => Self(Self::JSON.0 | Self::MISSING.0),
            // The only letter that nothing undefined satisfies.
            'f' => Self::FUNCTION,
            _ => return None,
        })
    }

    /// In words, for a message.
    pub fn describe(self) -> String {
        if self.contains(Self::JSON) {
            return "any value".to_owned();
        }
        let names = [
            (Self::STRING, "a string"),
            (Self::NUMBER, "a number"),
            (Self::BOOLEAN, "a boolean"),
            (Self::NULL, "null"),
            (Self::ARRAY, "an array"),
            (Self::OBJECT, "an object"),
            (Self::FUNCTION, "a function"),
        ];
        let words: Vec<&str> =
            names.iter().filter(|(letter, _)| self.contains(*letter)).map(|(_, name)| *name).collect();
        words.join(" or ")
    }
}

impl BitOr for Letters {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One place of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub accepts: Letters,
    /// `?`: may be left out.
    pub optional: bool,
    /// `-`: taken from the context if left out.
    pub context: bool,
    /// `+`: once or more.
    pub repeated: bool,
    /// `a<n>`: what all items have to be.
    pub items: Option<Letters>,
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
                let accepts = choice.chars().filter_map(Letters::of_choice).fold(Letters::MISSING, Letters::bitor);
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
                    let items = at(index + 1).and_then(Letters::of_choice).unwrap_or(Letters::NONE);
                    if let Some(parameter) = signature.parameters.last_mut() {
                        parameter.items = Some(items);
                    }
                }
                index = matching(&characters, index, '<', '>');
            }
            _ => {
                if let Some(accepts) = Letters::of(letter) {
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

impl Letters {
    /// A letter inside of a choice or of `a<...>` stands for its own kind only.
    const fn of_choice(letter: char) -> Option<Self> {
        match letter {
            'a' => Some(Self::ARRAY),
            // Only kinds count there, not sets of them.
            'x' | 'j' => None,
            _ => match Self::of(letter) {
                Some(letters) => Some(letters.without(Self::MISSING)),
                None => None,
            },
        }
    }
}

const fn plain(accepts: Letters) -> Parameter {
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
    pub fn mismatch(&self, arguments: &[Letters]) -> Option<usize> {
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
