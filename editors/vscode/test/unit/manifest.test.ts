/** What the manifest promises is there. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "../browser.js";

interface Manifest {
  readonly version: string;
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly configuration: string }[];
    readonly grammars: readonly { readonly path: string; readonly scopeName: string }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting>> }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly svg: string } }[] }[];
  };
}

interface Setting {
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
}

const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
const settings = Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<
  string,
  Setting
>;

async function source(): Promise<string> {
  const files = (await readdir(join(ROOT, "src"), { recursive: true })).filter((file) => file.endsWith(".ts"));
  return (await Promise.all(files.map((file) => readFile(join(ROOT, "src", file), "utf8")))).join("\n");
}

describe("the manifest", () => {
  it("names files that are there", () => {
    const { languages, grammars, snippets, walkthroughs } = manifest.contributes;
    const files = [
      manifest.icon,
      ...languages.map(({ configuration }) => configuration),
      ...[...grammars, ...snippets].map(({ path }) => path),
      ...walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ];
    assert.deepEqual(
      files.filter((file) => !existsSync(join(ROOT, file))),
      [],
    );
  });

  it("names commands that the extension has", async () => {
    const text = await source();
    const missing = manifest.contributes.commands.filter(
      ({ command }) => !text.includes(`registerCommand("${command}"`),
    );
    assert.deepEqual(missing, []);
  });

  it("says of every setting what it does, and has no other than those that are read", async () => {
    const text = await source();
    for (const [name, setting] of Object.entries(settings)) {
      assert.ok(setting.description ?? setting.markdownDescription, `${name} is not described`);
      assert.equal(setting.enum?.length, setting.enumDescriptions?.length, name);
      assert.notEqual(setting.default, undefined, `${name} has no default`);
      const key = name.replace(/^aslLint\./, "");
      // The client reads how much to log by itself.
      assert.ok(key === "trace.server" || text.includes(`"${key}"`), `${name} is not read`);
    }
  });

  it("restricts settings that exist", () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.ok(restrictedConfigurations.includes("aslLint.server.path"));
    assert.deepEqual(
      restrictedConfigurations.filter((name) => !(name in settings)),
      [],
    );
  });

  it("has the version of the server", () => {
    const cargo = readFileSync(join(ROOT, "..", "..", "Cargo.toml"), "utf8");
    assert.equal(/^version = "(.*)"/m.exec(cargo)?.[1], manifest.version);
  });

  it("keeps the scopes that the AWS Toolkit gives its languages", () => {
    const scopes = manifest.contributes.grammars.map(({ scopeName }) => scopeName);
    assert.ok(scopes.includes("source.asl") && scopes.includes("source.asl.yaml"));
    assert.deepEqual(
      manifest.contributes.languages.map(({ id }) => id),
      ["asl", "asl-yaml"],
    );
  });
});
