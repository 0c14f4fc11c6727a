import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findServer, type Program, type Surroundings } from "../../src/server-path.js";

function surroundings(changes: Partial<Surroundings>, ...programs: readonly string[]): Surroundings {
  return {
    setting: "",
    importStrategy: "fromEnvironment",
    extensionPath: "/extension",
    workspaceFolder: "/project",
    home: "/home/me",
    path: "/usr/bin:/usr/local/bin",
    platform: "linux",
    isProgram: (path) => programs.includes(path),
    ...changes,
  };
}

function sentence(found: Program | string): string {
  assert.ok(typeof found === "string");
  return found;
}

const BUNDLED = "/extension/bundled/bin/asl-lint";

describe("the server's program", () => {
  it("is the one of the setting before all others", () => {
    const found = findServer(surroundings({ setting: "/opt/asl-lint" }, "/opt/asl-lint", "/usr/bin/asl-lint", BUNDLED));
    assert.deepEqual(found, { path: "/opt/asl-lint", origin: "setting" });
  });

  it("is found below the workspace's folder and the home directory", () => {
    const below = findServer(surroundings({ setting: "${workspaceFolder}/bin/asl-lint" }, "/project/bin/asl-lint"));
    assert.deepEqual(below, { path: "/project/bin/asl-lint", origin: "setting" });
    const home = findServer(surroundings({ setting: "~/bin/asl-lint" }, "/home/me/bin/asl-lint"));
    assert.deepEqual(home, { path: "/home/me/bin/asl-lint", origin: "setting" });
  });

  it("is not another one where the setting names none", () => {
    assert.match(sentence(findServer(surroundings({ setting: "/opt/none" }, BUNDLED))), /\/opt\/none, but no program/);
  });

  it("is the first of PATH, then the bundled one", () => {
    const both = surroundings({}, "/usr/local/bin/asl-lint", BUNDLED);
    assert.deepEqual(findServer(both), { path: "/usr/local/bin/asl-lint", origin: "environment" });
    assert.deepEqual(findServer(surroundings({}, BUNDLED)), { path: BUNDLED, origin: "bundled" });
  });

  it("is the bundled one where that is wished for", () => {
    const both = surroundings({ importStrategy: "useBundled" }, "/usr/bin/asl-lint", BUNDLED);
    assert.deepEqual(findServer(both), { path: BUNDLED, origin: "bundled" });
  });

  it("is not taken from relative entries of PATH", () => {
    const found = findServer(surroundings({ path: ".:bin" }, "asl-lint", "./asl-lint", "bin/asl-lint"));
    assert.match(sentence(found), /was not found/);
  });
});
