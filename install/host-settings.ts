import { anyOf, anything, flag, listOf, number, object, oneOf, recordOf, type Shape, someText, text } from "./shape.ts";

/**
 * What Claude Code 2.1.331 takes for a settings file. Wherever a known key holds something else it drops the whole file,
 * in silence and with every hook in it; keys that it does not know may hold anything. Read off that version's own schema,
 * and the worst of it proved by the live tests.
 */

/** Types of hooks, each with what it must and may have. Another type is invalid. */
const COMMON = { if: text, timeout: number({ above: 0 }), statusMessage: text, once: flag };
const ON_FAILURE = oneOf("continue", "block");
export const HOOKS: Readonly<Record<string, Shape>> = {
  command: object(
    {
      ...COMMON,
      command: text,
      args: listOf(text),
      shell: oneOf("bash", "powershell"),
      onFailure: ON_FAILURE,
      async: flag,
      asyncRewake: flag,
      holdsTools: flag,
      rewakeMessage: someText,
      rewakeSummary: someText,
    },
    ["command"],
  ),
  prompt: object({ ...COMMON, prompt: text, model: text, continueOnBlock: flag }, ["prompt"]),
  agent: object({ ...COMMON, prompt: text, model: text }, ["prompt"]),
  http: object(
    {
      ...COMMON,
      url: (value) =>
        text(value) ?? (URL.canParse(String(value)) ? null : { path: [], what: "is no URL", isValue: false }),
      onFailure: ON_FAILURE,
      headers: recordOf(text),
      allowedEnvVars: listOf(text),
    },
    ["url"],
  ),
  mcp_tool: object({ ...COMMON, server: text, tool: text, input: recordOf(anything) }, ["server", "tool"]),
};

/** Events that it knows. An entry under another one is ignored. */
export const EVENTS: ReadonlySet<string> = new Set(
  (
    "PreToolUse PostToolUse PostToolUseFailure PostToolBatch Notification UserPromptSubmit UserPromptExpansion " +
    "SessionStart SessionEnd Stop StopFailure SubagentStart SubagentStop PreCompact PostCompact PreModelSwitch " +
    "PostModelSwitch PermissionRequest PermissionDenied Setup TeammateIdle TaskCreated TaskCompleted Elicitation " +
    "ElicitationResult ConfigChange WorktreeCreate WorktreeRemove InstructionsLoaded CwdChanged FileChanged " +
    "DirectoryAdded MessageDisplay"
  ).split(" "),
);

const FLAGS = (
  "respectGitignore syncClaudeAiSkills syncClaudeAiPlugins wslInheritsWindowsSettings includeGitInstructions " +
  "includeCoAuthoredBy enforceAvailableModels enableAllProjectMcpServers disableClaudeAiConnectors disableBundledSkills " +
  "disableDirectMcpSkills disableAllHooks disableReplyCheck disableAgentView disableRemoteControl disableWorkflows " +
  "disableArtifact enableArtifact enableWorkflows workflowKeywordTriggerEnabled disableSkillShellExecution " +
  "disableWindowsBashCommandSplit bashEditDiffEnabled respondToBashCommands allowManagedHooksOnly " +
  "allowManagedPermissionRulesOnly allowManagedMcpServersOnly allowAllClaudeAiMcps allowClaudeInChromeWithManagedMcp " +
  "disableCommandPluginSources disableSideloadFlags allowNestedModelAccessUnderForceLogin forceRemoteSettingsRefresh " +
  "skipWebFetchPreflight spinnerTipsEnabled clawdFileProgressEnabled syntaxHighlightingDisabled terminalTitleFromRename " +
  "alwaysThinkingEnabled fastMode fastModePerSessionOptIn promptSuggestionEnabled emojiCompletionEnabled " +
  "awaySummaryEnabled responseComparisonEnabled showClearContextOnPlanAccept channelsEnabled prefersReducedMotion " +
  "doneMeansMerged totalTokensReminderAfterUserTurn autoMemoryEnabled autoDreamEnabled showThinkingSummaries " +
  "skipDangerousModePermissionPrompt skipWorkflowUsageWarning verbose autoCompactEnabled precomputeCompactionEnabled " +
  "idleCompaction switchModelsOnFlag autoContinueAtUsageLimit autoScrollEnabled wheelScrollAccelerationEnabled " +
  "fileCheckpointingEnabled showTurnDuration showMessageTimestamps terminalProgressBarEnabled todoFeatureEnabled " +
  "remoteControlAtStartup isolatePeerMachines autoUploadSessions inputNeededNotifEnabled agentPushNotifEnabled " +
  "skipAutoPermissionPrompt useAutoModeDuringPlan voiceEnabled axScreenReader"
).split(" ");

