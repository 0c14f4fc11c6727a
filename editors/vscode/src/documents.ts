/**
 * Which documents concern the server. A quick look that knows neither the editor nor the protocol: it may say yes to a
 * document without a state machine, for which the server then has nothing to say, but not no to one that has one.
 */

/** The languages that are the server's own. */
export const DEFINITION_LANGUAGES: readonly string[] = ["asl", "asl-yaml"];

/** Languages of files that may be definitions or hold them. */
export const HOST_LANGUAGES: readonly string[] = ["json", "jsonc", "yaml", "cloudformation", "terraform", "opentofu"];

/** Files of Terraform and its kin, and what they fill in: for some of them, editors have no language. */
export const TERRAFORM_PATTERN = "**/*.{tf,tofu,tfvars,hcl,tftpl,tpl,tmpl}";

/** The schemes of documents that can be edited; views of old versions, for one, are left alone. */
export const SCHEMES: readonly string[] = ["file", "untitled", "vscode-remote"];

const DEFINITION_NAME = /\.asl(\.json[c5]?|\.ya?ml)?$/i;

/** What a file has in it that declares a state machine; those of the server. */
const HOST_MARKS = [
  "::StateMachine",
  "stateMachines",
  "stepFunctions",
  "${file(",
  "aws_sfn_state_machine",
  "terraform-aws-modules/step-functions/aws",
  "terraform-aws-step-functions",
];

/** Whether a document may be a definition or hold one. */
export function mayHoldDefinition(language: string, path: string, text: string): boolean {
  if (DEFINITION_LANGUAGES.includes(language) || DEFINITION_NAME.test(path)) {
    return true;
  }
  if (text.includes("States") && (text.includes("StartAt") || text.includes("Type"))) {
    return true;
  }
  return HOST_MARKS.some((mark) => text.includes(mark));
}
