/** The server that tests run. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./browser.js";

/** The server of ASL_LINT, or the one that `cargo build` makes. */
export function serverPath(): string {
  const path = process.env.ASL_LINT ?? join(ROOT, "..", "..", "target", "debug", "asl-lint");
  if (!existsSync(path)) {
    throw new Error(`There is no server at ${path}: run cargo build, or name one in ASL_LINT.`);
  }
  return path;
}
