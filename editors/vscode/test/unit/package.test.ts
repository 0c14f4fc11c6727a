/** What is in the package, and what is not. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { ROOT } from "../browser.js";

const ALLOWED = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/(extension\.cjs|graph\.js|graph\.css)$/,
  /^bundled\/bin\/asl-lint(\.exe)?$/,
  /^examples\/[^/]+\.asl\.json$/,
  /^images\/([^/]+\.(png|svg)|screenshots\/[^/]+\.png)$/,
  /^(languages|snippets)\/[^/]+\.json$/,
  /^syntaxes\/[^/]+\.tmLanguage\.json$/,
];

describe("the package", () => {
  let files: string[] = [];

  before(() => {
    const vsce = join(ROOT, "node_modules", ".bin", "vsce");
    const { stdout, stderr } = spawnSync(vsce, ["ls", "--no-dependencies"], { cwd: ROOT, encoding: "utf8" });
    files = stdout.split("\n").filter((file) => file !== "");
    assert.notEqual(files.length, 0, stderr);
  });

  it("has nothing that does not belong there", () => {
    assert.deepEqual(
      files.filter((file) => !ALLOWED.some((allowed) => allowed.test(file))),
      [],
    );
  });

  it("has what the extension runs", () => {
    for (const file of ["dist/extension.cjs", "dist/graph.js", "dist/graph.css", "LICENSE", "README.md"]) {
      assert.ok(files.includes(file), file);
    }
  });
});