const TEXTS = (
  "$schema apiKeyHelper proxyAuthHelper awsCredentialExport awsAuthRefresh gcpAuthRefresh processWrapper " +
  "attributionProject model modelCatalogUrl modelCatalogPublicKey prUrlTemplate otelHeadersHelper outputStyle language " +
  "advisorModel agent minimumVersion requiredMinimumVersion requiredMaximumVersion downloadsMirrorUrl plansDirectory " +
  "autoMemoryDirectory timeFormat timeZone claudeMd pluginTrustMessage"
).split(" ");

const LISTS_OF_TEXT = (
  "fallbackModel availableModels allowedHttpHookUrls " +
  "httpHookAllowedEnvVars pluginSuggestionMarketplaces companyAnnouncements claudeMdExcludes"
).split(" ");

const POSITIVE = number({ whole: true, above: 0 });
const CLOCK: Shape = (value) =>
  text(value) ??
  (/^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(String(value)) ? null : { path: [], what: "is no time", isValue: false });
const OPTION_VALUES = recordOf(anyOf(text, number(), flag, listOf(text)));
const MARKETPLACE_SOURCES = "url github git npm file directory skills-dir hostPattern pathPattern settings".split(" ");
const MARKETPLACES = listOf(object({ source: oneOf(...MARKETPLACE_SOURCES) }, ["source"]));

const PERMISSIONS = object({
  // Rules in them that are no text are left out by themselves.
  allow: listOf(anything),
  deny: listOf(anything),
  ask: listOf(anything),
  defaultMode: oneOf("acceptEdits", "auto", "bypassPermissions", "default", "dontAsk", "plan", "manual"),
  disableBypassPermissionsMode: oneOf("disable"),
  disableAutoMode: oneOf("disable"),
  blockReadsOutsideWorkingDirectories: flag,
  blockFileToolReadsOutsideWorkingDirectories: flag,
  blockWritesOutsideWorkingDirectories: flag,
  denyInsteadOfPrompting: flag,
  additionalDirectories: listOf(text),
});

const SANDBOX = object({
  enabled: flag,
  failIfUnavailable: flag,
  autoAllowBashIfSandboxed: flag,
  allowUnsandboxedCommands: flag,
  network: object({
    allowedDomains: listOf(text),
    deniedDomains: listOf(text),
    strictAllowlist: flag,
    allowManagedDomainsOnly: flag,
    allowUnixSockets: listOf(text),
    allowAllUnixSockets: flag,
    allowLocalBinding: flag,
    allowMachLookup: listOf(text),
    httpProxyPort: number(),
    socksProxyPort: number(),
  }),
  filesystem: object({
    allowWrite: listOf(text),
    denyWrite: listOf(text),
    denyRead: listOf(text),
    allowRead: listOf(text),
    allowManagedReadPathsOnly: flag,
    disabled: flag,
  }),
  credentials: object({}),
  windows: object({ backend: oneOf("sandboxuser", "mxc") }),
  ignoreViolations: recordOf(listOf(text)),
  enableWeakerNestedSandbox: flag,
  allowNestedUserNamespaces: flag,
  enableWeakerNetworkIsolation: flag,
  allowAppleEvents: flag,
  excludedCommands: listOf(text),
  ripgrep: object({ command: text, args: listOf(text) }, ["command"]),
});

