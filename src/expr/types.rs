//! What values an expression can have: structural types, cheap to clone and bounded in size.
//!
//! A type stands for a set of values, so "unknown" is the set of all. Shared by the expression languages; knows none of
//! them.

use std::fmt;
use std::ops::BitOr;
use std::sync::Arc;

/// More members of a union than this are widened to their kinds.
const WIDEST: usize = 8;
/// Arrays and objects within each other; what is deeper is unknown.
const DEEPEST: u8 = 8;
/// Fields of an object; an object with more is only known to be one.
const MOST_FIELDS: usize = 64;

/// A set of values.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Type {
    /// Any value, or none.
    #[default]
    Any,
    /// No value at all: what does not return.
    Never,
    /// The absence of a value.
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Function,
    Literal(Literal),
    Array(Arc<ArrayType>),
    Object(Arc<ObjectType>),
    /// Two or more; made by [`Type::join`] only.
    Union(Arc<[Self]>),
}

/// One value of a scalar kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Boolean(bool),
    Number(f64),
    String(Arc<str>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct ArrayType {
    /// What each item is; [`Type::Never`] for the empty array.
    pub items: Type,
    depth: u8,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ObjectType {
    /// A field that may be absent may be undefined.
    pub fields: Vec<(Arc<str>, Type)>,
    /// There may be other fields.
    pub open: bool,
    depth: u8,
}

/// A set of kinds of values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Kinds {
    pub const NONE: Self = Self(0);
    pub const UNDEFINED: Self = Self(1);
    pub const NULL: Self = Self(1 << 1);
    pub const BOOLEAN: Self = Self(1 << 2);
    pub const NUMBER: Self = Self(1 << 3);
    pub const STRING: Self = Self(1 << 4);
    pub const ARRAY: Self = Self(1 << 5);
    pub const OBJECT: Self = Self(1 << 6);
    pub const FUNCTION: Self = Self(1 << 7);
    pub const ALL: Self = Self(u8::MAX);

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether all of `other` is in it.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl fmt::Display for Kinds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [(Kinds, &str); 8] = [
            (Kinds::NULL, "null"),
            (Kinds::BOOLEAN, "a boolean"),
            (Kinds::NUMBER, "a number"),
            (Kinds::STRING, "a string"),
            (Kinds::ARRAY, "an array"),
            (Kinds::OBJECT, "an object"),
            (Kinds::FUNCTION, "a function"),
            (Kinds::UNDEFINED, "undefined"),
        ];
        if *self == Self::ALL {
            return formatter.write_str("anything");
        }
        if self.is_empty() {
            return formatter.write_str("nothing");
        }
        let mut separator = "";
        for (_, name) in NAMES.iter().filter(|(kind, _)| self.contains(*kind)) {
            write!(formatter, "{separator}{name}")?;
            separator = " or ";
        }
        Ok(())
    }
}

impl Type {
    pub fn string(text: &str) -> Self {
        Self::Literal(Literal::String(text.into()))
    }

    pub const fn number(value: f64) -> Self {
        Self::Literal(Literal::Number(value))
    }

    pub const fn boolean(value: bool) -> Self {
        Self::Literal(Literal::Boolean(value))
    }

    /// An array of items of a type; of anything, if that is too deep.
    pub fn array(items: Self) -> Self {
        let depth = items.depth() + 1;
        if DEEPEST < depth {
            return Self::Array(Arc::new(ArrayType { items: Self::Any, depth: 1 }));
        }
        Self::Array(Arc::new(ArrayType { items, depth }))
    }

    /// An object with these fields, and maybe others if it is open. Of two fields with one name the later counts.
    pub fn object(fields: Vec<(Arc<str>, Self)>, open: bool) -> Self {
        let mut unique: Vec<(Arc<str>, Self)> = Vec::with_capacity(fields.len().min(MOST_FIELDS));
        if MOST_FIELDS < fields.len() {
            return Self::any_object();
        }
        for (name, field) in fields {
            match unique.iter_mut().find(|(known, _)| *known == name) {
                Some(slot) => slot.1 = field,
                None => unique.push((name, field)),
            }
        }
        let depth = unique.iter().map(|(_, field)| field.depth()).max().unwrap_or_default() + 1;
        if DEEPEST < depth {
            return Self::any_object();
        }
        Self::Object(Arc::new(ObjectType { fields: unique, open, depth }))
    }

