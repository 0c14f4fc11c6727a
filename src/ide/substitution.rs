//! Names that stand for values in a definition until it is deployed: `DefinitionSubstitutions` of `CloudFormation` and SAM,
//! the variables of Terraform's `templatefile`.
//!
//! A host gives them, a definition takes them, and both may be one file or two. Each question here is about one file; who
//! knows the files puts the answers together.

use crate::analysis::{Definition, Reading};
use crate::diagnostic::Edit;
use crate::host::{self, Deployment, Place, Replacer};
use crate::semantics::placeholder_use::{Filler, placeholders};
use crate::text::{Span, offset as to_offset};
use crate::{edit, fix};

use super::location::definition_at;
use super::rename::Refusal;

/// A place that names such a value.
#[derive(Clone, Debug)]
pub struct Substitution<'a> {
    pub name: String,
    /// The name alone.
    pub span: Span,
    pub side: Side<'a>,
}

/// Where a value is named.
#[derive(Clone, Copy, Debug)]
pub enum Side<'a> {
    /// By the host, for the definition of this state machine.
    Given(&'a Deployment),
    /// In a placeholder of this definition.
    Taken(&'a Definition),
}

/// What an offset names.
pub fn at(reading: &Reading, offset: u32) -> Option<Substitution<'_>> {
    let holds = |span: Span| span.start <= offset && offset <= span.end;
    for deployment in &reading.deployments {
        if let Some(given) = deployment.substitutions.iter().find(|given| holds(given.span)) {
            return Some(Substitution { name: given.name.clone(), span: given.span, side: Side::Given(deployment) });
        }
    }
    let before = reading.source.text().get(..offset as usize)?;
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    // Mostly there is no placeholder, and no need to look for all of them.
    if !reading.source.text().get(line..)?.lines().next()?.contains("${") {
        return None;
    }
    let definition = definition_at(reading, offset)?;
    let (name, span) = taken(reading, definition).into_iter().find(|&(_, span)| holds(span))?;
    Some(Substitution { name, span, side: Side::Taken(definition) })
}

/// Where a state machine's host gives a value a name.
pub fn given(deployment: &Deployment, name: &str) -> impl Iterator<Item = Span> {
    deployment.substitutions.iter().filter(move |given| given.name == name).map(|given| given.span)
}

/// The names that a definition takes values by, and where. None where it is not known who fills the placeholders in, or
/// where other names fill them in: those of the template in `Fn::Sub`, the variables of the Serverless Framework.
pub fn taken(reading: &Reading, definition: &Definition) -> Vec<(String, Span)> {
    let replacer = definition.facts.replacer;
    if !matches!(replacer, Replacer::Substitutions | Replacer::Template) {
        return Vec::new();
    }
    let mut taken = Vec::new();
    for placeholder in placeholders(&definition.tree, definition.root) {
        let written = reading.source.slice(placeholder.span);
        // An escape such as `$${name}` stands for the text `${name}`, which nobody fills in.
        if placeholder.of != Filler::Definition || !written.starts_with("${") {
            continue;
        }
        let start = placeholder.span.start;
        if replacer == Replacer::Template {
            let names = host::variables_of(written).unwrap_or_default();
            taken.extend(
                names.into_iter().map(|(name, range)| {
                    (name, Span::new(start + to_offset(range.start), start + to_offset(range.end)))
                }),
            );
        } else if let Some(name) = placeholder.name()
            && written == format!("${{{name}}}")
        {
            taken.push((name.to_owned(), Span::new(start + 2, placeholder.span.end - 1)));
        }
    }
    taken
}

/// The definition that a state machine of a file has in the same file.
pub fn definition_of<'a>(reading: &'a Reading, deployment: &Deployment) -> Option<&'a Definition> {
    let is_inside = matches!(deployment.place, Place::Inside(_));
    reading.definitions.iter().find(|definition| is_inside && definition.name == deployment.name)
}

/// The state machine of the same file that has a definition.
pub fn deployment_of<'a>(reading: &'a Reading, definition: &Definition) -> Option<&'a Deployment> {
    let inside = |deployment: &&Deployment| matches!(deployment.place, Place::Inside(_));
    reading.deployments.iter().filter(inside).find(|deployment| deployment.name == definition.name)
}

