import type { QuotaView } from '../../operations/quota.ts';
import { cell, time, type Style } from '../style.ts';
import { renderFacts } from './providers.ts';
import { usageBar } from './usage-bar.ts';

/** Past this share a person should know. */
const alertFrom = 0.8;

const untold = 'Port does not say';

/** In rows: month, used, limit, left, time of the reset. */
export function renderQuota(view: QuotaView, style: Style): string {
  const { month, monthlyLimit, remainingQuota, _portai } = view;
  const { used, share, resetsAt } = _portai;
  if (style.layout === 'rows') {
    const reset = resetsAt === null ? '-' : time(resetsAt, style);
    return [cell(month), cell(used), cell(monthlyLimit), cell(remainingQuota), reset].join('\t');
  }
  const said = (value: unknown) => (value === null || value === undefined ? untold : cell(value));
  const bar = share === null ? [] : [usageBar(share, share >= alertFrom, style)];
  const usage = used === null ? untold : [`${used} of ${cell(monthlyLimit)}`, ...bar].join('  ');
  return renderFacts(
    [
      ['month', said(month)],
      ['used', usage],
      ['left', said(remainingQuota)],
      ['reset', resetsAt === null ? untold : `${time(resetsAt, style)} (${resetsAt})`],
    ],
    style,
  );
}
