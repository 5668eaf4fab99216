import {
  budgetInWords,
  nextReset,
  rateInWords,
  usedFraction,
} from '../../planes/portkey/limits.ts';
import type {
  IntegrationWorkspaces,
  UsageLimit,
  WorkspaceAccess,
} from '../../planes/portkey/nouns.ts';
import { accessState } from '../../planes/portkey/access-state.ts';
import type { AccessChange } from '../../operations/integrations/access-plan.ts';
import { cell, time, type Style } from '../style.ts';
import { wrapped } from '../wrap.ts';
import { renderChanges, renderChangesDone, type Subject } from './integration-changes.ts';
import { usageBar } from './usage-bar.ts';

/** How much of a budget is used, as the server reports it: on a screen with a bar of the share. */
function used(limit: UsageLimit, style: Style): string {
  const { current_usage: reported, alert_threshold: alert } = limit;
  if (typeof reported !== 'number') return '-';
  const number = String(Number(reported.toFixed(2)));
  if (style.layout === 'rows') return number;
  const pastAlert = typeof alert === 'number' && reported >= alert;
  return `${usageBar(usedFraction(limit) ?? null, pastAlert, style)} (${number})`;
}

const stateOf = (row: WorkspaceAccess, style: Style): string => {
  const state = accessState(row);
  if (state === 'off') return style.dim('no access');
  return state === 'exhausted' ? style.bad('exhausted') : style.good('access');
};

const budgetsOf = (limits: readonly UsageLimit[]) => limits.map(budgetInWords).join('; ');

/** The access of workspaces to an integration. In rows: workspace, state, budget, use, rates, next reset. */
export function renderAccess(
  { workspaces, global_workspace_access: global }: IntegrationWorkspaces,
  style: Style,
): string {
  const rows = workspaces.map((row): string[] => {
    const [budget] = row.usage_limits;
    const reset = budget && nextReset(budget, style.now, { lastReset: row.last_reset_at });
    return [
      cell(row.id),
      stateOf(row, style),
      cell(budgetsOf(row.usage_limits)),
      budget ? used(budget, style) : '-',
      cell(row.rate_limits.map(rateInWords).join('; ')),
      reset ? time(reset.toISOString(), style) : '-',
    ];
  });
  if (style.layout === 'rows') return style.table([], rows);
  const table =
    rows.length === 0
      ? 'No workspaces.'
      : style.table(['WORKSPACE', 'STATE', 'BUDGET', 'USED (REPORTED)', 'RATE', 'RESET'], rows);
  const limits = [
    ...(global?.usage_limits ?? []).map(budgetInWords),
    ...(global?.rate_limits ?? []).map(rateInWords),
  ].join('; ');
  const later =
    global?.enabled === true
      ? `New workspaces get access${limits === '' ? ', unlimited' : `: ${limits}`}.`
      : 'New workspaces get no access by themselves.';
  return `${table}\n${wrapped(cell(later), style.width, '')}`;
}

const ofAccess: Subject<AccessChange> = {
  head: 'WORKSPACE',
  plural: 'workspaces',
  nameOf: ({ workspace }) => (workspace === null ? 'new workspaces' : cell(workspace)),
};

/** Differences of access, one a line. In rows: workspace, field, before, after. */
export const renderAccessChanges = renderChanges(ofAccess);

/** A change of access that is over. In rows: action, workspace, field, before, after. */
export const renderAccessDone = renderChangesDone(ofAccess);
