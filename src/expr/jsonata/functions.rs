//! The built-in functions: their signatures, and what an editor shows of them.
//!
//! Sources: <https://docs.jsonata.org/string-functions> and its sister pages for JSONata 2.0.6;
//! <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html> for what Step Functions adds
//! (`$partition`, `$range`, `$hash`, `$random` with a seed, `$uuid`, `$parse`) and leaves out (`$eval`).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::signature::{self, Signature};

/// A function that JSONata expressions can call in Step Functions.
#[derive(Debug)]
pub struct Function {
    /// Without its `$`.
    pub name: &'static str,
    /// See [`super::signature`].
    pub signature: &'static str,
    /// In order; as many as the signature has places.
    pub parameters: &'static [&'static str],
    /// One line: what it gives.
    pub about: &'static str,
    /// A call, with its result as a comment.
    pub example: &'static str,
    pub gives: Gives,
    pub origin: Origin,
}

/// What a call gives, as far as it is sure for any arguments that are accepted. Where a result of one item stands for
/// itself (<https://docs.jsonata.org/processing#sequences>), that is [`Gives::Any`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    Any,
    String,
    Number,
    Boolean,
    Array,
    Strings,
    Numbers,
    Object,
    /// Never returns.
    Nothing,
    Undefined,
    /// A copy of the argument.
    Argument,
}

/// Where a function comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Jsonata,
    StepFunctions,
}

/// The JSONata function that Step Functions refuses. `$parse` reads JSON in its place.
pub const REFUSED: &str = "eval";

const fn function(
    name: &'static str,
    signature: &'static str,
    parameters: &'static [&'static str],
    gives: Gives,
    about: &'static str,
    example: &'static str,
) -> Function {
    Function { name, signature, parameters, about, example, gives, origin: Origin::Jsonata }
}

const fn added(
    name: &'static str,
    signature: &'static str,
    parameters: &'static [&'static str],
    gives: Gives,
    about: &'static str,
    example: &'static str,
) -> Function {
    Function { name, signature, parameters, about, example, gives, origin: Origin::StepFunctions }
}

