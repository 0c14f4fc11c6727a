// Runs the tests of the grammars, with the grammars of JSON and YAML that the editor has built in.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const require = createRequire(import.meta.url);
const { contributes } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const directory = mkdtempSync(join(tmpdir(), "asl-lint-grammars-"));
const builtIn = [
  { scopeName: "source.json.comments", path: require.resolve("tm-grammars/grammars/jsonc.json") },
  { scopeName: "source.yaml", path: require.resolve("tm-grammars/grammars/yaml.json") },
];
const own = contributes.grammars.map((grammar) => ({ ...grammar, path: join(root, grammar.path) }));
const grammars = [...builtIn, ...own].map((grammar) => ({ ...grammar, path: relative(directory, grammar.path) }));

// The runner reads which grammars there are from a manifest, beside which it looks for them.
try {
  const manifest = join(directory, "package.json");
  writeFileSync(manifest, JSON.stringify({ contributes: { ...contributes, grammars } }));
  const program = join(root, "node_modules", ".bin", "vscode-tmgrammar-test");
  const { status } = spawnSync(program, ["--config", manifest, join(here, "expressions.asl.*")], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  rmSync(directory, { recursive: true });
}
