/**
 * Where the server's program is. Knows nothing of the editor, so that every way can be tried in a test.
 */
import { delimiter, join } from "node:path";

/** What the choice depends on. */
export interface Surroundings {
  /** The setting; empty when it is not set or the workspace is not trusted. */
  readonly setting: string;
  readonly importStrategy: "fromEnvironment" | "useBundled";
  readonly extensionPath: string;
  readonly workspaceFolder: string | undefined;
  readonly home: string;
  /** The value of PATH. */
  readonly path: string;
  readonly platform: NodeJS.Platform;
  readonly isProgram: (path: string) => boolean;
}

/** A program that was found, and where. */
export interface Program {
  readonly path: string;
  readonly origin: "setting" | "environment" | "bundled";
}

/** The program to run, or a sentence that says why there is none. */
export function findServer(surroundings: Surroundings): Program | string {
  if (surroundings.setting !== "") {
    const path = expand(surroundings);
    return surroundings.isProgram(path)
      ? { path, origin: "setting" }
      : `The setting aslLint.server.path is ${path}, but no program is there.`;
  }
  const bundled = join(surroundings.extensionPath, "bundled", "bin", fileName(surroundings.platform));
  const found = surroundings.importStrategy === "fromEnvironment" ? inEnvironment(surroundings) : undefined;
  if (found !== undefined) {
    return { path: found, origin: "environment" };
  }
  if (surroundings.isProgram(bundled)) {
    return { path: bundled, origin: "bundled" };
  }
  return "asl-lint was not found: this package of the extension comes without it, and it is not in PATH. Install it, or name it in the setting aslLint.server.path.";
}

function fileName(platform: NodeJS.Platform): string {
  return platform === "win32" ? "asl-lint.exe" : "asl-lint";
}

/** The first program of the name in PATH. Relative entries are left out: they would run what a workspace brings along. */
function inEnvironment({ path, platform, isProgram }: Surroundings): string | undefined {
  const isAbsolute = (directory: string): boolean =>
    platform === "win32" ? /^([a-z]:[\\/]|\\\\)/i.test(directory) : directory.startsWith("/");
  return path
    .split(delimiter)
    .filter(isAbsolute)
    .map((directory) => join(directory, fileName(platform)))
    .find(isProgram);
}

function expand({ setting, workspaceFolder, home }: Surroundings): string {
  return setting.replace(/^~(?=$|[\\/])/, () => home).replaceAll("${workspaceFolder}", () => workspaceFolder ?? "");
}
