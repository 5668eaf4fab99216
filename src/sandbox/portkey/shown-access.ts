import type { PortkeyState, StoredIntegration, StoredUsageLimit } from '../store/portkey-state.ts';

/** So many workspaces may use an integration now. */
export function accessCount(
  { workspaces }: PortkeyState,
  { access }: Pick<StoredIntegration, 'access'>,
): number {
  return workspaces.filter(({ id, status }) => status === 'active' && access[id]?.enabled === true)
    .length;
}

/** What new workspaces get, as answers show it; null when nothing was ever set. */
export function shownGlobalAccess({ global_access: global }: StoredIntegration) {
  if (!global) return null;
  const { enabled, usage_limit, rate_limit } = global;
  return {
    enabled,
    usage_limits: usage_limit && [shownDefault(usage_limit)],
    rate_limits: rate_limit && [rate_limit],
  };
}

/** A budget that nothing is counted against. */
function shownDefault({ id: _its, credit_limit, alert_threshold, ...rest }: StoredUsageLimit) {
  return {
    ...rest,
    ...(credit_limit === null ? {} : { credit_limit }),
    ...(alert_threshold === null ? {} : { alert_threshold }),
  };
}
