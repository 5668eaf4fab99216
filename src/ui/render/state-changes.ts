import type { TestedStateChange } from '../../operations/tested-states.ts';
import { cell, type Style } from '../style.ts';

/** One line a change: when, of what, what it was and is, and what was said. */
export function renderStateChange(
  { change, at }: { readonly change: TestedStateChange; readonly at: string },
  style: Style,
): string {
  const { profile, provider, part, status, message, cause, before } = change;
  const parts = [profile, provider, part].flatMap((each) => (each === undefined ? [] : cell(each)));
  if (style.layout === 'rows') {
    const [of, words] = [parts.join('/'), [before, status, cause, message].map(cell)];
    return [at, of, ...words].join('\t');
  }
  const paint = { valid: style.good, invalid: style.bad, fail: style.bad }[status] ?? style.warn;
  const from = before === undefined ? '' : `${before} → `;
  const why = cause === undefined ? cell(message) : `${cell(cause)}: ${cell(message)}`;
  return `${at}  ${parts.join('/')}  ${from}${paint(cell(status))}  ${why}`;
}
