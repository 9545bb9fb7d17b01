/**
 * The shape of Claude Code's settings file, as far as a value of another shape makes it ignore the whole file in silence.
 * Keys whose bad values it forgives are left out, and so are keys that it does not know. Source: the schema in the program
 * itself, version 2.1.331.
 */

/** `positive`: a number above 0. `list`: an array of strings, or of objects where Claude Code has those. */
export type Kind = "boolean" | "string" | "number" | "positive" | "list" | "object" | readonly string[];

function keysOf(kind: Kind, ...lines: readonly string[]): (readonly [string, Kind])[] {
  return lines.flatMap((line) => line.split(" ")).map((key) => [key, kind] as const);
}

export const TOP_LEVEL: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...keysOf(
    "boolean",
    "allowAllClaudeAiMcps allowClaudeInChromeWithManagedMcp allowManagedHooksOnly allowManagedMcpServersOnly",
    "allowManagedPermissionRulesOnly allowNestedModelAccessUnderForceLogin alwaysThinkingEnabled autoCompactEnabled",
    "autoContinueAtUsageLimit autoDreamEnabled autoMemoryEnabled autoScrollEnabled awaySummaryEnabled bashEditDiffEnabled",
    "channelsEnabled clawdFileProgressEnabled disableAgentView disableAllHooks disableArtifact disableBundledSkills",
    "disableClaudeAiConnectors disableCommandPluginSources disableDirectMcpSkills disableRemoteControl disableReplyCheck",
    "disableSideloadFlags disableSkillShellExecution disableWindowsBashCommandSplit disableWorkflows doneMeansMerged",
    "emojiCompletionEnabled enableAllProjectMcpServers enableArtifact enableWorkflows enforceAvailableModels fastMode",
    "fastModePerSessionOptIn fileCheckpointingEnabled forceRemoteSettingsRefresh idleCompaction includeCoAuthoredBy",
    "includeGitInstructions isolatePeerMachines precomputeCompactionEnabled prefersReducedMotion promptSuggestionEnabled",
    "remoteControlAtStartup respectGitignore respondToBashCommands responseComparisonEnabled showClearContextOnPlanAccept",
    "showMessageTimestamps showThinkingSummaries showTurnDuration skipDangerousModePermissionPrompt skipWebFetchPreflight",
    "skipWorkflowUsageWarning spinnerTipsEnabled switchModelsOnFlag syncClaudeAiPlugins syncClaudeAiSkills",
    "syntaxHighlightingDisabled terminalProgressBarEnabled terminalTitleFromRename todoFeatureEnabled",
    "totalTokensReminderAfterUserTurn verbose wheelScrollAccelerationEnabled workflowKeywordTriggerEnabled",
    "wslInheritsWindowsSettings",
  ),
  ...keysOf(
    "string",
    "$schema advisorModel agent apiKeyHelper attributionProject autoMemoryDirectory awsAuthRefresh awsCredentialExport",
    "claudeMd downloadsMirrorUrl gcpAuthRefresh language minimumVersion model modelCatalogPublicKey modelCatalogUrl",
    "otelHeadersHelper outputStyle plansDirectory pluginTrustMessage prUrlTemplate processWrapper proxyAuthHelper",
    "requiredMaximumVersion requiredMinimumVersion timeZone",
  ),
  ...keysOf(
    "positive",
    "cleanupPeriodDays skillListingBudgetFraction skillListingMaxDescChars totalTokensReminderBudget",
  ),
  ...keysOf("number", "desktopSessionCleanupPeriodDays feedbackSurveyRate"),
  ...keysOf(
    "list",
    "allowedChannelPlugins allowedHttpHookUrls allowedMarketplaces allowedMcpServers availableModels blockedMarketplaces",
    "claudeMdExcludes companyAnnouncements deniedMcpServers deniedModels disabledMcpjsonServers enabledMcpjsonServers",
    "fallbackModel httpHookAllowedEnvVars pluginSuggestionMarketplaces sshConfigs strictKnownMarketplaces",
  ),
  ...keysOf(
    "object",
    "additionalMarketplaces attributionProjectPolicy breakReminder enabledPlugins env extraKnownMarketplaces",
    "fileSuggestion managedMcpServers modelOverrides modelPicker modelPricing permissions pluginConfigs quietHours remote",
    "remoteTools sandbox skillOverrides spinnerVerbs statusLine vimInsertModeRemaps voice worktree",
  ),
  ["autoUpdatesChannel", ["latest", "stable", "rc"]],
  ["availableModelsMatch", ["prefix", "exact"]],
  ["defaultShell", ["bash", "powershell"]],
  ["disableAutoMode", ["disable"]],
  ["feedbackDrafts", ["notify", "quiet", "off"]],
  ["managedSourcesBehavior", ["first-wins", "merge"]],
  ["parentSettingsBehavior", ["first-wins", "merge"]],
  ["tui", ["default", "fullscreen"]],
  ["workflowSizeGuideline", ["unrestricted", "small", "medium", "large"]],
]);

export const PERMISSIONS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...keysOf("list", "allow deny ask additionalDirectories"),
  ...keysOf(
    "boolean",
    "blockFileToolReadsOutsideWorkingDirectories blockReadsOutsideWorkingDirectories",
    "blockWritesOutsideWorkingDirectories denyInsteadOfPrompting",
  ),
  ["defaultMode", ["acceptEdits", "auto", "bypassPermissions", "default", "delegate", "dontAsk", "manual", "plan"]],
  ["disableAutoMode", ["disable"]],
  ["disableBypassPermissionsMode", ["disable"]],
]);

export const STATUS_LINE: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["type", ["command"]],
  ["command", "string"],
  ["padding", "number"],
  ["hideVimModeIndicator", "boolean"],
]);

const ANY_HOOK = [
  ...keysOf("string", "if statusMessage"),
  ...keysOf("positive", "timeout"),
  ...keysOf("boolean", "once"),
];
const ON_FAILURE = ["onFailure", ["continue", "block"]] as const;

/** Fields of a hook by its type, and which of them it cannot do without. */
export const HOOKS: Readonly<
  Record<string, { readonly needed: readonly string[]; readonly fields: ReadonlyMap<string, Kind> }>
> = {
  command: {
    needed: ["command"],
    fields: new Map<string, Kind>([
      ...ANY_HOOK,
      ...keysOf("string", "command rewakeMessage rewakeSummary"),
      ...keysOf("list", "args"),
      ...keysOf("boolean", "async asyncRewake holdsTools"),
      ["shell", ["bash", "powershell"]],
      ON_FAILURE,
    ]),
  },
  http: {
    needed: ["url"],
    fields: new Map<string, Kind>([
      ...ANY_HOOK,
      ...keysOf("string", "url"),
      ...keysOf("object", "headers"),
      ...keysOf("list", "allowedEnvVars"),
      ON_FAILURE,
    ]),
  },
  mcp_tool: {
    needed: ["server", "tool"],
    fields: new Map<string, Kind>([...ANY_HOOK, ...keysOf("string", "server tool"), ...keysOf("object", "input")]),
  },
  prompt: {
    needed: ["prompt"],
    fields: new Map<string, Kind>([
      ...ANY_HOOK,
      ...keysOf("string", "prompt model"),
      ...keysOf("boolean", "continueOnBlock"),
    ]),
  },
  agent: {
    needed: ["prompt"],
    fields: new Map<string, Kind>([...ANY_HOOK, ...keysOf("string", "prompt model")]),
  },
};