/// The edits of one file that put another name at some places. They are tried on a copy, which `reread` parses as the file
/// was parsed: every other name has to stay what it is.
pub fn renamed(
    reading: &Reading,
    places: &[Span],
    name: &str,
    reread: &dyn Fn(&str) -> Reading,
) -> Result<Vec<Edit>, Refusal> {
    check_name(name)?;
    let edits: Vec<Edit> = places.iter().map(|&span| Edit { span, text: name.to_owned() }).collect();
    let expected =
        names(reading).into_iter().map(|(old, span)| if places.contains(&span) { name.to_owned() } else { old });
    let text = fix::apply(reading.source.text(), &edits.iter().collect::<Vec<_>>());
    let is_right = text.is_some_and(|text| expected.eq(names(&reread(&text)).into_iter().map(|(name, _)| name)));
    if is_right { Ok(edits) } else { Err(Refusal(format!("`{name}` cannot be written in all places"))) }
}

/// All names of a file, those of every state machine in it.
fn names(reading: &Reading) -> Vec<(String, Span)> {
    let given = reading.deployments.iter().flat_map(|deployment| &deployment.substitutions);
    let mut names: Vec<_> = given.map(|given| (given.name.clone(), given.span)).collect();
    names.extend(reading.definitions.iter().flat_map(|definition| taken(reading, definition)));
    names
}

/// A name has to be one for all who read it: as a key of YAML without quotes, between braces, in Terraform.
pub fn check_name(name: &str) -> Result<(), Refusal> {
    let is_letter = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    let is_right = name.starts_with(is_letter)
        && name.chars().all(|letter| is_letter(letter) || letter.is_ascii_digit() || letter == '-');
    if !is_right {
        return Err(Refusal(format!("`{name}` is no name for a substitution: letters, digits, `_` and `-` are")));
    }
    // Words such as `yes` are read as something else where they have no quotes.
    if edit::scalar(name) != name {
        return Err(Refusal(format!("`{name}` is read as something else than a name in YAML")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{analyzed, marked, reread};

    const TEMPLATE: &str = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      \
        DefinitionSubstitutions:\n        Table: orders\n        Topic: t\n      Definition:\n        StartAt: A\n        \
        States:\n          A: {Type: Task, Resource: '${Topic}', Parameters: {a: 'x${Table}-${Table}', b: '${Table.Arn}'}}\n";

    #[test]
    fn both_sides_in_one_file() {
        for (from, to) in [("Table: orders", "Tab$0le: orders"), ("x${Table}", "x${Table$0}")] {
            let (analysis, offset) = marked("t.yaml", &TEMPLATE.replace(from, to));
            let found = at(&analysis, offset).unwrap();
            assert_eq!((found.name.as_str(), analysis.source.slice(found.span)), ("Table", "Table"));
            let (definition, deployment) = (&analysis.definitions[0], &analysis.deployments[0]);
            assert!(std::ptr::eq(definition_of(&analysis, deployment).unwrap(), definition));
            assert!(std::ptr::eq(deployment_of(&analysis, definition).unwrap(), deployment));
            assert_eq!(given(deployment, "Table").count(), 1);
            let names: Vec<String> = taken(&analysis, definition).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, ["Topic", "Table", "Table", "Table.Arn"]);
        }
        let (analysis, offset) = marked("t.yaml", &TEMPLATE.replace("orders", "ord$0ers"));
        assert!(at(&analysis, offset).is_none());
    }

    #[test]
    fn names_of_the_template_are_others() {
        let text = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: \
            !Sub '{\"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \"${F.Arn}${F}\"}}}'\n";
        let analysis = analyzed("t.yaml", text);
        assert!(taken(&analysis, &analysis.definitions[0]).is_empty());
    }

    #[test]
    fn a_rename_is_tried() {
        let analysis = analyzed("t.yaml", TEMPLATE);
        let (definition, deployment) = (&analysis.definitions[0], &analysis.deployments[0]);
        let mut places: Vec<Span> = given(deployment, "Table").collect();
        let all = taken(&analysis, definition);
        places.extend(all.iter().filter(|(name, _)| name == "Table").map(|&(_, span)| span));
        let edits = renamed(&analysis, &places, "Orders", &|text| reread("t.yaml", text)).unwrap();
        let text = fix::apply(analysis.source.text(), &edits.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(text, TEMPLATE.replace("Table:", "Orders:").replace("${Table}", "${Orders}"));
        let refused = renamed(&analysis, &places, "Orders", &|_| reread("t.yaml", TEMPLATE));
        assert!(refused.is_err(), "the copy says something else");
    }

    #[test]
    fn names_that_no_host_takes() {
        assert!(check_name("orders-table_2").is_ok());
        for name in ["", "a b", "1st", "yes", "null", "a.b", "ä", "-"] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}
