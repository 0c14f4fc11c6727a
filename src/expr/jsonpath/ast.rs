//! What a path is made of. Every part has its byte range in the text that was parsed.

use std::ops::Range;

/// A path and what is wrong with it.
///
/// See <https://states-language.net/#paths>.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Where the path begins to look.
    pub root: Root,
    /// The steps from there, in order; those that could be read.
    pub segments: Vec<Segment>,
    /// What is wrong with the whole path, in the order of the text. A path within a filter or among the arguments of a
    /// function has none of its own: its faults are with the path around it.
    pub faults: Vec<Fault>,
    /// The path without the blanks around it.
    pub range: Range<u32>,
}

/// Where a path begins to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// `$`: the input of the state, or what the field makes of it.
    Input,
    /// `$$`: the context object.
    Context,
    /// `$name`: a variable. The name is without its `$`.
    Variable(Name),
    /// `@`: the item that a filter looks at.
    Current,
    /// The text does not begin with `$`.
    None,
}

/// A name, with its escapes resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// What it says.
    pub text: Box<str>,
    /// Where it stands, without quotes.
    pub range: Range<u32>,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// What it selects.
    pub kind: SegmentKind,
    /// The step with its dot or its brackets.
    pub range: Range<u32>,
}

/// What a step of a path selects.
#[derive(Debug, Clone, PartialEq)]
pub enum SegmentKind {
    /// `.name` or `['name']`.
    Name(Name),
    /// `['one', 'two']`.
    Names(Vec<Name>),
    /// `[0]`, `[-1]`, `[0, 2]`.
    Index(Vec<i64>),
    /// `[from:to]`. The step is read and, as far as is known, ignored.
    Slice {
        /// The first index.
        from: Option<i64>,
        /// The index after the last.
        to: Option<i64>,
        /// The third number.
        step: Option<i64>,
    },
    /// `.*` or `[*]`.
    Wildcard,
    /// `..` and the step it applies to at every depth; nothing where the text ends too early.
    Descendant(Option<Box<Segment>>),
    /// `[?(…)]`.
    Filter(Box<Filter>),
    /// `.length()`.
    Function {
        /// The function's name.
        name: Name,
        /// Its arguments, which most functions have none of.
        arguments: Vec<Operand>,
    },
    /// `[(…)]`, a script of the first description of `JSONPath`.
    Script,
    /// Brackets around something else.
    Unknown,
}

/// The condition of a `[?(…)]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// The condition; nothing where it is missing.
    pub expression: Option<Expression>,
    /// From the question mark to the end of the condition.
    pub range: Range<u32>,
}

/// A condition, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// What it says.
    pub kind: ExpressionKind,
    /// Where it stands, without parentheses around it.
    pub range: Range<u32>,
}

/// What a condition says.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionKind {
    /// Two or more conditions between `||`.
    Or(Vec<Expression>),
    /// Two or more conditions between `&&`.
    And(Vec<Expression>),
    /// `!` before a condition.
    Not(Box<Expression>),
    /// A path alone: it is there.
    Exists(Operand),
    /// Two values and an operator between them.
    Comparison {
        /// The value before the operator.
        left: Operand,
        /// The operator.
        operator: Operator,
        /// The value after the operator.
        right: Option<Operand>,
    },
}

/// An operator between two values of a filter.
///
/// See <https://github.com/json-path/JsonPath#filter-operators>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Equal,
    StrictlyEqual,
    NotEqual,
    StrictlyNotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Matches,
    In,
    NotIn,
    SubsetOf,
    AnyOf,
    NoneOf,
    All,
    Size,
    Empty,
    Contains,
    Type,
    Evaluates,
    Exists,
    /// There is no such operator.
    Unknown,
}

/// A value in a filter or among the arguments of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand {
    /// Which value.
    pub kind: OperandKind,
    /// Where it stands, with its quotes.
    pub range: Range<u32>,
}

/// Which value stands in a filter.
#[derive(Debug, Clone, PartialEq)]
pub enum OperandKind {
    /// A path, mostly one that begins with `@`.
    Path(Box<Path>),
    /// A text in quotes, with its escapes resolved.
    String(Box<str>),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// `/…/i`.
    Regex,
    /// A JSON array or object.
    Json,
    /// A word without quotes.
    Word,
}

