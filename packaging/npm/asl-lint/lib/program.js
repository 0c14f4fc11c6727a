// Which package has the program for a machine. Knows nothing of running it.
"use strict";

/// What decides: the operating system, the processor and, on Linux, the C library.
function describe({ platform, arch, report }) {
  if (platform !== "linux") return { platform, arch };
  // The report would look up the names of network addresses, which takes time.
  report.excludeNetwork = true;
  const { glibcVersionRuntime } = report.getReport().header;
  return { platform, arch, libc: glibcVersionRuntime ? "gnu" : "musl" };
}

/// The files that may be the program, best first: programs for musl are static and run on every Linux.
function candidates({ platform, arch, libc }) {
  const suffixes = { gnu: ["-gnu", "-musl"], musl: ["-musl"] }[libc] ?? [""];
  const file = platform === "win32" ? "asl-lint.exe" : "asl-lint";
  return suffixes.map((suffix) => `@asl-lint/${platform}-${arch}${suffix}/${file}`);
}

/// The first of the files that is installed.
function find(files, resolve) {
  for (const file of files) {
    try {
      return resolve(file);
    } catch {
      // This package is not installed.
    }
  }
  return undefined;
}

module.exports = { candidates, describe, find };
