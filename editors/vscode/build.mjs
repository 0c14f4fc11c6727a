// Bundles the extension and the script of the graph view, a file each, into dist/.
import { context } from "esbuild";

const isMinified = process.argv.includes("--minify");
const isWatching = process.argv.includes("--watch");

const shared = { bundle: true, minify: isMinified, sourcemap: !isMinified, logLevel: "info", target: "es2022" };

const contexts = await Promise.all([
  context({
    ...shared,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.cjs",
    platform: "node",
    format: "cjs",
    external: ["vscode"],
  }),
  context({
    ...shared,
    entryPoints: { graph: "webview/main.ts" },
    outdir: "dist",
    platform: "browser",
    format: "iife",
  }),
]);

for (const each of contexts) {
  if (isWatching) {
    await each.watch();
  } else {
    await each.rebuild();
    await each.dispose();
  }
}
