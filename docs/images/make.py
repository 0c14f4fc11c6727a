#!/usr/bin/env python3
"""Makes docs/images/check.svg, the picture in the README, from a real run.

usage: cargo build --release && python3 docs/images/make.py [COMMAND...]

Runs `asl-lint check fixtures/demo` with colours and draws what it prints. Python's standard library only.
"""
import html, pathlib, re, subprocess, sys

root = pathlib.Path(__file__).resolve().parents[2]
command = sys.argv[1:] or ["target/release/asl-lint", "check", "--color", "always", "fixtures/demo"]
shown = "asl-lint check fixtures/demo"
output = subprocess.run(command, cwd=root, capture_output=True, text=True).stdout.rstrip("\n")

COLOURS = {30: "#484f58", 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea", 37: "#c9d1d9",
           90: "#6e7681", 91: "#ffa198", 92: "#7ee787", 93: "#e3b341", 94: "#79c0ff", 95: "#d2a8ff", 96: "#b3f0ff", 97: "#ffffff"}
WIDTH, LINE, SIZE, LEFT, TOP = 8.43, 20, 14, 20, 52


def spans(line):
    """(column, text, style) of a line with ANSI colours."""
    style, column, found = {}, 0, []
    for part in re.split(r"(\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\)", line):
        if part.startswith("\x1b]"):
            continue
        if part.startswith("\x1b["):
            codes = [int(code or 0) for code in part[2:-1].split(";")]
            while codes:
                code = codes.pop(0)
                if code == 0: style = {}
                elif code == 1: style = style | {"bold": True}
                elif code == 2: style = style | {"dim": True}
                elif code in (22,): style = {key: value for key, value in style.items() if key not in ("bold", "dim")}
                elif code == 39: style = {key: value for key, value in style.items() if key != "colour"}
                elif code == 38 and codes[:1] == [2]:
                    style = style | {"colour": "#%02x%02x%02x" % tuple(codes[1:4])}
                    codes = codes[4:]
                elif code == 38 and codes[:1] == [5]:
                    codes = codes[2:]
                elif code in COLOURS: style = style | {"colour": COLOURS[code]}
            continue
        if part:
            found.append((column, part, style))
            column += len(part)
    return found


lines = ["\x1b[90m$\x1b[0m " + shown] + output.split("\n")
width = max(sum(len(text) for _, text, _ in spans(line)) for line in lines) * WIDTH + 2 * LEFT
height = TOP + len(lines) * LINE + 16
svg = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" viewBox="0 0 {width:.0f} {height}" role="img" aria-label="Output of asl-lint on a workflow with four mistakes">',
       '<rect width="100%" height="100%" rx="10" fill="#0d1117"/>']
for index, colour in enumerate(("#ff5f57", "#febc2e", "#28c840")):
    svg.append(f'<circle cx="{22 + 20 * index}" cy="22" r="6" fill="{colour}"/>')
svg.append(f'<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="{SIZE}" fill="#c9d1d9">')
for row, line in enumerate(lines):
    for column, text, style in spans(line):
        if not text.strip():
            continue
        attributes = ""
        if "colour" in style: attributes += f' fill="{style["colour"]}"'
        if style.get("bold"): attributes += ' font-weight="bold"'
        if style.get("dim"): attributes += ' opacity="0.6"'
        lead = len(text) - len(text.lstrip())
        x = LEFT + (column + lead) * WIDTH
        body = html.escape(text.strip("\n")[lead:].rstrip())
        svg.append(f'<text x="{x:.1f}" y="{TOP + row * LINE}" xml:space="preserve" textLength="{len(text.strip(chr(10))[lead:].rstrip()) * WIDTH:.1f}" lengthAdjust="spacingAndGlyphs"{attributes}>{body}</text>')
svg.append("</g></svg>")
(root / "docs/images/check.svg").write_text("\n".join(svg) + "\n")
print(f"docs/images/check.svg: {len(lines)} lines")
