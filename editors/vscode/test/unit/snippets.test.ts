/** Every snippet, as it stands before anything is filled in, is a definition without an error. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "../browser.js";
import { serverPath } from "../server.js";

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
  readonly description: string;
}

function snippets(file: string): [name: string, snippet: Snippet][] {
  const text = readFileSync(join(ROOT, "snippets", file), "utf8");
  return Object.entries(JSON.parse(text) as Record<string, Snippet>);
}

/** What a snippet inserts when nothing is filled in. */
function filled({ body }: Snippet): string {
  return body
    .join("\n")
    .replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, "$1")
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, "$1")
    .replace(/(?<!\\)\$\d/g, "")
    .replaceAll("\\$", "$");
}

/** A definition around what a snippet inserts; a snippet may be one itself. */
function machine(text: string, isYaml: boolean): string {
  const isMachine = text.includes("StartAt") && /^(\{|Comment|QueryLanguage)/.test(text);
  if (isMachine) {
    return text;
  }
  const isState = !/^"?(Retry|Catch)\b/.test(text);
  const others = ["NextState", "OtherState", "HandleError"].filter(
    (name) => text.includes(name) || (!isState && name === "NextState"),
  );
  if (isYaml) {
    const inner = isState
      ? text
      : `Work:\n  Type: Parallel\n  Branches: [{StartAt: B, States: {B: {Type: Succeed}}}]\n  Next: NextState\n${indent(text)}`;
    const ends = others.map((name) => `  ${name}: {Type: Succeed}`).join("\n");
    const name = /^([^:]*):/.exec(inner)?.[1] ?? "";
    return `StartAt: ${name}\nStates:\n${indent(inner)}\n${ends}\n`;
  }
  const inner = isState
    ? text
    : `"Work": {"Type": "Parallel", "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}], "Next": "NextState", ${text}}`;
  const states = [inner, ...others.map((name) => `"${name}": {"Type": "Succeed"}`)].join(", ");
  const name = /^"([^"]*)"/.exec(inner)?.[1] ?? "";
  return `{"StartAt": "${name}", "States": {${states}}}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "  ");
}

function errors(text: string, file: string): string {
  const options = ["check", "-", "--stdin-filename", file, "--isolated", "--min-severity", "error"];
  return spawnSync(serverPath(), [...options, "--output-format", "concise"], { input: text, encoding: "utf8" }).stdout;
}

for (const [file, name] of [
  ["asl.json", "x.asl.json"],
  ["asl-yaml.json", "x.asl.yaml"],
] as const) {
  describe(`the snippets of ${file}`, () => {
    for (const [title, snippet] of snippets(file)) {
      it(title, () => {
        const text = machine(filled(snippet), name.endsWith("yaml"));
        const found = errors(text, name)
          .split("\n")
          .filter((line) => line.includes("error["));
        assert.deepEqual(found, [], text);
      });
    }
  });
}

describe("the snippets of both languages", () => {
  it("are the same", () => {
    const names = (file: string): string[] => snippets(file).map(([title, { prefix }]) => `${title} ${prefix}`);
    assert.deepEqual(names("asl.json"), names("asl-yaml.json"));
  });
});
