import type { Style } from '../style.ts';

const columns = 6;

/**
 * Draws how much of a budget is used, as the server reports it: a bar with its percentage on a screen,
 * the percentage alone in rows. Past the threshold of its alert it warns, when all is used it is bad.
 *
 * @param used 1 is the whole budget; null where the server reports nothing
 */
export function usageBar(used: number | null, pastAlert: boolean, style: Style): string {
  if (used === null) return '-';
  const percent = `${Math.round(used * 100)}%`;
  if (style.layout === 'rows') return percent;
  const filled = Math.min(columns, Math.max(0, Math.round(used * columns)));
  const bar = `${'█'.repeat(filled)}${'░'.repeat(columns - filled)} ${percent}`;
  if (used >= 1) return style.bad(bar);
  return pastAlert ? style.warn(bar) : bar;
}