/// Something wrong with a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub kind: FaultKind,
    /// Where it is. May be empty where something is missing.
    pub range: Range<u32>,
    /// One sentence for the user.
    pub message: String,
    /// Whether AWS refuses such a path when the state machine is created. What Jayway's library refuses without that an
    /// answer of AWS is known, but that is in use, is not certain.
    pub certain: bool,
}

/// What can be wrong with a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// It does not begin with `$`.
    MissingRoot,
    /// A blank before the `$`.
    LeadingBlank,
    /// What follows `$`, `$$` or a variable is no step.
    AfterRoot,
    /// `$states`, a name that belongs to `JSONata`.
    ReservedVariable,
    /// It ends in a dot.
    TrailingDot,
    /// More than two dots in a row.
    TooManyDots,
    /// A space outside brackets.
    Blank,
    /// A tab or a line break outside brackets.
    LineBreak,
    /// A quote, a bracket or the like in a name without quotes.
    StrayCharacter,
    /// A name without a dot before it.
    JoinedName,
    /// A `[` without its `]`.
    UnclosedBracket,
    /// Nothing between brackets.
    EmptyBracket,
    /// A quote without its pair.
    UnclosedText,
    /// A name or a path between brackets, without quotes.
    UnquotedName,
    /// Something other than a comma between the names in brackets, or a comma too many.
    BadSeparator,
    /// Both kinds of quotes in one pair of brackets.
    MixedQuotes,
    /// No whole number where an index is meant.
    BadIndex,
    /// A comma after the last index.
    TrailingComma,
    /// A slice without both ends.
    OpenSlice,
    /// A slice with a step.
    SliceStep,
    /// A script, `[(@.length-1)]`.
    Script,
    /// A filter without the parentheses around it.
    FilterWithoutParentheses,
    /// A filter without a condition.
    EmptyFilter,
    /// A filter, or a group in one, without its `)`.
    UnclosedFilter,
    /// An operator that there is not.
    FilterOperator,
    /// An operator without a value beside it.
    MissingOperand,
    /// A word without quotes in a filter.
    UnquotedWord,
    /// A value in a filter that nothing is compared with.
    LoneLiteral,
    /// Something else that does not belong into a filter.
    FilterSyntax,
    /// A function without its `)`.
    UnclosedFunction,
    /// A function that there is not.
    UnknownFunction,
    /// A function before the end of the path.
    FunctionNotLast,
    /// An argument of a function that cannot be read.
    FunctionArgument,
    /// Filters, groups or arguments too deep within one another to be read.
    TooDeep,
}

impl FaultKind {
    /// Whether AWS refuses a path with this fault.
    pub const fn is_certain(self) -> bool {
        !matches!(
            self,
            Self::LeadingBlank
                | Self::ReservedVariable
                | Self::LineBreak
                | Self::StrayCharacter
                | Self::JoinedName
                | Self::MixedQuotes
                | Self::TrailingComma
                | Self::OpenSlice
                | Self::SliceStep
                | Self::Script
                | Self::UnquotedWord
                | Self::LoneLiteral
                | Self::UnknownFunction
                | Self::FunctionNotLast
                | Self::FunctionArgument
                | Self::TooDeep
        )
    }
}

impl Path {
    /// Whether the path names one place, so that its value is not wrapped into an array.
    pub fn is_definite(&self) -> bool {
        self.segments.iter().all(|segment| match &segment.kind {
            SegmentKind::Index(indices) => indices.len() <= 1,
            SegmentKind::Name(_) | SegmentKind::Function { .. } | SegmentKind::Unknown => true,
            SegmentKind::Names(_)
            | SegmentKind::Slice { .. }
            | SegmentKind::Wildcard
            | SegmentKind::Descendant(_)
            | SegmentKind::Filter(_)
            | SegmentKind::Script => false,
        })
    }

    /// Whether AWS refuses a state machine with this path in it.
    pub fn is_refused(&self) -> bool {
        self.faults.iter().any(|fault| fault.certain)
    }

    /// The functions that the path calls.
    pub fn functions(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter().filter(|segment| matches!(segment.kind, SegmentKind::Function { .. }))
    }
}
