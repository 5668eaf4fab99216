import type { UsageLimit, WorkspaceAccess } from './nouns.ts';

/** The state of an access: what requests meet. */
export type AccessState = 'off' | 'exhausted' | 'active';

/**
 * Returns the state of an access. A budget that is used up ends requests, whether the server says so of
 * the access or of its budget alone.
 */
export function accessState({
  enabled,
  status,
  usage_limits: budgets,
}: Pick<WorkspaceAccess, 'enabled' | 'status'> & {
  readonly usage_limits: readonly Pick<UsageLimit, 'status'>[];
}): AccessState {
  if (!enabled) return 'off';
  const all = [status, ...budgets.map((budget) => budget.status)];
  return all.includes('exhausted') ? 'exhausted' : 'active';
}
