#!/usr/bin/env node
// Runs the program that was built for this machine, with the same arguments, streams, signals and exit status.
"use strict";

const { candidates, describe, find } = require("../lib/program.js");
const { run } = require("../lib/run.js");

const machine = describe(process);
const program = process.env.ASL_LINT_BINARY || find(candidates(machine), require.resolve);

if (program) {
  run(program, process.argv.slice(2));
} else {
  console.error(
    `asl-lint: there is no program for ${Object.values(machine).filter(Boolean).join(" ")} here. Were optional ` +
      "dependencies left out of the installation? ASL_LINT_BINARY may name a program that was built or installed " +
      "otherwise.",
  );
  process.exitCode = 2;
}