    /// An object of which nothing is known.
    pub fn any_object() -> Self {
        Self::Object(Arc::new(ObjectType { fields: Vec::new(), open: true, depth: 1 }))
    }

    fn depth(&self) -> u8 {
        match self {
            Self::Array(array) => array.depth,
            Self::Object(object) => object.depth,
            Self::Union(members) => members.iter().map(Self::depth).max().unwrap_or_default(),
            _ => 0,
        }
    }

    /// The kinds of its values.
    pub fn kinds(&self) -> Kinds {
        match self {
            Self::Any => Kinds::ALL,
            Self::Never => Kinds::NONE,
            Self::Undefined => Kinds::UNDEFINED,
            Self::Null => Kinds::NULL,
            Self::Boolean | Self::Literal(Literal::Boolean(_)) => Kinds::BOOLEAN,
            Self::Number | Self::Literal(Literal::Number(_)) => Kinds::NUMBER,
            Self::String | Self::Literal(Literal::String(_)) => Kinds::STRING,
            Self::Function => Kinds::FUNCTION,
            Self::Array(_) => Kinds::ARRAY,
            Self::Object(_) => Kinds::OBJECT,
            Self::Union(members) => members.iter().map(Self::kinds).fold(Kinds::NONE, Kinds::bitor),
        }
    }

    /// Whether some of its values are of one of these kinds.
    pub fn may_be(&self, kinds: Kinds) -> bool {
        self.kinds().intersects(kinds)
    }

    /// Whether it has values, and all of them are of these kinds.
    pub fn is(&self, kinds: Kinds) -> bool {
        !self.kinds().is_empty() && kinds.contains(self.kinds())
    }

    /// Unions as their members, everything else as itself.
    pub fn members(&self) -> &[Self] {
        match self {
            Self::Union(members) => members,
            one => std::slice::from_ref(one),
        }
    }

    /// The values of either type.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        if self == other || other == Self::Never {
            return self;
        }
        if self == Self::Never {
            return other;
        }
        if self == Self::Any || other == Self::Any {
            return Self::Any;
        }
        let mut members: Vec<Self> = self.members().to_vec();
        for member in other.members() {
            if members.iter().any(|known| member.is_subtype_of(known)) {
                continue;
            }
            members.retain(|known| !known.is_subtype_of(member));
            members.push(member.clone());
        }
        if WIDEST < members.len() {
            return Self::of_kinds(members.iter().map(Self::kinds).fold(Kinds::NONE, Kinds::bitor));
        }
        match <[Self; 1]>::try_from(members) {
            Ok([one]) => one,
            Err(members) => Self::Union(members.into()),
        }
    }

    /// All values of some kinds.
    fn of_kinds(kinds: Kinds) -> Self {
        if kinds == Kinds::ALL {
            return Self::Any;
        }
        let all = [
            (Kinds::UNDEFINED, Self::Undefined),
            (Kinds::NULL, Self::Null),
            (Kinds::BOOLEAN, Self::Boolean),
            (Kinds::NUMBER, Self::Number),
            (Kinds::STRING, Self::String),
            (Kinds::FUNCTION, Self::Function),
            (Kinds::ARRAY, Self::array(Self::Any)),
            (Kinds::OBJECT, Self::any_object()),
        ];
        let members: Vec<Self> = all.into_iter().filter(|(kind, _)| kinds.contains(*kind)).map(|(_, it)| it).collect();
        match <[Self; 1]>::try_from(members) {
            Ok([one]) => one,
            Err(members) if members.is_empty() => Self::Never,
            Err(members) => Self::Union(members.into()),
        }
    }

    /// The type without the values of some kinds.
    #[must_use]
    pub fn without(&self, kinds: Kinds) -> Self {
        if *self == Self::Any {
            return if kinds.is_empty() { Self::Any } else { Self::of_kinds(Kinds::ALL.without(kinds)) };
        }
        let rest = self.members().iter().filter(|member| !kinds.contains(member.kinds())).cloned();
        rest.fold(Self::Never, Self::join)
    }

    /// Whether each of its values is one of the other type's. The answer is only ever wrong by saying no.
    fn is_subtype_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Never, _) | (_, Self::Any) => true,
            (Self::Union(members), _) => members.iter().all(|member| member.is_subtype_of(other)),
            (_, Self::Union(members)) => members.iter().any(|member| self.is_subtype_of(member)),
            (Self::Literal(literal), _) if literal.base() == *other => true,
            (Self::Array(own), Self::Array(wider)) => own.items.is_subtype_of(&wider.items),
            (Self::Object(own), Self::Object(wider)) => own.is_within(wider),
            _ => self == other,
        }
    }

    /// What a field of its values is: undefined for what has no fields, unknown for arrays, whose items are asked.
    #[must_use]
    pub fn field(&self, name: &str) -> Self {
        match self {
            Self::Any | Self::Array(_) => Self::Any,
            Self::Never => Self::Never,
            Self::Object(object) => object.field(name),
            Self::Union(members) => members.iter().map(|member| member.field(name)).fold(Self::Never, Self::join),
            _ => Self::Undefined,
        }
    }
}

