//! The arguments of every command, and nothing of what they do.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::asl::WorkflowType;
use crate::diagnostic::Severity;
use crate::picture::svg;
use crate::settings;

/// Static analyzer of the Amazon States Language (AWS Step Functions).
#[derive(Debug, Parser)]
#[command(name = "asl-lint", version, after_help = "`asl-lint PATH` is short for `asl-lint check PATH`.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Find what is wrong in state machine definitions
    Check(Box<Check>),
    /// Lay out state machine definitions
    Fmt(Fmt),
    /// Show the page of a rule
    Explain(Explain),
    /// List the rules
    Rules(Rules),
    /// Draw a state machine
    Graph(Graph),
    /// Show the configuration in force, its schema, or write one to start with
    #[command(subcommand)]
    Config(Config),
    /// Serve an editor over standard input and output (Language Server Protocol)
    #[cfg(feature = "lsp")]
    Server {
        /// Accepted because editors pass it; there is no other way to speak
        #[arg(long)]
        stdio: bool,
    },
    /// Print completions for a shell
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Write man pages to a directory
    #[command(hide = true)]
    Man { directory: PathBuf },
}

#[derive(Debug, Subcommand)]
pub(super) enum Config {
    /// Print the configuration in force for a file or a directory
    Show(Show),
    /// Print the JSON Schema of a configuration file
    Schema,
    /// Write an `asl-lint.toml` to start with
    Init,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) path: PathBuf,

    #[command(flatten)]
    pub(super) configuration: Configuration,
}

/// Where the configuration comes from.
#[derive(Debug, Args)]
pub(super) struct Configuration {
    /// Take this configuration file instead of the nearest one, or set a key of it
    #[arg(long, value_name = "FILE|KEY=VALUE", help_heading = "Configuration")]
    pub(super) config: Vec<String>,

    /// Take no configuration file
    #[arg(long, help_heading = "Configuration")]
    pub(super) isolated: bool,

    /// How much is asked: what AWS refuses, the default, or hints too
    #[arg(long, value_name = "PROFILE", value_enum, help_heading = "Configuration")]
    pub(super) profile: Option<Profile>,
}

/// What is left out.
#[derive(Debug, Default, Args)]
pub(super) struct Exclusion {
    /// Leave out what matches; files that are named are taken, unless --force-exclude is given
    #[arg(long, value_name = "GLOB", help_heading = "File selection")]
    pub(super) exclude: Vec<String>,

    /// Leave out what --exclude or the configuration excludes even where it is named, for tools that name every file
    #[arg(long, help_heading = "File selection")]
    pub(super) force_exclude: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Profile {
    Minimal,
    Default,
    Strict,
}

impl From<Profile> for settings::Profile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Minimal => Self::Minimal,
            Profile::Default => Self::Default,
            Profile::Strict => Self::Strict,
        }
    }
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "they are switches")]
pub(super) struct Check {
    /// Files, directories and globs; `-` reads a definition from standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,

    /// How findings are written, and into which file; may be given several times [formats: full, concise, json,
    /// json-lines, sarif, github, gitlab, junit, checkstyle, rdjson]
    #[arg(long, value_name = "FORMAT[:FILE]", value_parser = target, default_value = "full")]
    pub(super) output_format: Vec<Target>,

    /// Report only these rules or categories
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rule selection")]
    pub(super) select: Vec<String>,

    /// Report these rules or categories too
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rule selection")]
    pub(super) extend_select: Vec<String>,

    /// Do not report these rules or categories
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rule selection")]
    pub(super) ignore: Vec<String>,

    /// Report what suppressions in the files hide, too
    #[arg(long, help_heading = "Rule selection")]
    pub(super) no_ignores: bool,

    /// What a stand-alone definition is deployed as [default: standard]
    #[arg(long, value_name = "TYPE", value_enum)]
    pub(super) workflow_type: Option<Workflow>,

    #[command(flatten)]
    pub(super) configuration: Configuration,

    /// The name that standard input goes by
    #[arg(long, value_name = "PATH", help_heading = "File selection")]
    pub(super) stdin_filename: Option<String>,

    #[command(flatten)]
    pub(super) exclusion: Exclusion,

    /// List every file and why it is taken or skipped, and check nothing
    #[arg(long, help_heading = "File selection")]
    pub(super) show_files: bool,

    /// End with exit status 2 when there is no definition in any file: a check of nothing is a slip
    #[arg(long, help_heading = "File selection")]
    pub(super) error_on_no_inputs: bool,

    /// Hide what is less severe [default: info]
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub(super) min_severity: Option<Level>,

    /// End with exit status 1 when something at least this severe is found [default: warning]
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub(super) fail_on: Option<Level>,

    /// End with exit status 0 whatever is found
    #[arg(long)]
    pub(super) exit_zero: bool,

    /// Apply fixes that keep the meaning
    #[arg(long, help_heading = "Fixes")]
    pub(super) fix: bool,

    /// Apply fixes that may change what the workflow does, too
    #[arg(long, help_heading = "Fixes")]
    pub(super) unsafe_fixes: bool,

    /// Show what fixes would change, and write nothing
    #[arg(long, help_heading = "Fixes")]
    pub(super) diff: bool,

