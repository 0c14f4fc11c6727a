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
    path: "flows/order",
    definition: "deployed/flows/order.asl.json",
    substitution: "Queue",
    given: "Queue:",
  },
  {
    name: "Terraform",
    host: "deployed/main.tf",
    path: "flows/refund",
    definition: "deployed/flows/refund.asl.json",
    substitution: "queue",
    given: "queue =",
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

  for (const { name, host, path, definition, substitution, given } of CASES) {
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
      await window.goToText("EXPRESS");
      await window.remove("EXPRESS".length);
      await window.page.keyboard.type("STANDARD");
      await window.waitForNoFindings();
      await window.goToText("EXPRESS");
      await window.remove("STANDARD".length);
      await window.page.keyboard.type("EXPRESS");
      await window.waitForFindings();
    });

    it(`leads from ${name} to the definition and back`, async () => {
      window = await editor.open(host);
      await window.goToText(path);
      await window.screenshot(`deploying-${substitution}`);
      await window.follow(definition);
      await window.goToText(`\${${substitution}}`, 3);
      await window.follow(host);
      const [before = ""] = (await editor.read(host)).split(given, 1);
      assert.match(await window.position(), new RegExp(`^Ln ${before.split("\n").length},`));
    });

    it(`renames a substitution in the definition and in ${name}`, async () => {
      window = await editor.open(definition);
      await window.waitForFindings();
      const [giving, taking] = [await editor.read(host), await editor.read(definition)];
      await window.goToText(`\${${substitution}}`, 3);
      await window.rename("orders");
      await window.screenshot(`deployed-${substitution}-renamed`);
      const renamed = giving.replace(given, given.replace(substitution, "orders"));
      await editor.waitForText(host, (text) => text === renamed);
      assert.equal(await window.saved(), taking.replace(`{${substitution}}`, "{orders}"));
      assert.deepEqual(
        (await window.problems()).filter((problem) => problem.includes("substitution")),
        [],
      );
    });
  }

  it("has findings in a template of Terraform, for which the editor has no language", async () => {
    window = await editor.open("deployed/notify/main.tf");
    await window.show("deployed/notify/notify.tftpl");
    await window.waitForFindings();
    const problems = await window.problems();
    assert.ok(
      problems.some((problem) => problem.includes("transition-target-not-found")),
      problems.join("\n"),
    );
  });

  it("draws the graph of a definition from above its deployment", async () => {
    window = await editor.open("deployed/template.yaml");
    await window.page.locator(".codelens-decoration a", { hasText: "show graph" }).click();
    const graph = await window.graph();
    await graph.waitForSelector('.state[aria-label^="Ask"]');
    await window.screenshot("deploying-graph");
  });

  it("marks a state of the graph for as long as the template makes it wrong", async () => {
    window = await editor.open("deployed/flows/order.asl.json");
    await window.waitForFindings();
    await window.command("ASL: Show Graph");
    const graph = await window.graph();
    await graph.waitForSelector('.state.is-error[aria-label^="Ask"]');
    await window.screenshot("deployed-graph");
    await window.command("View: Focus First Editor Group");
    await window.show("deployed/template.yaml");
    await window.goToText("EXPRESS");
    await window.remove("EXPRESS".length);
    await window.page.keyboard.type("STANDARD");
    await graph.waitForSelector('.state:not(.is-error)[aria-label^="Ask"]');
  });
});
