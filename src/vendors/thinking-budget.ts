import type { Reading } from './reading.ts';

/** A limit above the thinking that a proxy adds to every request. */
export const thinkingTokens = 2048;

/** Whether a request was refused because its limit leaves no room for thinking. */
export function wantsThinkingTokens(refused: Reading): boolean {
  const { cause, status = 200, words = '', detail = '' } = refused;
  // The limit was reached in thought: with more room the model shows that it answers.
  if (cause === 'TRUNCATED_OK' && status >= 400) return true;
  return (
    (cause === 'UNSUPPORTED_PARAM' || cause === 'REQUEST_REFUSED') &&
    /budget_tokens|thinking|max_tokens\W{0,3} must be greater/i.test(`${detail} ${words}`) &&
    // Where the form of thinking is refused, more room does not help.
    !/thinking\S{0,20} (?:is|are) (?:not supported|unsupported|deprecated)/i.test(words)
  );
}