/// All of them, in the order of the documentation.
#[rustfmt::skip]
pub static FUNCTIONS: &[Function] = &[
    // Strings
    function("string", "<x-b?:s>", &["value", "prettify"], Gives::String, "the value as text; arrays and objects become JSON, indented if `prettify` is true", "$string(3.5) /* \"3.5\" */"),
    function("length", "<s-:n>", &["text"], Gives::Number, "how many characters a string has", "$length(\"cargo\") /* 5 */"),
    function("substring", "<s-nn?:s>", &["text", "start", "length"], Gives::String, "the part of a string from a position on, counted from 0 and from the end if negative", "$substring(\"workflow\", 4, 2) /* \"fl\" */"),
    function("substringBefore", "<s-s:s>", &["text", "separator"], Gives::String, "what stands before the first occurrence of a separator, or the whole string", "$substringBefore(\"key=value\", \"=\") /* \"key\" */"),
    function("substringAfter", "<s-s:s>", &["text", "separator"], Gives::String, "what stands behind the first occurrence of a separator, or the whole string", "$substringAfter(\"key=value\", \"=\") /* \"value\" */"),
    function("uppercase", "<s-:s>", &["text"], Gives::String, "the string in capital letters", "$uppercase(\"done\") /* \"DONE\" */"),
    function("lowercase", "<s-:s>", &["text"], Gives::String, "the string in small letters", "$lowercase(\"DONE\") /* \"done\" */"),
    function("trim", "<s-:s>", &["text"], Gives::String, "the string without blanks at its ends, and with single ones within", "$trim(\"  two   words \") /* \"two words\" */"),
    function("pad", "<s-ns?:s>", &["text", "width", "fill"], Gives::String, "the string filled up to a width, on the right, or on the left if the width is negative", "$pad(\"7\", -3, \"0\") /* \"007\" */"),
    function("contains", "<s-(sf):b>", &["text", "pattern"], Gives::Boolean, "whether a string has a part that equals a string or matches a regular expression", "$contains(\"timeout\", /out$/) /* true */"),
    function("split", "<s-(sf)n?:a<s>>", &["text", "separator", "limit"], Gives::Strings, "the parts of a string between separators, at most `limit` of them", "$split(\"a-b-c\", \"-\") /* [\"a\", \"b\", \"c\"] */"),
    function("join", "<a<s>s?:s>", &["parts", "separator"], Gives::String, "strings put together, with a separator between them", "$join([\"x\", \"y\"], \"/\") /* \"x/y\" */"),
    function("match", "<s-f<s:o>n?:a<o>>", &["text", "pattern", "limit"], Gives::Any, "the matches of a regular expression: objects with `match`, `index` and `groups`", "$match(\"id-42\", /(\\d+)/).groups /* \"42\" */"),
    function("replace", "<s-(sf)(sf)n?:s>", &["text", "pattern", "replacement", "limit"], Gives::String, "the string with matches replaced, by a text or by what a function gives for each", "$replace(\"a.b\", \".\", \"/\") /* \"a/b\" */"),
    function("base64encode", "<s-:s>", &["text"], Gives::String, "the string in base 64", "$base64encode(\"hi\") /* \"aGk=\" */"),
    function("base64decode", "<s-:s>", &["text"], Gives::String, "the text that a base 64 string stands for", "$base64decode(\"aGk=\") /* \"hi\" */"),
    function("encodeUrlComponent", "<s-:s>", &["text"], Gives::String, "the string escaped for one part of a URL, such as a query value", "$encodeUrlComponent(\"a&b\") /* \"a%26b\" */"),
    function("encodeUrl", "<s-:s>", &["url"], Gives::String, "a whole URL with what is not allowed in one escaped", "$encodeUrl(\"https://example.com/a b\") /* \"https://example.com/a%20b\" */"),
    function("decodeUrlComponent", "<s-:s>", &["text"], Gives::String, "the text of an escaped part of a URL", "$decodeUrlComponent(\"a%26b\") /* \"a&b\" */"),
    function("decodeUrl", "<s-:s>", &["url"], Gives::String, "a URL without its escapes", "$decodeUrl(\"/a%20b\") /* \"/a b\" */"),
    // Numbers
    function("number", "<(nsb)-:n>", &["value"], Gives::Number, "the value as a number: text in JSON's notation, `true` as 1, `false` as 0", "$number(\"12.5\") /* 12.5 */"),
    function("abs", "<n-:n>", &["number"], Gives::Number, "the number without its sign", "$abs(-4) /* 4 */"),
    function("floor", "<n-:n>", &["number"], Gives::Number, "the next whole number below", "$floor(4.7) /* 4 */"),
    function("ceil", "<n-:n>", &["number"], Gives::Number, "the next whole number above", "$ceil(4.2) /* 5 */"),
    function("round", "<n-n?:n>", &["number", "precision"], Gives::Number, "the number rounded to decimal places; halves go to the even neighbour", "$round(2.345, 2) /* 2.34 */"),
    function("power", "<n-n:n>", &["base", "exponent"], Gives::Number, "a base raised to an exponent", "$power(2, 10) /* 1024 */"),
    function("sqrt", "<n-:n>", &["number"], Gives::Number, "the square root of a number that is not negative", "$sqrt(81) /* 9 */"),
    added("random", "<n?:n>", &["seed"], Gives::Number, "a number from 0 up to, not including, 1; the same seed gives the same number", "$random(42)"),
    function("formatNumber", "<n-so?:s>", &["number", "picture", "options"], Gives::String, "the number as text in the form of a picture", "$formatNumber(1234.5, \"#,##0.00\") /* \"1,234.50\" */"),
    function("formatBase", "<n-n?:s>", &["number", "radix"], Gives::String, "the whole number written in a base of 2 to 36, 10 if none is given", "$formatBase(255, 16) /* \"ff\" */"),
    function("formatInteger", "<n-s:s>", &["number", "picture"], Gives::String, "the whole number as text in the form of a picture: digits, letters, Roman or words", "$formatInteger(12, \"I\") /* \"XII\" */"),
    function("parseInteger", "<s-s:n>", &["text", "picture"], Gives::Number, "the whole number that a text in the form of a picture stands for", "$parseInteger(\"XII\", \"I\") /* 12 */"),
    // Aggregation
    function("sum", "<a<n>:n>", &["numbers"], Gives::Number, "the sum of an array of numbers", "$sum([1, 2, 3]) /* 6 */"),
    function("max", "<a<n>:n>", &["numbers"], Gives::Number, "the greatest of an array of numbers", "$max([4, 9, 2]) /* 9 */"),
    function("min", "<a<n>:n>", &["numbers"], Gives::Number, "the least of an array of numbers", "$min([4, 9, 2]) /* 2 */"),
    function("average", "<a<n>:n>", &["numbers"], Gives::Number, "the mean of an array of numbers", "$average([1, 2, 6]) /* 3 */"),
    // Booleans
    function("boolean", "<x-:b>", &["value"], Gives::Boolean, "whether a value counts as true: not 0, empty, null or a function", "$boolean(\"no\") /* true */"),
    function("not", "<x-:b>", &["value"], Gives::Boolean, "the opposite of what a value counts as", "$not(true) /* false */"),
    function("exists", "<x:b>", &["value"], Gives::Boolean, "whether an expression gives anything at all", "$exists($states.input.note)"),
    // Arrays
    function("count", "<a:n>", &["array"], Gives::Number, "how many items an array has; 1 for a single value, 0 for none", "$count([\"a\", \"b\"]) /* 2 */"),
    function("append", "<xx:a>", &["first", "second"], Gives::Any, "the items of both, one array behind the other", "$append([1], [2, 3]) /* [1, 2, 3] */"),
    function("sort", "<af?:a>", &["array", "swap"], Gives::Any, "the items in order; the function says whether its first argument belongs behind its second", "$sort([3, 1, 2]) /* [1, 2, 3] */"),
    function("reverse", "<a:a>", &["array"], Gives::Any, "the items from last to first", "$reverse([1, 2]) /* [2, 1] */"),
    function("shuffle", "<a:a>", &["array"], Gives::Any, "the items in random order", "$shuffle([1, 2, 3])"),
    function("distinct", "<x:x>", &["array"], Gives::Any, "the items without those that occur again", "$distinct([1, 1, 2]) /* [1, 2] */"),
    function("zip", "<a+>", &["array"], Gives::Any, "an array of arrays: the first items of all, then the second, up to the shortest", "$zip([1, 2], [\"a\", \"b\"]) /* [[1, \"a\"], [2, \"b\"]] */"),
    added("partition", "<an?:a<a>>", &["array", "size"], Gives::Any, "the array cut into arrays of at most `size` items", "$partition([1, 2, 3], 2) /* [[1, 2], [3]] */"),
    added("range", "<nnn:a<n>>", &["first", "last", "step"], Gives::Any, "numbers from `first` up to and including `last`, `step` apart", "$range(0, 6, 2) /* [0, 2, 4, 6] */"),
    // Objects
    function("keys", "<x-:a<s>>", &["object"], Gives::Any, "the keys of an object, or of all objects of an array", "$keys({\"a\": 1, \"b\": 2}) /* [\"a\", \"b\"] */"),
    function("lookup", "<x-s:x>", &["object", "key"], Gives::Any, "the value under a key that is computed", "$lookup({\"a\": 1}, \"a\") /* 1 */"),
    function("spread", "<x-:a<o>>", &["object"], Gives::Any, "an object with one pair for each pair of an object", "$spread({\"a\": 1, \"b\": 2}) /* [{\"a\": 1}, {\"b\": 2}] */"),
    function("merge", "<a<o>:o>", &["objects"], Gives::Object, "one object with the pairs of all; later ones win", "$merge([{\"a\": 1}, {\"b\": 2}]) /* {\"a\": 1, \"b\": 2} */"),
    function("sift", "<o-f?:o>", &["object", "keep"], Gives::Any, "the pairs of an object that a function says true to", "$sift({\"a\": 1, \"b\": 9}, function($v) { $v > 5 }) /* {\"b\": 9} */"),
    function("each", "<o-f:a>", &["object", "function"], Gives::Any, "what a function gives for each value and key of an object", "$each({\"a\": 1}, function($v, $k) { $k & $v }) /* \"a1\" */"),
    function("error", "<s?:x>", &["message"], Gives::Nothing, "nothing: the expression fails with a message", "$error(\"no items\")"),
    function("assert", "<bs?:x>", &["condition", "message"], Gives::Undefined, "nothing; the expression fails with a message if the condition is false", "$assert($count($states.input.items) > 0, \"no items\")"),
    function("type", "<x:s>", &["value"], Gives::String, "the kind of a value: `null`, `number`, `string`, `boolean`, `array`, `object` or `function`", "$type([1]) /* \"array\" */"),
    function("clone", "<(oa)-:o>", &["value"], Gives::Argument, "a copy of an object or array", "$clone({\"a\": 1}) /* {\"a\": 1} */"),
    // Date and time
    function("now", "<s?s?:s>", &["picture", "timezone"], Gives::String, "the time of the evaluation as text, ISO 8601 if no picture is given", "$now(\"[Y0001]-[M01]-[D01]\")"),
    function("millis", "<:n>", &[], Gives::Number, "the time of the evaluation in milliseconds since 1970", "$millis()"),
    function("fromMillis", "<n-s?s?:s>", &["milliseconds", "picture", "timezone"], Gives::String, "a time in milliseconds since 1970 as text", "$fromMillis(0) /* \"1970-01-01T00:00:00.000Z\" */"),
    function("toMillis", "<s-s?:n>", &["timestamp", "picture"], Gives::Number, "the milliseconds since 1970 of a timestamp", "$toMillis(\"1970-01-01T00:00:01Z\") /* 1000 */"),
    // Functions over functions
    function("map", "<af>", &["array", "function"], Gives::Any, "what a function gives for each item, its index and the array", "$map([1, 2], function($v) { $v * 10 }) /* [10, 20] */"),
    function("filter", "<af>", &["array", "keep"], Gives::Any, "the items that a function says true to", "$filter([1, 5, 9], function($v) { $v > 3 }) /* [5, 9] */"),
    function("single", "<af?>", &["array", "keep"], Gives::Any, "the one item that a function says true to; it fails unless there is exactly one", "$single([1, 5], function($v) { $v > 3 }) /* 5 */"),
    function("reduce", "<afj?:j>", &["array", "function", "initial"], Gives::Any, "one value, made by applying a function to the result so far and the next item", "$reduce([1, 2, 3], function($sum, $v) { $sum + $v }) /* 6 */"),
    // Step Functions
    added("hash", "<ss:s>", &["text", "algorithm"], Gives::String, "the hash of a string in hexadecimal, by MD5, SHA-1, SHA-256, SHA-384 or SHA-512", "$hash(\"content\", \"SHA-256\")"),
    added("uuid", "<:s>", &[], Gives::String, "a random UUID of version 4", "$uuid()"),
    added("parse", "<s-:x>", &["json"], Gives::Any, "the value that a JSON text stands for", "$parse('{\"a\": 1}').a /* 1 */"),
];

