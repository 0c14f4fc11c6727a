/** What one does with a definition in an editor, done in a real one. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { Editor, type Window } from "./editor.js";

describe("in a real editor", () => {
  let editor: Editor;
  let window: Window;

  before(async () => {
    editor = await Editor.start();
  });
  after(() => editor.stop());
  afterEach(async () => {
    await window.close();
    await editor.reset();
  });

  it("underlines the findings of a JSON definition and names their rules", async () => {
    window = await editor.open("orders.asl.json");
    await window.waitForFindings();
    await window.goTo(53, 18);
    await window.page.waitForSelector(".squiggly-error");
    const problems = await window.problems();
    await window.screenshot("findings");
    assert.ok(
      problems.some((problem) => problem.includes("unknown-field")),
      problems.join("\n"),
    );
    assert.ok(
      problems.some((problem) => problem.includes("transition-target-not-found")),
      problems.join("\n"),
    );
  });

  it("underlines the findings of a YAML definition", async () => {
    window = await editor.open("refunds.asl.yaml");
    await window.waitForFindings();
    await window.page.waitForSelector(".squiggly-error");
    await window.screenshot("yaml");
    const problems = await window.problems();
    assert.ok(
      problems.some((problem) => problem.includes("Refnd")),
      problems.join("\n"),
    );
  });

  it("finds a state machine in a file that became one while it was edited", async () => {
    window = await editor.open("plain.json");
    await window.page.click(".monaco-editor .view-lines");
    await window.page.keyboard.press("Control+A");
    await window.page.keyboard.insertText('{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}');
    await window.waitForFindings();
    const problems = await window.problems();
    assert.ok(
      problems.some((problem) => problem.includes("missing-next-or-end")),
      problems.join("\n"),
    );
  });

  it("applies a quick fix", async () => {
    window = await editor.open("orders.asl.json");
    await window.waitForFindings();
    await window.goTo(53, 18);
    await window.quickFixes();
    await window.screenshot("fix");
    await window.page.keyboard.press("Enter");
    await window.page.waitForSelector(".action-widget", { state: "hidden" });
    assert.match(await window.saved(), /"Next": "Shipped"/);
  });

  it("applies all safe fixes by a command", async () => {
    window = await editor.open("orders.asl.json");
    await window.waitForFindings();
    await window.command("ASL: Apply All Safe Fixes");
    await window.page.waitForSelector(".tab.active.dirty");
    assert.match(await window.saved(), /"Hand Over": \{ "Type": "Pass", "End": true \}/);
  });

  it("completes the target of a transition", async () => {
    window = await editor.open("orders.asl.json");
    await window.waitForFindings();
    await window.goTo(53, 16);
    await window.remove("Shiped".length);
    await window.page.keyboard.type("Tell");
    await window.page.keyboard.press("Control+Space");
    await window.page.waitForSelector('.suggest-widget .monaco-list-row[aria-label*="Tell Support"]');
    await window.screenshot("completion");
    await window.page.keyboard.press("Enter");
    assert.match(await window.saved(), /"Next": "Tell Support"\s*\n\s*},\s*\n\s*"Shipped"/);
  });

  it("renames a state with the transitions to it", async () => {
    window = await editor.open("orders.asl.json");
    await window.waitForFindings();
    await window.goTo(56, 8);
    await window.page.keyboard.press("F2");
    await window.page.waitForSelector(".rename-box input:focus");
    await window.page.keyboard.press("Control+A");
    await window.page.keyboard.type("Call Support");
    await window.screenshot("rename");
    await window.page.keyboard.press("Enter");
    await window.page.waitForSelector(".tab.active.dirty");
    const text = await window.saved();
    assert.match(text, /"Call Support": \{/);
    assert.match(text, /"Next": "Call Support"/);
    assert.doesNotMatch(text, /Tell Support/);
  });

  it("goes from a state of the graph to its lines", async () => {
    window = await editor.open("orders.asl.json");
    await window.waitForFindings();
    await window.command("ASL: Show Graph");
    const graph = await window.graph();
    await graph.waitForSelector(".state");
    await window.goTo(43, 8);
    await graph.waitForSelector('.state.current[aria-label^="Ship Parcels"]');
    await window.screenshot("graph");
    await graph.click('.state[aria-label^="Tell Support"] .body');
    await window.page.waitForFunction(
      () => document.querySelector("#status\\.editor\\.selection")?.textContent.includes("Ln 56") ?? false,
    );
    assert.match(await window.position(), /Ln 56/);
  });

  it("keeps the graph in step with the text", async () => {
    window = await editor.open("orders.asl.json");
    await window.waitForFindings();
    await window.command("ASL: Show Graph");
    const graph = await window.graph();
    await graph.waitForSelector('.state[aria-label^="Shipped"]');
    await graph.waitForSelector(".edge.guess", { state: "attached" });
    await window.command("View: Focus First Editor Group");
    await window.goTo(53, 16);
    await window.remove("Shiped".length);
    await window.page.keyboard.type("Shipped");
    await graph.waitForSelector(".edge.guess", { state: "detached" });
  });
});
