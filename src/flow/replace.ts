import type { Surface } from "../core/event.ts";
import { visibleView } from "../detectors/visible.ts";
import { type Finder, recurringFinder } from "../redact/recurring.ts";
import { editsFor, type Found } from "../redact/redact.ts";
import { applyEdits } from "../redact/rewrite.ts";
import type { Hit } from "./collect.ts";
import type { Machine } from "./machine.ts";

export function foundOf({ match }: Hit): Found {
  return { span: match.span, type: match.rule.placeholder, bareNumber: match.bareNumber ?? false };
}

/** Finds the values of the hits wherever they recur; a weak word means something only where it was found. */
export function finderOf(hits: readonly Hit[]): Finder | null {
  const strong = hits.filter((hit) => !hit.match.weak);
  const finder = recurringFinder(
    strong.flatMap(({ value, match: { rule } }) =>
      [value, visibleView(value)?.text ?? value].map((form) => ({ value: form, type: rule.placeholder })),
    ),
  );
  return finder === null ? null : (text) => [...finder(text), ...inVisible(finder, text)];
}

/** Where a value is shown with codes for colours in it. */
function inVisible(finder: Finder, text: string): readonly Found[] {
  const view = visibleView(text);
  return view === null ? [] : finder(view.text).map((found) => ({ ...found, span: view.toOriginal(found.span) }));
}

/** Each surface with placeholders for what was found in it and for what recurs in it; the same object where nothing was. */
export function replaceIn(surfaces: readonly Surface[], hits: readonly Hit[], machine: Machine): readonly Surface[] {
  const bySurface = new Map<string, Hit[]>();
  for (const hit of hits) {
    const key = addressOf(hit.surface);
    const own = bySurface.get(key);
    if (own === undefined) bySurface.set(key, [hit]);
    else own.push(hit);
  }
  const finder = finderOf(hits);
  return surfaces.map((surface) => {
    const own = bySurface.get(addressOf(surface)) ?? [];
    const found = [...own.map(foundOf), ...(finder?.(surface.text) ?? [])];
    if (found.length === 0) return surface;
    return { ...surface, text: applyEdits(surface.text, editsFor(surface.text, found, machine.digest)) };
  });
}

function addressOf({ pointer, isKey }: Surface): string {
  return isKey ? `key ${pointer}` : pointer;
}
