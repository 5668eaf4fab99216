import type { CheckView } from '../doctor.ts';

type ShownVerdict = CheckView['verdict'];

const signs: Readonly<Record<ShownVerdict, string>> = {
  pass: '✓',
  warn: '!',
  fail: '✗',
  unknown: '?',
  skip: '–',
};

/** A verdict by its sign and its word. */
export const markInHtml = (verdict: ShownVerdict): string =>
  `<span class="mark ${verdict}">${signs[verdict]} ${verdict}</span>`;

/** The worst of several verdicts; of nothing it is a pass. */
export function worstVerdict(verdicts: readonly ShownVerdict[]): Exclude<ShownVerdict, 'skip'> {
  const order = ['fail', 'warn', 'unknown'] as const;
  return order.find((each) => verdicts.includes(each)) ?? 'pass';
}

/** `1 check`, `2 checks`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
