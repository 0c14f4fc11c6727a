// Runs a program in place of this one. Knows nothing of where programs come from.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

/// The exit status of a shell: 128 and the number of the signal that ended the program.
function status(code, signal) {
  return signal ? 128 + constants.signals[signal] : code;
}

/// Runs it with the streams of this process, hands signals on and ends as it ends.
function run(program, args) {
  const child = spawn(program, args, { stdio: "inherit", windowsHide: true });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => {
    console.error(`asl-lint: ${program} does not run: ${error.message}`);
    process.exitCode = 2;
  });
  child.on("exit", (code, signal) => process.exit(status(code, signal)));
}

module.exports = { run, status };
