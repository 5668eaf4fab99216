import type { Access } from '../../operations/integrations/access.ts';
import { budgetInWords, rateInWords } from '../../planes/portkey/limits.ts';
import { cell, time, type Style } from '../style.ts';
import { usageBar } from './usage-bar.ts';

/** In rows: integration, workspace, state, budget, reported use, next reset, rates. */
export function renderAccess(rows: readonly Access[], style: Style): string {
  if (rows.length === 0) {
    return style.layout === 'rows' ? '' : 'No workspace has access to any of these integrations.';
  }
  return style.table(
    ['INTEGRATION', 'WORKSPACE', 'STATE', 'BUDGET', 'USED', 'RESET', 'RATE'],
    rows.map((row) => [
      cell(row.integration),
      cell(row.workspace),
      stateOf(row, style),
      row.usage_limit === null
        ? '-'
        : cell(budgetInWords({ ...row.usage_limit, alert_threshold: null })),
      usageBar(row.used, row.past_alert, style),
      row.next_reset === null ? '-' : time(row.next_reset, style),
      cell(row.rate_limits.map(rateInWords).join(', ')),
    ]),
  );
}

function stateOf({ enabled, status }: Access, style: Style): string {
  if (!enabled) return style.dim('off');
  return status === 'exhausted' ? style.bad('exhausted') : style.good('on');
}
