//! The 18 intrinsic functions.
//!
//! See <https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html>.

use std::ops::Range;

use crate::asl;
use crate::text::offset;

/// An intrinsic function.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name, with `States.` before it.
    pub name: &'static str,
    /// What it takes.
    pub parameters: &'static [Parameter],
    /// Whether it runs with whatever arguments it gets, and does not look at them.
    pub ignores_arguments: bool,
    /// What it gives.
    pub returns: Type,
    /// What it does, in a line.
    pub description: &'static str,
    /// A call of it.
    pub example: &'static str,
    /// What the example gives.
    pub result: &'static str,
}

/// A parameter of an intrinsic function.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in the signature.
    pub name: &'static str,
    /// What it has to be.
    pub kind: Type,
    /// How often it may stand.
    pub count: Count,
    /// Whether AWS takes values of other types as well.
    pub lenient: bool,
}

/// How often a parameter may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Exactly once.
    One,
    /// Once or not at all.
    Optional,
    /// As often as wanted, or not at all.
    Many,
}

/// The type of a value, as far as the functions tell types apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// Anything.
    Any,
    /// A string, a number, a boolean or null.
    Scalar,
    /// A string.
    String,
    /// A number. Fractions are rounded or cut off, so they are good where whole numbers are meant.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`.
    Null,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Type {
    /// The type with its article.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Any => "any value",
            Self::Scalar => "a string, a number, a boolean or null",
            Self::String => "a string",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Null => "null",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }

    /// Whether a value of this type can be one of `wanted`.
    pub const fn fits(self, wanted: Self) -> bool {
        match (self, wanted) {
            (Self::Array | Self::Object, Self::Scalar) => false,
            (Self::Any, _) | (_, Self::Any | Self::Scalar) => true,
            _ => self as u8 == wanted as u8,
        }
    }
}

impl Function {
    /// The name without `States.`.
    pub fn short_name(&self) -> &'static str {
        self.name.strip_prefix(PREFIX).unwrap_or(self.name)
    }

    /// How many arguments it needs, and how many it takes; nothing where there is no limit.
    pub fn arity(&self) -> (usize, Option<usize>) {
        let least = self.parameters.iter().filter(|parameter| parameter.count == Count::One).count();
        let endless = self.parameters.iter().any(|parameter| parameter.count == Count::Many);
        (least, (!endless).then_some(self.parameters.len()))
    }

    /// The parameter that an argument is for, by the number of the argument from 0.
    pub fn parameter(&self, argument: usize) -> Option<&'static Parameter> {
        match self.parameters.get(argument) {
            Some(parameter) => Some(parameter),
            None => self.parameters.last().filter(|parameter| parameter.count == Count::Many),
        }
    }

    /// The signature in a line, and where in it each parameter stands.
    pub fn signature(&self) -> Signature {
        let mut label = format!("{}(", self.name);
        let mut parameters = Vec::with_capacity(self.parameters.len());
        for (at, parameter) in self.parameters.iter().enumerate() {
            if 0 < at {
                label.push_str(", ");
            }
            let start = offset(label.len());
            match parameter.count {
                Count::One => label.push_str(parameter.name),
                Count::Optional => label.push_str(&format!("[{}]", parameter.name)),
                Count::Many => label.push_str(&format!("{}, …", parameter.name)),
            }
            parameters.push(start..offset(label.len()));
        }
        label.push(')');
        Signature { label, parameters }
    }
}

/// A signature in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The text, as `States.MathRandom(start, end, [seed])`.
    pub label: String,
    /// The byte range of each parameter in it.
    pub parameters: Vec<Range<u32>>,
}

/// What every name begins with.
pub const PREFIX: &str = "States.";

/// The hash algorithms, exactly as AWS wants them.
pub const ALGORITHMS: [&str; 5] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/// The function of this name, with `States.` before it.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// The function that was probably meant by a name there is not.
pub fn nearest_function(name: &str) -> Option<&'static Function> {
    let (prefix, short) = name.rsplit_once('.').unwrap_or(("", name));
    let likely = prefix.is_empty() || asl::nearest(prefix, ["States"]).is_some() || prefix == "States";
    if !likely {
        return None;
    }
    if let Some(function) = FUNCTIONS.iter().find(|function| function.short_name() == short) {
        return Some(function);
    }
    let nearest = asl::nearest(short, FUNCTIONS.iter().map(Function::short_name))?;
    FUNCTIONS.iter().find(|function| function.short_name() == nearest)
}

const fn one(name: &'static str, kind: Type) -> Parameter {
    Parameter { name, kind, count: Count::One, lenient: false }
}

const fn lenient(name: &'static str, kind: Type) -> Parameter {
    Parameter { name, kind, count: Count::One, lenient: true }
}

const fn optional(name: &'static str, kind: Type) -> Parameter {
    Parameter { name, kind, count: Count::Optional, lenient: false }
}

const fn many(name: &'static str, kind: Type) -> Parameter {
    Parameter { name, kind, count: Count::Many, lenient: false }
}

