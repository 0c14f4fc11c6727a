/**
 * Living beside the AWS Toolkit: whether it is there, one notice of it, and giving ASL files back to the text editor,
 * which the Toolkit's graphical one takes by default.
 */
import { ConfigurationTarget, commands, extensions, window, workspace, type ExtensionContext } from "vscode";
import { coexistence } from "./settings.js";

const TOOLKIT = "amazonwebservices.aws-toolkit-vscode";

/** Set once the notice was shown. */
const NOTICE = "awsToolkit.noticed";

/** The names of files that the Toolkit opens in its own editor. */
const PATTERNS = ["*.asl.json", "*.asl.yaml", "*.asl.yml"];

export function isToolkitActive(): boolean {
  return extensions.getExtension(TOOLKIT) !== undefined;
}

/** Says once that two servers answer for the same files, and what can be done. */
export async function noticeToolkit(context: ExtensionContext): Promise<void> {
  if (!isToolkitActive() || coexistence() !== "auto" || context.globalState.get(NOTICE) === true) {
    return;
  }
  await context.globalState.update(NOTICE, true);
  const choose = "Choose";
  const text = "Use Text Editor";
  const answer = await window.showInformationMessage(
    "The AWS Toolkit checks ASL files too, so some things may show up twice; those of asl-lint name their rule. You can choose what asl-lint does beside it, and open ASL files as text instead of in Workflow Studio.",
    choose,
    text,
  );
  if (answer === choose) {
    await commands.executeCommand("workbench.action.openSettings", "aslLint.awsToolkit.coexistence");
  } else if (answer === text) {
    await setTextEditor();
  }
}

/** Makes the text editor the one that ASL files open in. */
export async function setTextEditor(): Promise<void> {
  const settings = workspace.getConfiguration("workbench");
  const own = settings.inspect<Record<string, string>>("editorAssociations")?.globalValue ?? {};
  const associations = { ...own, ...Object.fromEntries(PATTERNS.map((pattern) => [pattern, "default"])) };
  await settings.update("editorAssociations", associations, ConfigurationTarget.Global);
  await window.showInformationMessage("ASL files open in the text editor from now on.");
}
