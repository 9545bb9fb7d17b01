// Generated from rules/actions.json; `npx vitest run --config test/vitest.config.ts actions/rules -u` writes it anew.
import type { ActionRule } from "./action.ts";

export type ActionId =
  | "action/recursive-delete-home"
  | "action/recursive-delete-outside"
  | "action/recursive-delete-project"
  | "action/recursive-delete-unknown"
  | "action/disk-overwrite"
  | "action/credential-store-read"
  | "action/credential-exfiltration"
  | "action/credential-copy"
  | "action/guard-write"
  | "action/guard-settings"
  | "action/guard-switch-off"
  | "action/guard-key-read"
  | "action/guard-uninstall"
  | "action/guard-unguarded-agent"
  | "action/guard-checkout"
  | "action/unparsed-command"
  ;

export const ACTION_RULES: Readonly<Record<ActionId, ActionRule>> = {
  "action/recursive-delete-home": {"id":"action/recursive-delete-home","title":"Recursive delete of the home folder, the root or a system folder","category":"action","severity":"critical","confidence":"high","placeholder":"ACTION","response":"block","advice":"Delete only named folders inside the project, or ask the person to do this."},
  "action/recursive-delete-outside": {"id":"action/recursive-delete-outside","title":"Recursive delete outside the project","category":"action","severity":"high","confidence":"high","placeholder":"ACTION","response":"ask","advice":"Delete only inside the project or below a temp folder, or let the person confirm."},
  "action/recursive-delete-project": {"id":"action/recursive-delete-project","title":"Recursive delete of the whole project or its history","category":"action","severity":"high","confidence":"high","placeholder":"ACTION","response":"ask","advice":"Name the folders inside the project that are to go."},
  "action/recursive-delete-unknown": {"id":"action/recursive-delete-unknown","title":"Recursive delete of something that the command does not tell","category":"action","severity":"high","confidence":"medium","placeholder":"ACTION","response":"ask","advice":"Write the path out, or set the variable in the same command."},
  "action/disk-overwrite": {"id":"action/disk-overwrite","title":"Overwriting of a disk","category":"action","severity":"critical","confidence":"high","placeholder":"ACTION","response":"block","advice":"Write to an image file inside the project, or ask the person to do this."},
  "action/credential-store-read": {"id":"action/credential-store-read","title":"Reading of a key or credential store outside the project","category":"action","severity":"high","confidence":"high","placeholder":"ACTION","response":"ask","advice":"Use the program that owns the store (aws, gh, ssh, git), or let the person confirm."},
  "action/credential-exfiltration": {"id":"action/credential-exfiltration","title":"Sending of a credential file over the network","category":"action","severity":"critical","confidence":"high","placeholder":"ACTION","response":"block","advice":"Send only what is needed, without credentials, or ask the person to do this."},
  "action/credential-copy": {"id":"action/credential-copy","title":"Copying of a credential file to another machine","category":"action","severity":"high","confidence":"high","placeholder":"ACTION","response":"ask","advice":"Let the person confirm the file and the machine."},
  "action/guard-write": {"id":"action/guard-write","title":"Change of the guard's own files","category":"action","severity":"critical","confidence":"high","placeholder":"ACTION","response":"block","advice":"Leave the guard's files alone; the person changes them with the command defenter."},
  "action/guard-settings": {"id":"action/guard-settings","title":"Change of hook settings or of the guard's policy","category":"action","severity":"high","confidence":"high","placeholder":"ACTION","response":"ask","advice":"Say what you want to change there and let the person confirm."},
  "action/guard-switch-off": {"id":"action/guard-switch-off","title":"Switching off of the guard","category":"action","severity":"critical","confidence":"high","placeholder":"ACTION","response":"block","advice":"Leave the hooks as they are; the person switches them off with `defenter uninstall`."},
  "action/guard-key-read": {"id":"action/guard-key-read","title":"Reading of the guard's keys","category":"action","severity":"critical","confidence":"high","placeholder":"ACTION","response":"block","advice":"Use `defenter log` and `defenter status` to see what the guard did."},
  "action/guard-uninstall": {"id":"action/guard-uninstall","title":"Installing or removing of the guard","category":"action","severity":"critical","confidence":"high","placeholder":"ACTION","response":"block","advice":"Ask the person to run the command in their own terminal."},
  "action/guard-unguarded-agent": {"id":"action/guard-unguarded-agent","title":"Starting of an agent without its guard","category":"action","severity":"high","confidence":"high","placeholder":"ACTION","response":"ask","advice":"Start it without --settings, --bare and --safe-mode, or let the person confirm."},
  "action/guard-checkout": {"id":"action/guard-checkout","title":"Git command that would take the guard's files away","category":"action","severity":"high","confidence":"high","placeholder":"ACTION","response":"ask","advice":"Merge the guard's files into that branch first, or let the person confirm."},
  "action/unparsed-command": {"id":"action/unparsed-command","title":"Command that could not be analysed","category":"action","severity":"medium","confidence":"medium","placeholder":"ACTION","response":"ask","advice":"Write it as several plain commands."},
};
