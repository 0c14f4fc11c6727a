/** Definitions and what deploys them, in files of their own. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { Editor, type Window } from "./editor.js";

/** Stands for the extension that knows Terraform: all that is needed of it is the name of the language. */
const TERRAFORM = {
  publisher: "hashicorp",
  name: "terraform",
  contributes: { languages: [{ id: "terraform", extensions: [".tf"] }] },
};

const CASES = [
  {
    name: "a SAM template",
    host: "deployed/template.yaml",
    kind: "EXPRESS",
    path: "flows/order",
    definition: "deployed/flows/order.asl.json",
    substitution: "Queue",
  },
  {
    name: "Terraform",
    host: "deployed/main.tf",
    kind: "EXPRESS",
    path: "flows/refund",
    definition: "deployed/flows/refund.asl.json",
    substitution: "queue",
  },
];

describe("definitions in files of their own", () => {
  let editor: Editor;
  let window: Window;

  before(async () => {
    editor = await Editor.start({}, [TERRAFORM]);
  });
  after(() => editor.stop());
  afterEach(async () => {
    await window.close();
    await editor.reset();
  });

  for (const { name, host, kind, path, definition, substitution } of CASES) {
    it(`has findings that only ${name} makes possible, and they follow it`, async () => {
      window = await editor.open(definition);
      await window.waitForFindings();
      const problems = await window.problems();
      await window.screenshot(`deployed-${substitution}`);
      assert.ok(
        problems.some((problem) => problem.includes("express-sync-unsupported")),
        problems.join("\n"),
      );
      await window.show(host);
      await window.goToText(kind);
      await window.remove(kind.length);
      await window.page.keyboard.type("STANDARD");
      await window.waitForNoFindings();
      await window.goToText(kind);
      await window.remove("STANDARD".length);
      await window.page.keyboard.type(kind);
      await window.waitForFindings();
    });

    it(`leads from ${name} to the definition and back`, async () => {
      window = await editor.open(host);
      await window.goToText(path);
      await window.screenshot(`deploying-${substitution}`);
      await window.follow(definition);
      await window.goToText(`\${${substitution}}`, 3);
      await window.follow(host);
      assert.match(await window.position(), new RegExp(`^Ln ${String(await lineOf(editor, host, substitution))},`));
    });

    it(`renames a substitution in the definition and in ${name}`, async () => {
      window = await editor.open(definition);
      await window.waitForFindings();
      const before = [await editor.read(host), await editor.read(definition)];
      await window.goToText(`\${${substitution}}`, 3);
      await window.rename("orders_to_ask");
      await window.screenshot(`deployed-${substitution}-renamed`);
      await editor.waitForText(host, (text) => text.includes("orders_to_ask"));
      const named = (text: string): string =>
        text.replace(new RegExp(`(?<=^ *|\\{)${substitution}\\b`, "m"), "orders_to_ask");
      assert.equal(await window.saved(), named(before[1] ?? ""));
      assert.equal(await editor.read(host), named(before[0] ?? ""));
      assert.deepEqual(
        (await window.problems()).filter((problem) => problem.includes("substitution")),
        [],
      );
    });
  }
});

async function lineOf(editor: Editor, file: string, text: string): Promise<number> {
  const lines = (await editor.read(file)).split("\n");
  return lines.findIndex((line) => line.trim().startsWith(text)) + 1;
}
