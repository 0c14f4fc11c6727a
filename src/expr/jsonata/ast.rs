//! The parsed form of a JSONata expression: an arena of nodes and the faults found on the way.
//!
//! Children always have smaller ids than their parents, so a pass over the tree is a loop over the arena, upwards or
//! downwards, and needs no recursion however long the expression is. The keyword of a function (`function`, `λ`) stays
//! in the arena as a name that is nobody's child: start from the root where that matters. Knows nothing of tokens.

use std::ops::Range;

use crate::text::offset;

/// The place of a node in [`Ast::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

impl ExprId {
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// An expression with everything that is wrong with its syntax. There is a tree for any text.
#[derive(Clone, Debug, Default)]
pub struct Ast {
    pub nodes: Vec<Node>,
    /// `None` only for a text beyond what offsets can hold.
    pub root: Option<ExprId>,
    /// In the order in which a reader meets them: the first is the one the reference implementation would throw.
    pub faults: Vec<Fault>,
}

impl Ast {
    /// The node of an id, if the id belongs to this tree.
    pub fn get(&self, id: ExprId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The kind of a node; [`NodeKind::Missing`] for an id of another tree.
    pub fn kind(&self, id: ExprId) -> &NodeKind {
        self.get(id).map_or(&NodeKind::Missing, |node| &node.kind)
    }

    /// The byte range of a node; empty for an id of another tree.
    pub fn range(&self, id: ExprId) -> Range<u32> {
        self.get(id).map_or(0..0, |node| node.range.clone())
    }

    /// All ids, children before parents.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ExprId> + use<> {
        (0..offset(self.nodes.len())).map(ExprId)
    }

    /// The node without the `[]` marks behind it, which change no meaning but that of single results.
    pub fn unmarked(&self, id: ExprId) -> ExprId {
        let mut id = id;
        while let NodeKind::KeepArray(inner) = self.kind(id) {
            id = *inner;
        }
        id
    }
}

/// One construct and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: NodeKind,
    /// Bytes of the text; brackets of a block belong to the block.
    pub range: Range<u32>,
    /// The operator's own characters, or the opening bracket of a filter, a call or a grouping.
    pub operator: Option<Range<u32>>,
}

/// What a node is. See <https://docs.jsonata.org/overview>.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// An operand that is not there.
    Missing,
    /// Pieces around something unreadable.
    Broken(Vec<ExprId>),
    /// Decoded; half of a surrogate pair becomes U+FFFD.
    String(Box<str>),
    Number(f64),
    Boolean(bool),
    Null,
    /// Between the slashes, undecoded.
    Regex(Box<str>),
    /// A field of the context: `price`, or in backticks `` `unit price` `` (without them here).
    Name(Box<str>),
    /// Without its `$`: empty for the context `$`, `$` for the root `$$`.
    Variable(Box<str>),
    /// `*`
    Wildcard,
    /// `**`
    Descendants,
    /// `%`
    Parent,
    /// `?` in place of an argument
    Placeholder,
    Negate(ExprId),
    Binary {
        operator: Operator,
        left: ExprId,
        right: ExprId,
    },
    /// `left.right`
    Path {
        left: ExprId,
        right: ExprId,
    },
    /// `input[predicate]`
    Filter {
        input: ExprId,
        predicate: ExprId,
    },
    /// `input[]`: a single result stays an array
    KeepArray(ExprId),
    /// `input{key: value}`
    Group {
        input: ExprId,
        members: Vec<(ExprId, ExprId)>,
    },
    /// `input^(>term, term)`
    Sort {
        input: ExprId,
        terms: Vec<SortTerm>,
    },
    /// `input@$variable`
    Focus {
        input: ExprId,
        variable: ExprId,
    },
    /// `input#$variable`
    Position {
        input: ExprId,
        variable: ExprId,
    },
    /// `$variable := value`
    Bind {
        variable: ExprId,
        value: ExprId,
    },
    /// `input ~> function`
    Apply {
        input: ExprId,
        function: ExprId,
    },
    /// Also a partial application, when an argument is a placeholder.
    Call {
        callee: ExprId,
        arguments: Vec<ExprId>,
    },
    /// `function($a, $b)<nn:n>{ body }`; the signature's range includes its angle brackets.
    Lambda {
        parameters: Vec<ExprId>,
        signature: Option<Range<u32>>,
        body: ExprId,
    },
    Condition {
        condition: ExprId,
        then: ExprId,
        otherwise: Option<ExprId>,
    },
    /// `(first; second)`
    Block(Vec<ExprId>),
    Array(Vec<ExprId>),
    Object(Vec<(ExprId, ExprId)>),
    /// `|pattern|update, delete|`
    Transform {
        pattern: ExprId,
        update: ExprId,
        delete: Option<ExprId>,
    },
}

