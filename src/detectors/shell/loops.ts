import type { CompoundList, For, Select, TestCommand, Word } from "unbash";
import { mergeSpans } from "./branches.ts";
import { expandText, expandWord } from "./expand.ts";
import type { Outcome, Shell, Variable } from "./machine.ts";
import { cloneState, DONE, opposite } from "./machine.ts";
import { testFails } from "./programs/failure.ts";
import { expander, runBody, runNested } from "./run.ts";
import type { Flow, Value } from "./value.ts";
import { joinFlows, literal, UNKNOWN } from "./value.ts";

/** All its words at once; and then the last one alone, which decides whether the loop fails. */
export function runFor(node: For | Select, shell: Shell, stdin: Flow): Outcome {
  const { machine, state } = shell;
  const variable = loopVariable(node.wordlist, shell);
  const last = variable.values.at(-1);
  state.variables.set(node.name.value, variable);
  if (variable.values.length < 2 || last === undefined || machine.atOnce) return runLoop([node.body], shell, stdin);
  machine.atOnce = true;
  const all = runLoop([node.body], shell, stdin);
  machine.atOnce = false;
  if (all.out.sources.length === 0) return all;
  const variables = new Map(state.variables).set(node.name.value, { ...variable, values: [last] });
  const { fails } = runLoop([node.body], { machine, state: { ...cloneState(state), variables } }, stdin);
  return { ...all, fails };
}

/** `[[ … ]]` */
export function runTest(node: TestCommand, shell: Shell): Outcome {
  const { machine } = shell;
  const { guesses } = machine;
  const isNegated = node.expression.type === "TestNot" && node.expression.negations.length % 2 === 1;
  const expression = isNegated ? node.expression.operand : node.expression;
  if (expression.type !== "TestUnary") {
    runNested(node, shell);
    return DONE;
  }
  const [operand] = expandText(expression.operand, expander(shell));
  const isGuess = machine.guesses > guesses;
  if (isGuess) return DONE;
  const fails = testFails(expression.operator, operand?.text ?? "", shell);
  return { ...DONE, fails: isNegated ? opposite(fails) : fails };
}

export function runLoop(bodies: readonly CompoundList[], shell: Shell, stdin: Flow): Outcome {
  let all: Outcome = DONE;
  for (const body of bodies) {
    const next = runBody(body, shell, stdin);
    all = {
      out: joinFlows(all.out, next.out),
      network: all.network || next.network,
      fails: next.fails === "yes" ? "yes" : "unknown",
      exits: false,
    };
  }
  return all;
}

function loopVariable(words: readonly Word[] | undefined, shell: Shell): Variable {
  if (words === undefined) return shell.state.variables.get("@") ?? { values: [literal(UNKNOWN)], spans: [] };
  const values: Value[] = words.flatMap((word) => expandWord(word, expander(shell)));
  const span = words.length === 0 ? [] : [{ start: words[0]?.pos ?? 0, end: words.at(-1)?.end ?? 0 }];
  return {
    values: values.length > 64 ? [literal(UNKNOWN)] : values,
    spans: shell.machine.within === null ? mergeSpans(shell.machine.used, span) : [],
  };
}
