import type { RecordedChange } from '../core/recorded-change.ts';
import { readPrevious } from '../planes/port/previous-provider.ts';

/** True if a change of the history is one of a provider of Port, and not only a test of it. */
export const changesProvider = ({ plane, kind, action }: RecordedChange): boolean =>
  plane === 'port' && kind === 'provider' && action !== 'tested';

/** True if what was there before a change can be put back whole. */
export function isRestorable(change: RecordedChange): boolean {
  if (!changesProvider(change)) return false;
  return readPrevious(change.before)?.omitted.length === 0;
}
