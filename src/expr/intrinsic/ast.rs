//! What a call of an intrinsic function is made of. Every part has its byte range in the text that was parsed.

use std::ops::Range;

use super::functions::Function;
use crate::expr::jsonpath::{self, Name, Path};

/// The calls of a text and what is wrong with them.
#[derive(Debug, Clone, PartialEq)]
pub struct Intrinsic {
    /// All calls, each before the calls among its arguments.
    pub calls: Vec<Call>,
    /// The outermost call; nothing where the text is no call.
    pub root: Option<CallId>,
    /// What is wrong, in the order of the text, with the faults of the paths among the arguments.
    pub faults: Vec<Fault>,
    /// The text without the blanks around it.
    pub range: Range<u32>,
}

/// Which of the calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub u32);

/// A call.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The function's name as written, with `States.` if that is there.
    pub name: Name,
    /// The function, if there is one of that name.
    pub function: Option<&'static Function>,
    /// What is handed to it.
    pub arguments: Vec<Argument>,
    /// Where the commas between the arguments are.
    pub separators: Vec<u32>,
    /// From the opening parenthesis to behind the closing one, or to the end of the text.
    pub parentheses: Range<u32>,
    /// The whole call.
    pub range: Range<u32>,
    /// Whether every argument could be read, so that their number says something.
    pub complete: bool,
    /// Whether the closing parenthesis is there.
    pub closed: bool,
}

/// What is handed to a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// What it is.
    pub kind: ArgumentKind,
    /// Where it stands, with its quotes.
    pub range: Range<u32>,
}

/// What an argument is.
#[derive(Debug, Clone, PartialEq)]
pub enum ArgumentKind {
    /// A text in quotes.
    String(StringLiteral),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// A path; its ranges are those of the whole text.
    Path(Box<Path>),
    /// A call.
    Call(CallId),
    /// Something else, which is reported.
    Unknown,
}

/// A text in quotes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StringLiteral {
    /// What it says, with its escapes resolved.
    pub value: Box<str>,
    /// How many `{}` without backslashes are in it.
    pub placeholders: usize,
    /// The first `{` or `}` without a backslash that is no placeholder. It means something to `States.Format` alone.
    pub stray_brace: Option<Range<u32>>,
}

/// Something wrong with the text of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub kind: Kind,
    /// Where it is. May be empty where something is missing.
    pub range: Range<u32>,
    /// One sentence for the user.
    pub message: String,
    /// Whether AWS refuses such a call when the state machine is created.
    pub certain: bool,
    /// What to write there instead, where that is known.
    pub replacement: Option<String>,
}

/// A call that AWS accepts and that fails when it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Where it is.
    pub range: Range<u32>,
    /// One sentence for the user.
    pub message: String,
    /// What to write there instead, where that is known.
    pub replacement: Option<String>,
}

/// What can be wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It is not written as a call is.
    Syntax,
    /// There is no such function.
    Unknown,
    /// A backslash or a quote in a string.
    Escape,
    /// A string in double quotes.
    DoubleQuote,
    /// More than ten calls in one another.
    Nesting,
    /// Something is wrong with a path among the arguments.
    Path(jsonpath::FaultKind),
    /// Too few arguments, or too many.
    Arity,
    /// An argument of a type that the function does not take.
    ArgumentType,
    /// An argument that the function does not take, though its type is right.
    ArgumentValue,
    /// A text that is too long for the function.
    ArgumentLimit,
    /// `States.JsonMerge` with `true`.
    JsonMergeDeep,
    /// `States.ArrayRange` without a step, or with more than 1,000 items.
    ArrayRangeLimit,
    /// `States.Format` with braces that do not fit the arguments.
    FormatPlaceholders,
}

impl Kind {
    /// The lint rule that reports this.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Syntax => "intrinsic-syntax",
            Self::Unknown => "intrinsic-unknown",
            Self::Escape => "intrinsic-escape",
            Self::DoubleQuote => "intrinsic-double-quote",
            Self::Nesting => "intrinsic-nesting",
            Self::Path(_) => "path-syntax",
            Self::Arity => "intrinsic-arity",
            Self::ArgumentType => "intrinsic-argument-type",
            Self::ArgumentValue => "intrinsic-argument-value",
            Self::ArgumentLimit => "intrinsic-argument-limit",
            Self::JsonMergeDeep => "intrinsic-json-merge-deep",
            Self::ArrayRangeLimit => "intrinsic-array-range-limit",
            Self::FormatPlaceholders => "intrinsic-format-placeholders",
        }
    }
}

impl Intrinsic {
    /// The call with this id.
    pub fn call(&self, id: CallId) -> Option<&Call> {
        self.calls.get(id.0 as usize)
    }

    /// The outermost call.
    pub fn root_call(&self) -> Option<&Call> {
        self.root.and_then(|id| self.call(id))
    }

    /// Whether AWS refuses a state machine with this text in it.
    pub fn is_refused(&self) -> bool {
        self.faults.iter().any(|fault| fault.certain)
    }
}
