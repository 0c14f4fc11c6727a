//! The colours of a picture, light and dark. Nothing is told by colour alone: types have icons and shapes, findings
//! have badges of different shapes, error handlers are dashed.

/// Which colours a picture has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the one who looks at it prefers.
    #[default]
    Auto,
    Light,
    Dark,
}

/// A style rule: a selector, the property, and its value in light and dark.
const COLOURS: [(&str, &str, &str, &str); 29] = [
    (".page", "fill", "#ffffff", "#0d1117"),
    (".box", "fill", "#f6f8fa", "#161b22"),
    (".box", "stroke", "#8c959f", "#6e7681"),
    (".outer", "fill", "#ffffff", "#0d1117"),
    (".group", "stroke", "#d0d7de", "#30363d"),
    (".name", "fill", "#1f2328", "#e6edf3"),
    (".detail", "fill", "#59636e", "#9198a1"),
    (".label", "fill", "#424a53", "#b1bac4"),
    (".line", "stroke", "#656d76", "#8b949e"),
    (".head", "fill", "#656d76", "#8b949e"),
    (".back", "stroke", "#8250df", "#bc8cff"),
    (".head.back", "fill", "#8250df", "#bc8cff"),
    (".catch", "stroke", "#b35900", "#f0883e"),
    (".head.catch", "fill", "#b35900", "#f0883e"),
    (".glyph", "stroke", "#ffffff", "#0d1117"),
    (".task", "fill", "#0969da", "#58a6ff"),
    (".choice", "fill", "#9a5b00", "#e3a53a"),
    (".parallel", "fill", "#8250df", "#bc8cff"),
    (".map", "fill", "#6639ba", "#a98bf5"),
    (".pass", "fill", "#59636e", "#9198a1"),
    (".wait", "fill", "#00707f", "#39c5cf"),
    (".succeed", "fill", "#1a7f37", "#3fb950"),
    (".fail", "fill", "#b3261e", "#ff7b72"),
    (".box.error", "stroke", "#c4122f", "#ff6b6b"),
    (".box.warning", "stroke", "#9a6700", "#e3b341"),
    (".box.info", "stroke", "#0969da", "#79c0ff"),
    (".badge.error", "fill", "#c4122f", "#ff6b6b"),
    (".badge.warning", "fill", "#9a6700", "#e3b341"),
    (".badge.info", "fill", "#0969da", "#79c0ff"),
];

/// What is the same in both.
const COMMON: &str = "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}\
.name{font-weight:600}\
.box{stroke-width:1.2px}.box.error,.box.warning{stroke-width:2.4px}.box.info{stroke-width:1.8px}\
.absent{stroke-dasharray:5 3}\
.group{fill:none;stroke-dasharray:2 3}\
.line{fill:none;stroke-width:1.6px}.line.catch{stroke-dasharray:6 4}.head{stroke:none}\
.glyph{fill:none;stroke-width:2px;stroke-linecap:round;stroke-linejoin:round}\
.count{font-weight:700;text-anchor:middle;stroke:none}\
.unreached{opacity:.6}";

/// The style sheet of a theme.
pub(super) fn style(theme: Theme) -> String {
    let rules = |dark: bool| -> String {
        let rule = |&(selector, property, light, night): &(&str, &str, &str, &str)| {
            format!("{selector}{{{property}:{}}}", if dark { night } else { light })
        };
        let count = if dark { ".count{fill:#0d1117}" } else { ".count{fill:#ffffff}" };
        COLOURS.iter().map(rule).chain([count.to_owned()]).collect()
    };
    match theme {
        Theme::Light => format!("{COMMON}{}", rules(false)),
        Theme::Dark => format!("{COMMON}{}", rules(true)),
        Theme::Auto => format!("{COMMON}{}@media (prefers-color-scheme:dark){{{}}}", rules(false), rules(true)),
    }
}