impl ObjectType {
    pub fn field(&self, name: &str) -> Type {
        let known = self.fields.iter().find(|(field, _)| &**field == name).map(|(_, it)| it.clone());
        known.unwrap_or(if self.open { Type::Any } else { Type::Undefined })
    }

    fn is_within(&self, wider: &Self) -> bool {
        let fields_fit = wider.fields.iter().all(|(name, it)| self.field(name).is_subtype_of(it));
        let nothing_else = wider.open || (!self.open && self.fields.iter().all(|(name, _)| wider.has(name)));
        fields_fit && nothing_else
    }

    fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| &**field == name)
    }
}

impl Literal {
    /// The type of all values like it.
    pub const fn base(&self) -> Type {
        match self {
            Self::Boolean(_) => Type::Boolean,
            Self::Number(_) => Type::Number,
            Self::String(_) => Type::String,
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 24;
        match self {
            Self::Boolean(value) => write!(formatter, "{value}"),
            Self::Number(value) => write!(formatter, "{value}"),
            Self::String(value) if value.chars().count() <= LONGEST => write!(formatter, "{value:?}"),
            Self::String(value) => {
                write!(formatter, "{:?}…", value.chars().take(LONGEST).collect::<String>())
            }
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(literal) => literal.fmt(formatter),
            Self::Array(array) if array.items.is(Kinds::ALL.without(Kinds::UNDEFINED)) => match &array.items {
                Self::Any => formatter.write_str("an array"),
                Self::Union(_) => write!(formatter, "an array of ({})", array.items),
                items => write!(formatter, "an array of {items}"),
            },
            Self::Union(members) => {
                let mut separator = "";
                for member in members.iter() {
                    write!(formatter, "{separator}{member}")?;
                    separator = " or ";
                }
                Ok(())
            }
            _ => self.kinds().fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joining_keeps_what_is_new() {
        let scalar = Type::number(1.0).join(Type::string("a")).join(Type::Number);
        assert_eq!(scalar.to_string(), "\"a\" or a number");
        assert_eq!(scalar.kinds(), Kinds::NUMBER | Kinds::STRING);
        assert_eq!(Type::Any.join(Type::Null), Type::Any);
        assert_eq!(Type::Never.join(Type::Null), Type::Null);
    }

    #[test]
    fn unions_and_depth_are_bounded() {
        let many = (0..100).map(f64::from).map(Type::number).fold(Type::Never, Type::join);
        assert_eq!(many, Type::Number);
        let deep = (0..100).fold(Type::Null, |inner, _| Type::array(inner));
        assert!(deep.depth() <= DEEPEST);
    }

    #[test]
    fn fields_of_a_closed_object_are_all_there_is() {
        let object = Type::object(vec![("a".into(), Type::Number)], false);
        assert_eq!(object.field("a"), Type::Number);
        assert_eq!(object.field("b"), Type::Undefined);
        assert_eq!(Type::any_object().field("b"), Type::Any);
        assert!(object.is_subtype_of(&Type::any_object()));
        assert!(!Type::any_object().is_subtype_of(&object));
    }

    #[test]
    fn kinds_can_be_taken_out() {
        assert_eq!(Type::Number.join(Type::Undefined).without(Kinds::UNDEFINED), Type::Number);
        assert!(!Type::Any.without(Kinds::UNDEFINED).may_be(Kinds::UNDEFINED));
    }
}