struct Table {
    by_name: FxHashMap<&'static str, usize>,
    signatures: Vec<Signature>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table {
    by_name: FUNCTIONS.iter().enumerate().map(|(index, function)| (function.name, index)).collect(),
    signatures: FUNCTIONS.iter().map(|function| signature::parse(function.signature).unwrap_or_default()).collect(),
});

/// The function of a name without its `$`.
pub fn find(name: &str) -> Option<&'static Function> {
    TABLE.by_name.get(name).and_then(|index| FUNCTIONS.get(*index))
}

/// The function's name that is most like another one, if any is like it.
pub fn closest(name: &str) -> Option<&'static str> {
    let folded = name.to_lowercase();
    let distance = |candidate: &str| strsim::osa_distance(&folded, &candidate.to_lowercase());
    let best = FUNCTIONS.iter().map(|it| (distance(it.name), it.name)).min_by_key(|(distance, _)| *distance);
    best.filter(|(distance, candidate)| *distance <= candidate.len().min(name.len()).div_ceil(3)).map(|(_, it)| it)
}

impl Function {
    /// The signature, parsed.
    pub fn pattern(&self) -> &'static Signature {
        static NONE: Signature = Signature { parameters: Vec::new(), result: None };
        TABLE.by_name.get(self.name).and_then(|index| TABLE.signatures.get(*index)).unwrap_or(&NONE)
    }

    /// How it is called, such as `$substring(text, start, [length])`.
    pub fn usage(&self) -> String {
        format!("${}({})", self.name, self.usage_of_parameters().join(", "))
    }

    /// Each parameter as [`Function::usage`] writes it.
    pub fn usage_of_parameters(&self) -> Vec<String> {
        self.parameters
            .iter()
            .zip(&self.pattern().parameters)
            .map(|(name, parameter)| match (parameter.optional, parameter.repeated) {
                (true, _) => format!("[{name}]"),
                (_, true) => format!("{name}, ..."),
                _ => (*name).to_owned(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::jsonata::parse;

    #[test]
    fn every_function_is_described() {
        for function in FUNCTIONS {
            let signature = signature::parse(function.signature).expect(function.name);
            assert_eq!(signature.parameters.len(), function.parameters.len(), "{}", function.name);
            assert!(!function.about.is_empty() && !function.about.ends_with('.'), "{}", function.name);
            assert!(parse(function.example).faults.is_empty(), "{}", function.example);
            assert!(function.example.contains(&format!("${}(", function.name)), "{}", function.name);
            assert!(std::ptr::eq(find(function.name).expect(function.name), function));
        }
        assert!(find(REFUSED).is_none());
    }

    #[test]
    fn arity_follows_the_signature() {
        let arity = |name: &str, has_context| find(name).expect(name).pattern().arity(has_context);
        assert_eq!(arity("substring", false), (2, Some(3)));
        assert_eq!(arity("substring", true), (1, Some(3)));
        assert_eq!(arity("zip", false), (1, None));
        assert_eq!(arity("uuid", false), (0, Some(0)));
        assert_eq!(arity("partition", false), (1, Some(2)));
        assert_eq!(arity("count", true), (1, Some(1)));
    }

    #[test]
    fn a_misspelt_name_has_a_suggestion() {
        assert_eq!(closest("uppercse"), Some("uppercase"));
        assert_eq!(closest("Sum"), Some("sum"));
        assert_eq!(closest("orders"), None);
    }
}
