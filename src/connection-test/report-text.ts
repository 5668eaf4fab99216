import { causeEntry, type Cause } from '../vendors/causes.ts';
import type { Verdict } from '../vendors/stages.ts';
import { terminalLine } from '../core/text/terminal.ts';

/** Maximum characters of each kind of text in a report. */
export const longest = { words: 300, remark: 300, detail: 120, message: 200 } as const;

/**
 * Makes text of others safe to print. It masks before it cuts, since half a key is not recognized.
 * It masks twice: with line ends and control characters, since line ends belong to some keys, and
 * without them, since control characters may hide a key.
 */
export function reportText(text: string, redact: (text: string) => string, most: number): string {
  return cut(redact(terminalLine(redact(text))), most);
}

/** The `message` of a model: the catalogue's words followed by a fact, or other words instead. */
export function messageOf(
  cause: Cause,
  verdict: Verdict,
  fact: string | { readonly instead: string } | undefined,
): string {
  const { message } = causeEntry(cause);
  const said =
    typeof fact === 'object'
      ? fact.instead
      : fact === undefined || fact === ''
        ? message
        : `${message}: ${fact}`;
  if (verdict !== 'unknown') return cut(said, longest.message);
  // "Not sent: the budget is used up" says the first half already, and what was accepted is not said.
  const why = said
    .replace(/^(?:Not \w+: |Credentials accepted; |Reachable; )/, '')
    .replace(/^OK \(([^)]*)\)/, '$1');
  return cut(`Could not be tested: ${why}`, longest.message);
}

/** Cuts a text to `most` characters and marks the cut. */
function cut(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
}
