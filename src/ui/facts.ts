import { padToWidth, textWidth, widestWord } from './text-width.ts';
import { wrapLines } from './wrap.ts';

/** Blanks between a name and its value. */
const gap = 2;

/**
 * Names and values in two columns, for a screen of so many columns. Values wrap at blanks; one with a
 * word that has no room beside the names stands below its name, so that the word stays whole.
 */
export function alignedFacts(facts: readonly (readonly [string, string])[], width: number): string {
  const widest = Math.max(0, ...facts.map(([name]) => textWidth(name)));
  const indent = widest + gap;
  return facts
    .flatMap(([name, value]) => {
      const needed = Math.min(width, widestWord(value));
      if (needed > width - indent) {
        const margin = Math.min(gap, width - needed);
        const below = wrapLines(value, width - margin).map((line) => ' '.repeat(margin) + line);
        return textWidth(name) === 0 ? below : [name, ...below];
      }
      return wrapLines(value, width - indent).map((line, index) =>
        index === 0 ? padToWidth(name, indent) + line : ' '.repeat(indent) + line,
      );
    })
    .map((line) => line.trimEnd())
    .join('\n');
}
