import type { IntegrationAccess } from '../../operations/integrations/access.ts';
import { budgetInWords, rateInWords } from '../../planes/portkey/limits.ts';
import { cell, time, type Style } from '../style.ts';
import { usageBar } from './usage-bar.ts';

/** In rows: integration, workspace, state, budget, reported use, next reset, rates. */
export function renderAccess(rows: readonly IntegrationAccess[], style: Style): string {
  if (style.layout === 'rows') {
    return style.table(
      [],
      rows.map((row) => [...namesOf(row), stateOf(row, style), ...limitsOf(row, style)]),
    );
  }
  if (rows.length === 0) return 'No workspace has access to any of these integrations.';
  return style.table(
    ['INTEGRATION', 'WORKSPACE', 'BUDGET', 'USED', 'RESET', 'RATES'],
    // Without access there is no limit to show.
    rows.map((row) =>
      row.enabled && row.status !== 'exhausted'
        ? [...namesOf(row), ...limitsOf(row, style)]
        : [...namesOf(row), stateAndBudget(row, style), ...limitsOf(row, style).slice(1)],
    ),
  );
}

/** Where a budget is used up, it is still what everybody asks for. */
function stateAndBudget(row: IntegrationAccess, style: Style): string {
  const state = stateOf(row, style);
  const [budget = '-'] = limitsOf(row, style);
  return budget === '-' ? state : `${budget} (${state})`;
}

const namesOf = ({ integration, workspace }: IntegrationAccess) => [
  cell(integration),
  cell(workspace),
];

function limitsOf(row: IntegrationAccess, style: Style): string[] {
  const { usage_limit: budget, used, past_alert: pastAlert, next_reset: reset } = row;
  return [
    budget === null ? '-' : cell(budgetInWords({ ...budget, alert_threshold: null })),
    usageBar(used, pastAlert, style),
    reset === null ? '-' : time(reset, style),
    cell(row.rate_limits.map(rateInWords).join(', ')),
  ];
}

function stateOf({ enabled, status }: IntegrationAccess, style: Style): string {
  if (!enabled) return style.dim('off');
  return status === 'exhausted' ? style.bad('exhausted') : style.good('on');
}