/** Every known key but `hooks`. */
export const SETTINGS: Shape = object({
  ...Object.fromEntries(FLAGS.map((key) => [key, flag])),
  ...Object.fromEntries(TEXTS.map((key) => [key, text])),
  ...Object.fromEntries(LISTS_OF_TEXT.map((key) => [key, listOf(text)])),
  // Its values are made text, whatever they are.
  env: recordOf(anything),
  permissions: PERMISSIONS,
  sandbox: SANDBOX,
  statusLine: object({ type: oneOf("command"), command: text, padding: number(), hideVimModeIndicator: flag }, [
    "type",
    "command",
  ]),
  fileSuggestion: object({ type: oneOf("command"), command: text }, ["type", "command"]),
  cleanupPeriodDays: POSITIVE,
  desktopSessionCleanupPeriodDays: number({ whole: true, min: 0 }),
  skillListingMaxDescChars: POSITIVE,
  skillListingBudgetFraction: number({ above: 0, max: 1 }),
  totalTokensReminderBudget: POSITIVE,
  feedbackSurveyRate: number({ min: 0, max: 1 }),
  attribution: anyOf(flag, object({ commit: text, pr: text, sessionUrl: flag })),
  breakReminder: object({ enabled: flag, intervalMinutes: POSITIVE, breakThresholdMinutes: POSITIVE, message: text }),
  quietHours: object({ enabled: flag, start: CLOCK, end: CLOCK }),
  modelOverrides: recordOf(text),
  skillOverrides: recordOf(oneOf("on", "name-only", "user-invocable-only", "off")),
  worktree: object({ symlinkDirectories: listOf(text), sparsePaths: listOf(text), baseRef: oneOf("fresh", "head") }),
  enabledPlugins: recordOf(anyOf(listOf(text), flag)),
  pluginConfigs: recordOf(object({ mcpServers: recordOf(OPTION_VALUES), options: OPTION_VALUES })),
  spinnerVerbs: object({ mode: oneOf("append", "replace"), verbs: listOf(text) }, ["mode", "verbs"]),
  remote: object({ defaultEnvironmentId: text }),
  remoteTools: object({ allowUnattendedServing: flag }),
  voice: object({ enabled: flag, mode: oneOf("hold", "tap"), autoSubmit: flag }),
  allowedChannelPlugins: listOf(object({ marketplace: text, plugin: text }, ["marketplace", "plugin"])),
  sshConfigs: listOf(
    object(
      {
        id: text,
        name: text,
        sshHost: text,
        sshPort: number({ whole: true }),
        sshIdentityFile: text,
        startDirectory: text,
      },
      ["id", "name", "sshHost"],
    ),
  ),
  autoMode: object({
    allow: listOf(text),
    soft_deny: listOf(text),
    hard_deny: listOf(text),
    environment: listOf(text),
    classifyAllShell: flag,
  }),
  forceLoginOrgUUID: anyOf(text, listOf(text)),
  enabledMcpjsonServers: anyOf(text, listOf(text)),
  disabledMcpjsonServers: anyOf(text, listOf(text)),
  strictKnownMarketplaces: MARKETPLACES,
  allowedMarketplaces: MARKETPLACES,
  blockedMarketplaces: MARKETPLACES,
  workflowSizeGuideline: oneOf("unrestricted", "small", "medium", "large"),
  defaultShell: oneOf("bash", "powershell"),
  parentSettingsBehavior: oneOf("first-wins", "merge"),
  managedSourcesBehavior: oneOf("first-wins", "merge"),
  feedbackDrafts: oneOf("notify", "quiet", "off"),
  autoUpdatesChannel: oneOf("latest", "stable", "rc"),
  tui: oneOf("default", "fullscreen"),
  totalTokensReminder: oneOf("off", "infinite", "fixed", "countdown", "padded-countdown"),
  disableAutoMode: oneOf("disable"),
  disableDeepLinkRegistration: oneOf("disable"),
  defaultView: oneOf("chat", "transcript"),
  daemonColdStart: oneOf("transient", "ask"),
});

/** Keys of which 2.1.331 overlooks a wrong value; whether another version does, nobody knows. Only their types are told. */
export const TOLERATED: Shape = object({
  ...Object.fromEntries(
    (
      "desktopMcpServersListScope availableModelsMatch forceLoginMethod forceLoginGatewayUrl viewMode promptCacheTtl subagentPromptCacheTtl " +
      "effortLevel maxEffortLevel askUserQuestionTimeout dialogExpiry modelProposedGoals theme editorMode " +
      "keybindingFlavor preferredNotifChannel teammateMode crossSessionInbound remoteMessageReceipts"
    )
      .split(" ")
      .map((key) => [key, text]),
  ),
  ...Object.fromEntries(
    "bashOutputMaxChars taskOutputMaxChars maxProseWidth precomputeArmTokens autoCompactWindow"
      .split(" ")
      .map((key) => [key, number()]),
  ),
  ...Object.fromEntries(
    (
      "additionalDirectoryConfigRoots subagentStatusLine spinnerTipsOverride spellcheck modelSettings " +
      "vimInsertModeRemaps autoCompactOfferAnswer policyHelper policyHelpers attributionProjectPolicy modelPicker " +
      "modelPricing extraKnownMarketplaces additionalMarketplaces managedMcpServers remoteControl"
    )
      .split(" ")
      .map((key) => [key, object({})]),
  ),
  ...Object.fromEntries(
    "footerLinksRegexes prependPlugins appendPlugins gatewayInternalNetworks allowedProviders deniedModels allowedMcpServers deniedMcpServers"
      .split(" ")
      .map((key) => [key, listOf(anything)]),
  ),
  ultracode: flag,
  autoCompactRaisedForLoad: flag,
});
