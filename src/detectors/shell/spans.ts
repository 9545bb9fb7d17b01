import type { SyntaxNode } from "unbash";
import { forEachChild } from "unbash";
import type { Span } from "../../core/finding.ts";

/** The parts of the command that a node consists of: here-documents lie behind the line that they belong to. */
export function spansOf(node: SyntaxNode): Span[] {
  return [{ start: node.pos, end: node.end }, ...bodies(node)];
}

function bodies(node: SyntaxNode): Span[] {
  const found: Span[] = [];
  forEachChild(node, (child) => {
    if (child.type === "HereDoc") found.push({ start: child.body.pos, end: child.body.end });
    else if (child.type !== "Word" && child.type !== "Assignment") found.push(...bodies(child));
  });
  return found;
}
