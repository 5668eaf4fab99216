import { routesOf, type PortkeyRoute } from './context.ts';
import { requireScope } from './keys.ts';
import { workspaceOf } from './lookups.ts';
import { listOf } from './pages.ts';

/** The routes of /policies, to be read only: nothing makes a policy here, so that there is none. */
export function policyRoutes(): PortkeyRoute[] {
  const to = routesOf('policies');
  return ['/policies/usage-limits', '/policies/rate-limits'].map((path) =>
    to('GET', path, (state, call) => {
      requireScope(call.caller, 'policies.list');
      workspaceOf(state, call);
      return listOf([], call.query, 100, (each) => each);
    }),
  );
}