    /// Suppress what is found, with a reason: by comments where a file can have them, else in the configuration
    #[arg(long, value_name = "REASON", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    #[arg(conflicts_with_all = ["fix", "unsafe_fixes", "diff", "show_files", "no_ignores", "isolated", "baseline"])]
    #[arg(help_heading = "Rule selection")]
    pub(super) add_ignores: Option<String>,

    /// Report only what this file of accepted findings does not have
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    pub(super) baseline: Option<PathBuf>,

    /// Accept what is found: write it to the baseline (default `asl-lint-baseline.json`)
    #[arg(long, help_heading = "Baseline", conflicts_with_all = ["diff", "show_files", "add_ignores"])]
    pub(super) write_baseline: bool,

    /// Count the findings of each rule instead of showing them
    #[arg(long)]
    pub(super) statistics: bool,

    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,

    /// When the names of rules lead to their pages
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub(super) hyperlinks: Color,

    /// How many threads to use
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) jobs: Option<u16>,

    /// Say nothing but findings and errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Say which files are skipped and why, and where the time goes
    #[arg(short, long)]
    pub(super) verbose: bool,
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "they are switches")]
pub(super) struct Fmt {
    /// Files, directories and globs; `-` formats standard input to standard output
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,

    /// Write nothing; list the files that would change, and end with exit status 1 if there are any
    #[arg(long)]
    pub(super) check: bool,

    /// Write nothing; show what would change, and end with exit status 1 if something would
    #[arg(long)]
    pub(super) diff: bool,

    /// How many columns a level is indented by
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=16))]
    pub(super) indent_width: u8,

    /// Indent by tabs, but in YAML
    #[arg(long)]
    pub(super) tabs: bool,

    /// Keep on one line what was on one line and is not wider than this
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(super) max_width: u16,

    #[command(flatten)]
    pub(super) configuration: Configuration,

    /// The name that standard input goes by
    #[arg(long, value_name = "PATH", help_heading = "File selection")]
    pub(super) stdin_filename: Option<String>,

    #[command(flatten)]
    pub(super) exclusion: Exclusion,

    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Say which files are skipped and why
    #[arg(short, long)]
    pub(super) verbose: bool,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The name of the rule
    pub(super) rule: String,
}

#[derive(Debug, Args)]
pub(super) struct Rules {
    /// How the list is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Text)]
    pub(super) output_format: ListFormat,
}

#[derive(Debug, Args)]
pub(super) struct Graph {
    /// A definition or a template; `-` reads a definition from standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// The name of the state machine, where the file has several
    #[arg(long, value_name = "NAME")]
    pub(super) machine: Option<String>,

    /// How the picture is written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = GraphFormat::Svg)]
    pub(super) format: GraphFormat,

    /// The colours of an SVG
    #[arg(long, value_name = "THEME", value_enum, default_value_t = Theme::Auto)]
    pub(super) theme: Theme,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// The name that standard input goes by
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<String>,

    #[command(flatten)]
    pub(super) configuration: Configuration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// A picture for browsers and documents
    Svg,
    /// A flowchart of Mermaid
    Mermaid,
    /// The language of Graphviz
    Dot,
    /// Nodes, lines and places for programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Theme {
    /// As the one who looks at it prefers
    Auto,
    Light,
    Dark,
}

impl From<Theme> for svg::Theme {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::Auto => Self::Auto,
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With the lines that findings are about
    Full,
    /// One line a finding
    Concise,
    /// One JSON document
    Json,
    /// One JSON object a line
    JsonLines,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// XML as `JUnit` writes it
    Junit,
    /// Checkstyle's XML
    Checkstyle,
    /// The diagnostic format of reviewdog
    Rdjson,
}

impl Format {
    /// Whether it is read by services that know files by their paths in the repository.
    pub(super) const fn has_relative_paths(self) -> bool {
        matches!(self, Self::Sarif | Self::Github | Self::Gitlab | Self::Rdjson)
    }

    /// Whether findings can be counted in it instead of shown.
    pub(super) const fn has_statistics(self) -> bool {
        matches!(self, Self::Full | Self::Concise | Self::Json | Self::JsonLines)
    }

    /// The name on the command line.
    pub(super) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// A format and the file it goes to; without one, standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
}

fn target(text: &str) -> Result<Target, String> {
    let (name, file) = match text.split_once(':') {
        Some((name, file)) => (name, Some(file)),
        None => (text, None),
    };
    let Ok(format) = Format::from_str(name, false) else {
        let names: Vec<String> = Format::value_variants().iter().map(|format| format.name()).collect();
        return Err(format!("the formats are {}", names.join(", ")));
    };
    if file.is_some_and(str::is_empty) {
        return Err("the file behind the colon has no name".to_owned());
    }
    Ok(Target { format, file: file.map(PathBuf::from) })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Workflow {
    Standard,
    Express,
}

impl From<Workflow> for WorkflowType {
    fn from(workflow: Workflow) -> Self {
        match workflow {
            Workflow::Standard => Self::Standard,
            Workflow::Express => Self::Express,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    Error,
    Warning,
    Info,
    Hint,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
            Level::Info => Self::Info,
            Level::Hint => Self::Hint,
        }
    }
}
