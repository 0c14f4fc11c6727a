/** Beside the AWS Toolkit. A stand-in of its name is enough: all that is looked at is whether it is there. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Editor } from "./editor.js";

describe("beside the AWS Toolkit", () => {
  let editor: Editor;

  before(async () => {
    editor = await Editor.start({}, [{ publisher: "amazonwebservices", name: "aws-toolkit-vscode" }]);
  });
  after(() => editor.stop());

  it("says so once, and gives ASL files back to the text editor", async () => {
    const window = await editor.open("orders.asl.json");
    await window.page.waitForSelector('.notification-toast [aria-label*="The AWS Toolkit checks ASL files too"]');
    await window.screenshot("toolkit");
    await window.page.click('.notification-toast .monaco-button:has-text("Use Text Editor")');
    await window.page.waitForSelector('.notification-toast [aria-label*="open in the text editor from now on"]');
    const associations = (await editor.settings())["workbench.editorAssociations"];
    assert.deepEqual(associations, { "*.asl.json": "default", "*.asl.yaml": "default", "*.asl.yml": "default" });

    await window.reload();
    assert.equal(await window.page.isVisible('.notification-toast [aria-label*="The AWS Toolkit checks"]'), false);
    await window.close();
  });
});
