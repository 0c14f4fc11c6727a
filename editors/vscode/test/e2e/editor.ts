/** VS Code with the extension in it, in a browser: started once for a file of tests, and closed at its end. */
import assert from "node:assert/strict";
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Frame, Page } from "playwright-core";
import { ROOT, launch, screenshot } from "../browser.js";
import { serverPath } from "../server.js";

const run = promisify(execFile);

/** An extension that does nothing but to be there. */
export interface StandIn {
  readonly publisher: string;
  readonly name: string;
  /** What its manifest adds to the editor. */
  readonly contributes?: Readonly<Record<string, unknown>>;
}

/** A machine may have much else to do while tests run. */
const PATIENCE = 60_000;

export class Editor {
  private constructor(
    private readonly directory: string,
    private readonly port: number,
    private readonly process: ChildProcess,
    private readonly browser: Browser,
  ) {}

  /** Packages the extension with the server, installs it, and starts the editor. */
  static async start(
    settings: Readonly<Record<string, unknown>> = {},
    others: readonly StandIn[] = [],
  ): Promise<Editor> {
    const { stdout } = await run(join(ROOT, "test", "e2e", "install.sh"), { maxBuffer: 1 << 26 });
    const entry = stdout.trim();
    const directory = await mkdtemp(join(tmpdir(), "asl-lint-editor-"));
    const [data, extensions] = [join(directory, "data"), join(directory, "extensions")];
    await mkdir(join(data, "User"), { recursive: true });
    const quiet = {
      "workbench.startupEditor": "none",
      "workbench.tips.enabled": false,
      "security.workspace.trust.enabled": false,
      "extensions.ignoreRecommendations": true,
      "editor.minimap.enabled": false,
      // In a browser files are saved by themselves.
      "files.autoSave": "off",
      "files.hotExit": "off",
      // What is typed is what stands there.
      "editor.autoClosingBrackets": "never",
      "editor.autoClosingQuotes": "never",
      "aslLint.server.path": serverPath(),
      ...settings,
    };
    await writeFile(join(data, "User", "settings.json"), JSON.stringify(quiet));
    await cp(join(ROOT, "test", "workspace"), join(directory, "workspace"), { recursive: true });
    const options = [
      "--user-data-dir",
      data,
      "--extensions-dir",
      extensions,
      "--config",
      join(directory, "config.yaml"),
    ];
    await writeFile(join(directory, "config.yaml"), "auth: none\n");
    const packages = [await packaged(ROOT, join(directory, "asl-lint.vsix"))];
    for (const other of others) {
      packages.push(await standIn(other, directory));
    }
    for (const path of packages) {
      await run("node", [entry, ...options, "--install-extension", path]);
    }

    const port = await freePort();
    const child = spawn(
      "node",
      [
        entry,
        ...options,
        "--bind-addr",
        `127.0.0.1:${port}`,
        "--auth",
        "none",
        "--disable-telemetry",
        "--disable-update-check",
        "--disable-workspace-trust",
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => {
        if (chunk.includes("HTTP server listening")) {
          resolve();
        }
      });
      child.on("exit", (status) => {
        reject(new Error(`The editor's server ended with ${status ?? "a signal"}.`));
      });
    });
    return new Editor(directory, port, child, await launch());
  }

  /** A window of the editor with a file of the workspace open. */
  async open(file: string): Promise<Window> {
    const workspace = join(this.directory, "workspace");
    const page = await this.browser.newPage({ viewport: { width: 1400, height: 860 } });
    page.setDefaultTimeout(PATIENCE);
    const payload = JSON.stringify([["openFile", `vscode-remote://127.0.0.1:${this.port}${join(workspace, file)}`]]);
    await page.goto(
      `http://127.0.0.1:${this.port}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(payload)}`,
    );
    await page.waitForSelector(".monaco-editor .view-line");
    return new Window(page, workspace, file);
  }

  /** A file of the workspace as it is on the disk. */
  async read(file: string): Promise<string> {
    return readFile(join(this.directory, "workspace", file), "utf8");
  }

  /** Waits until a file of the workspace is on the disk as it should be. */
  async waitForText(file: string, isRight: (text: string) => boolean): Promise<void> {
    const until = Date.now() + PATIENCE;
    while (!isRight(await this.read(file))) {
      assert.ok(Date.now() < until, `${file} stays as it is`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** The user's settings as they are in their file. */
  async settings(): Promise<Record<string, unknown>> {
    const text = await readFile(join(this.directory, "data", "User", "settings.json"), "utf8");
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Keeps what the extension has logged, to see afterwards why a test has failed. */
  private async keepLogs(): Promise<void> {
    const logs = join(this.directory, "data", "logs");
    const files = await readdir(logs, { recursive: true }).catch(() => []);
    const own = files.filter((file) => /asl-lint\.log$|exthost\d*\/remoteexthost\.log$/.test(file));
    for (const file of own) {
      await cp(join(logs, file), join(ROOT, "test-results", "logs", file.replaceAll("/", "-")));
    }
  }

  /** Puts the files of the workspace back as they were, and forgets what was not saved. */
  async reset(): Promise<void> {
    const data = join(this.directory, "data");
    for (const backups of [join(data, "Backups"), join(data, "User", "Backups")]) {
      await rm(backups, { recursive: true, force: true });
    }
    await cp(join(ROOT, "test", "workspace"), join(this.directory, "workspace"), { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.keepLogs();
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill();
    await ended;
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

export class Window {
  constructor(
    readonly page: Page,
    private readonly workspace: string,
    private file: string,
  ) {}

  /** Waits until there are findings, wherever in the text. */
  async waitForFindings(timeout = PATIENCE): Promise<void> {
    await this.waitForStatus(true, timeout);
  }

  /** Waits until there are no findings left in any text. */
  async waitForNoFindings(): Promise<void> {
    await this.waitForStatus(false, PATIENCE);
  }

  private async waitForStatus(hasFindings: boolean, timeout: number): Promise<void> {
    await this.page
      .waitForFunction(
        (expected) => {
          const label = document.querySelector("#status\\.problems a")?.getAttribute("aria-label") ?? "";
          return label !== "" && /(Errors|Warnings): [1-9]/.test(label) === expected;
        },
        hasFindings,
        { timeout },
      )
      .catch(async (fault: unknown) => {
        await this.screenshot(hasFindings ? "no-findings" : "findings-stay");
        throw fault;
      });
  }

  /** Opens another file of the workspace. */
  async show(file: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    await this.page.waitForSelector(".quick-input-widget input:focus");
    await this.page.keyboard.type(basename(file));
    await this.page.waitForSelector(`.quick-input-widget .monaco-list-row.focused[aria-label^="${basename(file)}"]`);
    await this.page.keyboard.press("Enter");
    await this.waitForTab(file);
  }

  /** Waits until a file of the workspace is what the window shows. */
  async waitForTab(file: string, timeout = PATIENCE): Promise<void> {
    await this.page.waitForSelector(`.tab.active[data-resource-name="${basename(file)}"]`, { timeout });
    this.file = file;
  }

  /**
   * Loads the editor anew, with what it remembers. The extensions of the window before may still be ending then, so that it takes
   * more than one try until they run again.
   */
  async reload(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      await this.page.reload();
      await this.page.waitForSelector(".monaco-editor .view-line");
      try {
        await this.waitForFindings(20_000);
        return;
      } catch (fault: unknown) {
        if (tries === 3) {
          throw fault;
        }
      }
    }
  }

  /** Puts the cursor to a place; lines and columns from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.command("Go to Line/Column...");
    await this.page.keyboard.type(`${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.page.waitForSelector(".quick-input-widget", { state: "hidden" });
  }

  /** Puts the cursor to the first place of a text in the file as it is on the disk, some letters into it. */
  async goToText(text: string, letters = 0): Promise<void> {
    const [before] = (await this.read()).split(text, 1);
    const lines = (before ?? "").split("\n");
    await this.goTo(lines.length, (lines.at(-1) ?? "").length + letters + 1);
  }

  /** Goes from what is at the cursor to a file that it leads to, as soon as the server knows. */
  async follow(file: string): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      await this.page.keyboard.press("F12");
      const isThere = await this.waitForTab(file, 5_000).then(
        () => true,
        (fault: unknown) => {
          if (tries === 10) {
            throw fault;
          }
          return false;
        },
      );
      if (isThere) {
        return;
      }
    }
  }

  /** Gives what is at the cursor another name. */
  async rename(name: string): Promise<void> {
    await this.page.keyboard.press("F2");
    await this.page.waitForSelector(".rename-box input:focus");
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.type(name);
    await this.page.keyboard.press("Enter");
    await this.page.waitForSelector(".rename-box", { state: "hidden" });
  }

  /**
   * Opens the list of quick fixes at the cursor. The text has the focus again only some time after a dialog has gone, so one
   * try may not be enough.
   */
  async quickFixes(): Promise<void> {
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      await this.page.keyboard.press("Control+.");
      const shown = await this.page
        .waitForSelector(".action-widget .monaco-list-row.action", { timeout: 5_000 })
        .catch(() => undefined);
      if (shown !== undefined) {
        return;
      }
      await this.page.keyboard.press("Escape");
    }
    await this.screenshot("no-quick-fixes");
    throw new Error("no quick fixes are shown");
  }

  /** Removes characters behind the cursor. */
  async remove(count: number): Promise<void> {
    for (let removed = 0; removed < count; removed += 1) {
      await this.page.keyboard.press("Delete");
    }
  }

  /** Runs a command by its name. */
  async command(name: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.page.waitForSelector(".quick-input-widget .monaco-list-row");
    await this.page.keyboard.type(name);
    await this.page.waitForFunction((wanted) => {
      const row = document.querySelector(".quick-input-widget .monaco-list-row.focused");
      return row?.getAttribute("aria-label")?.includes(wanted) ?? false;
    }, name);
    await this.page.keyboard.press("Enter");
  }

  /** The rows of the problems view: files, and their findings with the names of the rules. */
  async problems(): Promise<string[]> {
    await this.command("Problems: Focus on Problems View");
    await this.page.waitForSelector(".markers-panel .monaco-list-row .marker-code");
    return this.page.$$eval(".markers-panel .monaco-list-row", (rows) => rows.map((row) => row.textContent));
  }

  /** The file as it is on the disk, once it is saved. */
  async saved(): Promise<string> {
    const until = Date.now() + PATIENCE;
    // An edit may still be under way, so that one time is not always enough.
    while ((await this.page.$(".tab.active.dirty")) !== null && Date.now() < until) {
      await this.page.keyboard.press("Control+S");
      await this.page.waitForTimeout(500);
    }
    await this.page.waitForSelector(".tab.active:not(.dirty)");
    return this.read();
  }

  private async read(): Promise<string> {
    return readFile(join(this.workspace, this.file), "utf8");
  }

  /** The frame of the graph, once it is loaded. */
  async graph(): Promise<Frame> {
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      for (const frame of this.page.frames()) {
        if ((await frame.$("svg.graph").catch(() => null)) !== null) {
          return frame;
        }
      }
      await this.page.waitForTimeout(200);
    }
    throw new Error("No graph was shown.");
  }

  /** Where the cursor is, as the status bar says it. */
  async position(): Promise<string> {
    return (await this.page.textContent("#status\\.editor\\.selection"))?.trim() ?? "";
  }

  async screenshot(name: string): Promise<void> {
    await screenshot(this.page, name);
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

async function packaged(extension: string, path: string): Promise<string> {
  const options = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--skip-license"];
  await run(join(ROOT, "node_modules", ".bin", "vsce"), ["package", ...options, "--out", path], { cwd: extension });
  return path;
}

async function standIn({ publisher, name, contributes }: StandIn, directory: string): Promise<string> {
  const extension = join(directory, name);
  await mkdir(extension);
  const manifest = { publisher, name, version: "0.0.1", engines: { vscode: "^1.91.0" }, contributes };
  await writeFile(join(extension, "package.json"), JSON.stringify(manifest));
  return packaged(extension, join(directory, `${name}.vsix`));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
