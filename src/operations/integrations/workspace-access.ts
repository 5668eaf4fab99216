import type { Clock } from '../ports.ts';
import { calls } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { IntegrationWorkspaces } from '../../planes/portkey/nouns.ts';
import { refuse } from '../../core/problem.ts';
import type { DryRun } from '../dry-run.ts';
import { accessDeviations, accessIn, readableAccess } from './access-look.ts';
import type { AccessChange, AccessPlan } from './access-plan.ts';
import { contradictionsIn, refuseNothingToDo, type AccessRequest } from './access-request.ts';
import { planAccess, readBeside } from './access-targets.ts';
import { lookAfterWrite, requireAsAsked } from './after-write.ts';
import { portkeyDryRun } from './portkey-dry-run.ts';
import { globalAccess, listAccess } from './read-access.ts';
import { explained } from './refusals.ts';

/** All dependencies of a change of access on the outside. */
export interface AccessDependencies {
  readonly client: PortkeyClient;
  readonly sleep: Clock['sleep'];
  /** Shows what is about to change. */
  readonly show: (changes: readonly AccessChange[]) => Promise<void>;
  /** Asks whether what workspaces have may be replaced; rejects if not. */
  readonly confirm: (replaced: readonly AccessChange[]) => Promise<void>;
  /** Says something that a program should know as well. */
  readonly warn: (warning: { readonly code: string; readonly message: string }) => void;
}

/** A change of access that was made, or nothing where all was as wanted; with dryRun what would be sent. */
export type AccessResult =
  | { readonly kind: 'dry-run'; readonly dryRun: DryRun }
  | {
      readonly kind: 'done';
      readonly action: 'updated' | 'unchanged';
      readonly integration: string;
      readonly changes: readonly AccessChange[];
    };

/**
 * Changes who may use an integration, and how much. The rows of the workspaces that change are sent
 * whole; others are not sent, as rows are merged, and are compared afterwards all the same.
 *
 * @throws a PortaiError for words that cannot be read, a workspace that is not there, a change that is
 * not confirmed, and for what is stored otherwise than it was sent, or has changed beside it.
 */
export async function changeAccess(
  dependencies: AccessDependencies,
  request: AccessRequest,
): Promise<AccessResult> {
  const mistakes = contradictionsIn(request);
  // Only Portkey knows which workspaces of a file there are not, and all its mistakes are told at once.
  if (request.fileProblems === undefined) refuse(mistakes);
  if (mistakes.length === 0) refuseNothingToDo(request);
  const { client, sleep, show, confirm, warn } = dependencies;
  const { integration, dryRun } = request;
  const stored = await readBeside(mistakes, () => listAccess(client, integration));
  const plan = await planAccess(dependencies, request, { stored, mistakes });
  const { changes, update } = plan;
  const call = calls.putWorkspaceAccess(integration, update);
  if (dryRun) {
    const action = changes.length === 0 ? 'change nothing' : 'update';
    const paths = changes.map(
      ({ workspace, field }) => `${workspace ?? 'new workspaces'}: ${field}`,
    );
    const sent = changes.length === 0 ? undefined : call;
    return { kind: 'dry-run', dryRun: portkeyDryRun(action, paths, sent) };
  }
  if (changes.length === 0) return { kind: 'done', action: 'unchanged', integration, changes };
  await show(changes);
  const toConfirm = changesToConfirm(request, plan, stored);
  if (toConfirm.length > 0) await confirm(toConfirm);
  await explained(client, integration, limitsIn(plan) ? 'limit' : 'update', () =>
    client.workspaceAccess.put(integration, update),
  );
  const withRule = async (now: IntegrationWorkspaces): Promise<IntegrationWorkspaces> =>
    update.global_workspace_access
      ? { ...now, global_workspace_access: (await globalAccess(client, integration, now)) ?? null }
      : now;
  const write = {
    integration,
    asked: readableAccess(changes),
    read: async () => withRule(await client.workspaceAccess.list(integration)),
    compare: (now: IntegrationWorkspaces) => accessDeviations(accessIn(plan), stored, now),
    look: ['integrations', 'workspaces', 'list', integration],
    sleep,
  };
  requireAsAsked(await lookAfterWrite(write), write, warn);
  return { kind: 'done', action: 'updated', integration, changes };
}

/** The changes that one is asked about: those of all workspaces that take or replace what there is. */
function changesToConfirm(
  { verb, all, overrideExisting }: AccessRequest,
  { changes, replaced }: AccessPlan,
  { workspaces }: IntegrationWorkspaces,
): readonly AccessChange[] {
  if (all === undefined || (verb !== 'revoke' && !overrideExisting)) return replaced;
  const had = new Set(workspaces.filter(({ enabled }) => enabled).map(({ id }) => id));
  return changes.filter(({ workspace }) => workspace !== null && had.has(workspace));
}

const limitsIn = ({ update }: AccessPlan): boolean =>
  [
    ...update.workspaces,
    ...(update.global_workspace_access ? [update.global_workspace_access] : []),
  ].some(
    ({ usage_limits: budgets, rate_limits: rates }) =>
      (budgets ?? []).length > 0 || (rates ?? []).length > 0,
  );
