import type { Redactor, TextRange } from './redactor.ts';

/** What is kept of a text that was handed on: a value may have begun in it. */
const keptContext = 512;

/** More is not held back: no value that is known is longer, and no reader waits for ever. */
const mostHeld = 64 * 1024;

/** Masks a foreign text that comes in pieces, as if it had come in one. */
export interface RedactedPieces {
  /**
   * Takes the next pieces and returns them masked, one for one. What may be the beginning of a value is
   * held back, and begins the piece after it.
   */
  readonly take: (pieces: readonly string[]) => string[];
  /** Returns what is still held back. */
  readonly end: () => string;
}

/** How such a text is masked. */
export interface PieceMasking {
  /**
   * False where pieces are not to be joined by their reader, such as names and numbers: nothing is held
   * back, and of a value that was cut in two the second part is masked.
   */
  readonly holds: boolean;
}

/** Starts to mask a text that comes in pieces. */
export function redactedPieces(
  redactor: Pick<Redactor, 'rangesIn' | 'begunIn'>,
  { holds }: PieceMasking = { holds: true },
): RedactedPieces {
  let context = '';
  let held = '';

  /** Hands on the text up to an index, piece by piece; `ends` are the indexes after the pieces. */
  const handOn = (whole: string, ends: readonly number[], until: number): string[] => {
    const ranges = redactor.rangesIn(whole);
    let done = context.length;
    const masked = ends.map((end) => {
      const from = done;
      done = Math.max(from, Math.min(end, until));
      return maskedPart(whole, ranges, [from, done], context.length);
    });
    context = whole.slice(Math.max(0, until - keptContext), until);
    held = whole.slice(until);
    return masked;
  };

  return {
    take(pieces) {
      const before = context + held;
      const whole = before + pieces.join('');
      let end = before.length;
      const ends = pieces.map((piece) => (end += piece.length));
      const begun = holds ? redactor.begunIn(whole) : whole.length;
      const until = whole.length - begun > mostHeld ? whole.length : begun;
      return handOn(whole, ends, Math.max(context.length, until));
    },
    end() {
      const whole = context + held;
      return handOn(whole, [whole.length], whole.length).join('');
    },
  };
}

/** A part of a text with a mask for each value; of one that began earlier only the rest is left out. */
function maskedPart(
  text: string,
  ranges: readonly TextRange[],
  [from, until]: TextRange,
  shown: number,
): string {
  if (from === until) return '';
  let done = from;
  let part = '';
  for (const [start, end] of ranges) {
    if (end <= from || start >= until) continue;
    if (start > done) part += text.slice(done, start);
    // Masked where it begins, or where it goes on after what was shown before it was known.
    if (start >= from || from === shown) part += '[secret]';
    done = Math.max(done, Math.min(end, until));
  }
  return part + text.slice(done, Math.max(done, until));
}
