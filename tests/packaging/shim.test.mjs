// The JavaScript around the program in the npm package: which program it takes, and that it ends as the program ends.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const require = createRequire(import.meta.url);
const npm = new URL("../../packaging/npm/", import.meta.url).pathname;
const shim = join(npm, "asl-lint/bin/asl-lint.js");
const { candidates, describe, find } = require(join(npm, "asl-lint/lib/program.js"));

const withLibrary = (header) => ({ platform: "linux", arch: "x64", report: { getReport: () => ({ header }) } });

/// A program of our own that stands for asl-lint.
function script(text) {
  const file = join(mkdtempSync(join(tmpdir(), "shim-")), "program");
  writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return file;
}

function environment(program) {
  return { ...process.env, ASL_LINT_BINARY: program };
}

function shimOf(program, ...args) {
  return spawnSync(process.execPath, [shim, ...args], { env: environment(program), encoding: "utf8", input: "in" });
}

test("the C library decides on Linux", () => {
  assert.equal(describe(withLibrary({ glibcVersionRuntime: "2.36" })).libc, "gnu");
  assert.equal(describe(withLibrary({})).libc, "musl");
  assert.deepEqual(describe({ platform: "darwin", arch: "arm64" }), { platform: "darwin", arch: "arm64" });
});

test("a static program serves where there is none for glibc, and not the other way round", () => {
  const linux = { platform: "linux", arch: "arm64" };
  const [gnu, musl] = ["@asl-lint/linux-arm64-gnu/asl-lint", "@asl-lint/linux-arm64-musl/asl-lint"];
  assert.deepEqual(candidates({ ...linux, libc: "gnu" }), [gnu, musl]);
  assert.deepEqual(candidates({ ...linux, libc: "musl" }), [musl]);
  assert.deepEqual(candidates({ platform: "win32", arch: "x64" }), ["@asl-lint/win32-x64/asl-lint.exe"]);
});

test("the first candidate of every target is the package that is built for it", () => {
  const libraries = { glibc: "gnu", musl: "musl" };
  for (const { os, cpu, libc, package: name } of JSON.parse(readFileSync(join(npm, "targets.json"), "utf8"))) {
    const [first] = candidates({ platform: os, arch: cpu, libc: libraries[libc] });
    assert.equal(first.split("/").slice(0, 2).join("/"), `@asl-lint/${name}`);
  }
});

test("the first file that is installed is taken", () => {
  const installed = (file) => (file === "b" ? "/b" : assert.fail("not installed"));
  assert.equal(find(["a", "b"], installed), "/b");
  assert.equal(find(["a"], installed), undefined);
});

test("arguments, streams and exit status are the program's", () => {
  const { status, stdout, stderr } = shimOf(script('cat; echo "[$1][$2]"; echo no >&2; exit 7'), "a b", "--c");
  assert.deepEqual({ status, stdout, stderr }, { status: 7, stdout: "in[a b][--c]\n", stderr: "no\n" });
});

test("a program that a signal ends gives 128 and its number", () => {
  assert.equal(shimOf(script("kill -TERM $$")).status, 143);
});

test("a signal goes on to the program", { timeout: 10_000 }, async () => {
  const program = script("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done");
  const child = spawn(process.execPath, [shim], { env: environment(program), stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.once("data", () => child.kill("SIGTERM"));
  const status = await new Promise((resolve) => child.on("exit", resolve));
  assert.equal(status, 5);
});

test("a program that is missing is told", () => {
  const missing = shimOf("/nowhere/asl-lint");
  assert.equal(missing.status, 2);
  assert.match(missing.stderr, /^asl-lint: \/nowhere\/asl-lint does not run: /);
  // In the repository no package with a program is installed.
  const none = shimOf("");
  assert.equal(none.status, 2);
  assert.match(none.stderr, /^asl-lint: there is no program for /);
});