/// All functions, in the order of the documentation.
pub static FUNCTIONS: [Function; 18] = [
    Function {
        name: "States.Array",
        parameters: &[many("value", Type::Any)],
        ignores_arguments: false,
        returns: Type::Array,
        description: "puts values into an array",
        example: "States.Array($.id, 'a', 1)",
        result: "[7, \"a\", 1]",
    },
    Function {
        name: "States.ArrayPartition",
        parameters: &[one("array", Type::Array), one("size", Type::Number)],
        ignores_arguments: false,
        returns: Type::Array,
        description: "cuts an array into arrays of at most this size",
        example: "States.ArrayPartition($.items, 2)",
        result: "[[1, 2], [3]]",
    },
    Function {
        name: "States.ArrayContains",
        parameters: &[one("array", Type::Array), one("value", Type::Any)],
        ignores_arguments: false,
        returns: Type::Boolean,
        description: "tells whether a value is in an array",
        example: "States.ArrayContains($.items, 2)",
        result: "true",
    },
    Function {
        name: "States.ArrayRange",
        parameters: &[one("first", Type::Number), one("last", Type::Number), one("step", Type::Number)],
        ignores_arguments: false,
        returns: Type::Array,
        description: "counts from the first number to the last by a step, up to 1,000 numbers",
        example: "States.ArrayRange(1, 9, 2)",
        result: "[1, 3, 5, 7, 9]",
    },
    Function {
        name: "States.ArrayGetItem",
        parameters: &[one("array", Type::Array), one("index", Type::Number)],
        ignores_arguments: false,
        returns: Type::Any,
        description: "takes the item at an index, from 0",
        example: "States.ArrayGetItem($.items, 0)",
        result: "1",
    },
    Function {
        name: "States.ArrayLength",
        parameters: &[one("array", Type::Array)],
        ignores_arguments: false,
        returns: Type::Number,
        description: "counts the items of an array",
        example: "States.ArrayLength($.items)",
        result: "3",
    },
    Function {
        name: "States.ArrayUnique",
        parameters: &[one("array", Type::Array)],
        ignores_arguments: false,
        returns: Type::Array,
        description: "leaves one of each value of an array",
        example: "States.ArrayUnique($.items)",
        result: "[1, 2, 3]",
    },
    Function {
        name: "States.Base64Encode",
        parameters: &[one("text", Type::String)],
        ignores_arguments: false,
        returns: Type::String,
        description: "encodes a text of at most 10,000 characters as Base64",
        example: "States.Base64Encode('hello')",
        result: "\"aGVsbG8=\"",
    },
    Function {
        name: "States.Base64Decode",
        parameters: &[one("text", Type::String)],
        ignores_arguments: false,
        returns: Type::String,
        description: "decodes Base64 of at most 10,000 characters",
        example: "States.Base64Decode('aGVsbG8=')",
        result: "\"hello\"",
    },
    Function {
        name: "States.Hash",
        parameters: &[lenient("data", Type::String), one("algorithm", Type::String)],
        ignores_arguments: false,
        returns: Type::String,
        description: "computes a hash by MD5, SHA-1, SHA-256, SHA-384 or SHA-512",
        example: "States.Hash('hello', 'MD5')",
        result: "\"5d41402abc4b2a76b9719d911017c592\"",
    },
    Function {
        name: "States.JsonMerge",
        parameters: &[one("first", Type::Object), one("second", Type::Object), lenient("deep", Type::Boolean)],
        ignores_arguments: false,
        returns: Type::Object,
        description: "merges two objects; on equal names the second wins, and deep has to be false",
        example: "States.JsonMerge($.defaults, $.options, false)",
        result: "{\"size\": 2, \"color\": \"red\"}",
    },
    Function {
        name: "States.StringToJson",
        parameters: &[one("text", Type::String)],
        ignores_arguments: false,
        returns: Type::Any,
        description: "reads a text as JSON",
        example: "States.StringToJson('{\"a\": 1}')",
        result: "{\"a\": 1}",
    },
    Function {
        name: "States.JsonToString",
        parameters: &[one("value", Type::Any)],
        ignores_arguments: false,
        returns: Type::String,
        description: "writes a value as JSON text",
        example: "States.JsonToString($.order)",
        result: "\"{\\\"id\\\":7}\"",
    },
    Function {
        name: "States.MathRandom",
        parameters: &[one("start", Type::Number), one("end", Type::Number), optional("seed", Type::Number)],
        ignores_arguments: false,
        returns: Type::Number,
        description: "picks a whole number from the start on and below the end",
        example: "States.MathRandom(1, 999)",
        result: "456",
    },
    Function {
        name: "States.MathAdd",
        parameters: &[one("first", Type::Number), one("second", Type::Number)],
        ignores_arguments: false,
        returns: Type::Number,
        description: "adds two numbers of 32 bits",
        example: "States.MathAdd($.count, -1)",
        result: "41",
    },
    Function {
        name: "States.StringSplit",
        parameters: &[one("text", Type::String), one("delimiters", Type::String)],
        ignores_arguments: false,
        returns: Type::Array,
        description: "splits a text at every character of the delimiters, without empty pieces",
        example: "States.StringSplit('a,b;c', ',;')",
        result: "[\"a\", \"b\", \"c\"]",
    },
    Function {
        name: "States.UUID",
        parameters: &[],
        ignores_arguments: true,
        returns: Type::String,
        description: "makes a random UUID, version 4",
        example: "States.UUID()",
        result: "\"ca4c1140-dcc1-40cd-ad05-7b4aa23df4a8\"",
    },
    Function {
        name: "States.Format",
        parameters: &[one("template", Type::String), many("value", Type::Scalar)],
        ignores_arguments: false,
        returns: Type::String,
        description: "puts values in place of each `{}` of a template",
        example: "States.Format('Hello {}', $.name)",
        result: "\"Hello Ada\"",
    },
];
