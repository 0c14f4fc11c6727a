/**
 * The settings, read once for each use. What the server takes is handed to it under the names that they have here;
 * `null` leaves a matter to the configuration file.
 */
import { workspace, type ConfigurationChangeEvent, type ConfigurationScope } from "vscode";

/** The first part of every setting's name. */
export const SECTION = "aslLint";

export type Coexistence = "auto" | "full" | "diagnosticsOnly" | "off";

/** What the server is told. */
export interface ServerSettings {
  readonly profile: "minimal" | "default" | "strict" | null;
  readonly select: readonly string[] | null;
  readonly ignore: readonly string[];
  readonly minSeverity: "error" | "warning" | "info" | "hint" | null;
  readonly workflowType: "standard" | "express" | null;
  readonly configuration: string | null;
  readonly diagnostics: { readonly scope: "openFiles" | "workspace" };
  readonly inlayHints: {
    readonly queryLanguage: boolean;
    readonly durations: boolean;
    readonly retryTotal: boolean;
  };
}

export function serverSettings(scope?: ConfigurationScope): ServerSettings {
  const settings = workspace.getConfiguration(SECTION, scope);
  return {
    profile: settings.get<ServerSettings["profile"]>("profile", null),
    select: settings.get<readonly string[] | null>("select", null),
    ignore: settings.get<readonly string[]>("ignore", []),
    minSeverity: settings.get<ServerSettings["minSeverity"]>("minSeverity", null),
    workflowType: settings.get<ServerSettings["workflowType"]>("workflowType", null),
    configuration: settings.get<string | null>("configuration", null),
    diagnostics: { scope: settings.get<"openFiles" | "workspace">("diagnostics.scope", "openFiles") },
    inlayHints: {
      queryLanguage: settings.get("inlayHints.queryLanguage", true),
      durations: settings.get("inlayHints.durations", true),
      retryTotal: settings.get("inlayHints.retryTotal", false),
    },
  };
}

/** What is decided when the server starts. All other settings are read when they are needed. */
const READ_AT_START = [
  "profile",
  "select",
  "ignore",
  "minSeverity",
  "workflowType",
  "configuration",
  "diagnostics",
  "inlayHints",
  "format",
  "codeLens",
  "awsToolkit",
  "server",
];

/** Whether the server has to start anew after settings have changed. It starts in no time. */
export function needsRestart(event: ConfigurationChangeEvent): boolean {
  return READ_AT_START.some((name) => event.affectsConfiguration(`${SECTION}.${name}`));
}

export function coexistence(): Coexistence {
  return workspace.getConfiguration(SECTION).get<Coexistence>("awsToolkit.coexistence", "auto");
}

export function isFormatting(): boolean {
  return workspace.getConfiguration(SECTION).get("format.enable", true);
}

export function hasCodeLenses(): boolean {
  return workspace.getConfiguration(SECTION).get("codeLens.enable", true);
}

export function showsErrorEdges(): boolean {
  return workspace.getConfiguration(SECTION).get("graph.showErrorEdges", true);
}
