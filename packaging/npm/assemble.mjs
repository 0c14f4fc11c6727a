// Lays out the npm packages of a release:
//
//   node packaging/npm/assemble.mjs DIRECTORY TARGET=PROGRAM...
//
// DIRECTORY/@asl-lint/ has a package with the program of each target, DIRECTORY/asl-lint is the package that people install;
// it names those of all targets. Versions are that of Cargo.toml. In GitHub Actions the packages name their repository,
// which has to be where their attestations come from.

import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const licences = ["LICENSE-MIT", "LICENSE-APACHE"];

const targets = readJson(join(here, "targets.json"));
const main = readJson(join(here, "asl-lint/package.json"));
const repository = process.env.GITHUB_REPOSITORY;
const version = readFileSync(join(root, "Cargo.toml"), "utf8").match(/^version = "(.*)"$/m)[1];

const [directory, ...programs] = process.argv.slice(2);
if (!directory || programs.length === 0) fail("usage: assemble.mjs DIRECTORY TARGET=PROGRAM...");

for (const argument of programs) {
  const [, name, program] = argument.match(/^([^=]+)=(.+)$/) ?? fail(`${argument} is not TARGET=PROGRAM`);
  const target = targets.find(({ target }) => target === name) ?? fail(`there is no target ${name} in targets.json`);
  writePlatformPackage(target, program);
}
writeMainPackage();

function writePlatformPackage(target, program) {
  const destination = join(directory, nameOf(target));
  const file = target.os === "win32" ? "asl-lint.exe" : "asl-lint";
  mkdirSync(destination, { recursive: true });
  copyFileSync(program, join(destination, file));
  chmodSync(join(destination, file), 0o755);
  writePackage(destination, {
    name: nameOf(target),
    version,
    description: `The program of asl-lint for ${target.target}`,
    license: main.license,
    files: [file],
    // Each file of a package may be resolved by name, also where the package manager is strict.
    exports: { "./*": "./*" },
    preferUnplugged: true,
    os: [target.os],
    cpu: [target.cpu],
    ...(target.libc && { libc: [target.libc] }),
  });
}

function writeMainPackage() {
  const destination = join(directory, main.name);
  cpSync(join(here, "asl-lint"), destination, { recursive: true });
  const optionalDependencies = Object.fromEntries(targets.map((target) => [nameOf(target), version]));
  writePackage(destination, { ...main, version, optionalDependencies });
}

function nameOf(target) {
  return `@${main.name}/${target.package}`;
}

function writePackage(destination, manifest) {
  if (repository) manifest.repository = { type: "git", url: `git+https://github.com/${repository}.git` };
  writeFileSync(join(destination, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const licence of licences) copyFileSync(join(root, licence), join(destination, licence));
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function fail(message) {
  console.error(`assemble.mjs: ${message}`);
  process.exit(2);
}