/// One key of an order-by.
#[derive(Clone, Copy, Debug)]
pub struct SortTerm {
    pub descending: bool,
    pub expression: ExprId,
}

/// Operators that take two values and give one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Concatenate,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    In,
    /// `..`, only inside of an array
    Range,
    /// `??` of JSONata 2.1
    Coalesce,
    /// `?:` of JSONata 2.1
    Default,
}

impl Operator {
    /// As it is written.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
            Self::Concatenate => "&",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::And => "and",
            Self::Or => "or",
            Self::In => "in",
            Self::Range => "..",
            Self::Coalesce => "??",
            Self::Default => "?:",
        }
    }
}

impl NodeKind {
    /// Calls `visit` with each child, in the order of the text.
    pub fn for_each_child(&self, mut visit: impl FnMut(ExprId)) {
        match self {
            Self::Missing
            | Self::String(_)
            | Self::Number(_)
            | Self::Boolean(_)
            | Self::Null
            | Self::Regex(_)
            | Self::Name(_)
            | Self::Variable(_)
            | Self::Wildcard
            | Self::Descendants
            | Self::Parent
            | Self::Placeholder => {}
            Self::Broken(items) | Self::Block(items) | Self::Array(items) => items.iter().copied().for_each(visit),
            Self::Negate(inner) | Self::KeepArray(inner) => visit(*inner),
            Self::Binary { left, right, .. } | Self::Path { left, right } => {
                visit(*left);
                visit(*right);
            }
            Self::Filter { input, predicate } => {
                visit(*input);
                visit(*predicate);
            }
            Self::Group { input, members } => {
                visit(*input);
                for (key, value) in members {
                    visit(*key);
                    visit(*value);
                }
            }
            Self::Sort { input, terms } => {
                visit(*input);
                for term in terms {
                    visit(term.expression);
                }
            }
            Self::Focus { input, variable } | Self::Position { input, variable } => {
                visit(*input);
                visit(*variable);
            }
            Self::Bind { variable, value } => {
                visit(*variable);
                visit(*value);
            }
            Self::Apply { input, function } => {
                visit(*input);
                visit(*function);
            }
            Self::Call { callee, arguments } => {
                visit(*callee);
                arguments.iter().copied().for_each(visit);
            }
            Self::Lambda { parameters, body, .. } => {
                parameters.iter().copied().for_each(&mut visit);
                visit(*body);
            }
            Self::Condition { condition, then, otherwise } => {
                visit(*condition);
                visit(*then);
                if let Some(otherwise) = otherwise {
                    visit(*otherwise);
                }
            }
            Self::Object(members) => {
                for (key, value) in members {
                    visit(*key);
                    visit(*value);
                }
            }
            Self::Transform { pattern, update, delete } => {
                visit(*pattern);
                visit(*update);
                if let Some(delete) = delete {
                    visit(*delete);
                }
            }
        }
    }
}

/// Something wrong with the syntax.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The code of <https://docs.jsonata.org/embedding-extending>'s error objects; [`TOO_DEEP`] is this parser's own.
    pub code: &'static str,
    pub range: Range<u32>,
    /// One sentence, lower case, without a full stop.
    pub message: String,
    /// The text is right for JSONata 2.1, while Step Functions implements 2.0.6.
    pub version: bool,
}

/// The code of brackets nested beyond [`super::parser::MAX_DEPTH`]. The reference implementation overflows its stack.
pub const TOO_DEEP: &str = "U1001";
