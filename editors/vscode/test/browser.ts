/** The browser that tests drive. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";

/** The directory of the extension. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export async function launch(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? PROGRAMS.find(existsSync);
  if (executablePath === undefined) {
    throw new Error("There is no Chromium. Install it (Debian: apt-get install chromium), or name it in CHROMIUM.");
  }
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

/** Keeps a picture of a page for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(join(ROOT, "test-results"), { recursive: true });
  await page.screenshot({ path: join(ROOT, "test-results", `${name}.png`) });
}
