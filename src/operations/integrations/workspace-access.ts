import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import {
  inOrderOfLines,
  placePrefix,
  refuse,
  type Place,
  type Problem,
} from '../../core/problem.ts';
import { calls } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { GlobalWorkspaceAccess, IntegrationWorkspaces } from '../../planes/portkey/nouns.ts';
import { rereadAfterWrite } from '../../planes/portkey/reread.ts';
import type { DryRun } from '../dry-run.ts';
import type { Clock } from '../ports.ts';
import {
  accessPlan,
  missesOf,
  rowOf,
  type AccessChange,
  type AccessPlan,
  type WantedAccess,
} from './access-plan.ts';
import {
  contradictionsIn,
  refuseNothingToDo,
  twice,
  type AccessRequest,
} from './access-request.ts';
import {
  findWorkspaces,
  unknownWorkspace,
  withRow,
  type FoundWorkspace,
} from './found-workspaces.ts';
import {
  asksForLimits,
  limitRefusals,
  limitsOf,
  noLimitWords,
  problemsWithStored,
  type LimitWords,
} from './limit-words.ts';
import { portkeyDryRun } from './portkey-dry-run.ts';
import { explained, notAsSent } from './refusals.ts';

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

/** Reads the access of workspaces to an integration. Rejects with which key is needed, where one is. */
export const listAccess = (client: PortkeyClient, slug: string): Promise<IntegrationWorkspaces> =>
  explained(client, slug, 'read', () => client.workspaceAccess.list(slug));

/**
 * Changes who may use an integration, and how much. The rows of the workspaces that change are sent
 * whole; others are not sent, as rows are merged, and are compared afterwards all the same.
 *
 * @throws a PortaiError for words that cannot be read, a workspace that is not there, a change that is
 * not confirmed, and for what is stored otherwise than it was sent.
 */
export async function changeAccess(
  dependencies: AccessDependencies,
  request: AccessRequest,
): Promise<AccessResult> {
  const mistakes = contradictionsIn(request);
  // Only Portkey knows which workspaces of a file there are not, and all its mistakes are told at once.
  if (request.fileProblems === undefined) refuse(mistakes);
  if (mistakes.length === 0) refuseNothingToDo(request);
  const { client, sleep, show, confirm } = dependencies;
  const { integration, dryRun } = request;
  const stored = await readBeside(mistakes, () => listAccess(client, integration));
  const plan = await planned(dependencies, request, { stored, mistakes });
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
  await verify({ client, sleep }, { integration, plan, stored });
  return { kind: 'done', action: 'updated', integration, changes };
}

/** Reads something; a failure comes after the mistakes that are known already, and hides none of them. */
async function readBeside<T>(mistakes: readonly Problem[], read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PortaiError) {
      refuse([...inOrderOfLines(mistakes), { error, overridable: false }]);
    }
    throw error;
  }
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

async function planned(
  dependencies: AccessDependencies,
  request: AccessRequest,
  {
    stored,
    mistakes,
  }: { readonly stored: IntegrationWorkspaces; readonly mistakes: readonly Problem[] },
): Promise<AccessPlan> {
  const { client, warn } = dependencies;
  const { newWorkspaces, overrideExisting } = request;
  const problems: Problem[] = [...mistakes];
  const targets = [
    ...(await namedTargets(client, request, stored, problems)),
    ...(await otherTargets(dependencies, request, stored)),
  ];
  const wanted = targets.map((each) => wantedOf(each, request, problems));
  const before = newWorkspaces && (await globalAccess(client, request.integration, stored));
  const forNew = newWorkspaces && limitsOf(newWorkspaces.words, before);
  if (forNew)
    problems.push(
      ...limitRefusals(forNew.problems, { whose: 'new workspaces', revoke: undefined }),
    );
  refuse(inOrderOfLines(problems));
  for (const { workspace, input } of wanted) {
    if (input.usage_limits === undefined && workspace.row) {
      warn({
        code: 'limit_kept',
        message: `The budget of ${workspace.id} is of a form that portai cannot send; it is left as it is`,
      });
    }
  }
  return accessPlan({
    rows: stored.workspaces,
    wanted,
    override: overrideExisting,
    ...(newWorkspaces && forNew
      ? { global: { stored: before, wanted: { enabled: newWorkspaces.enabled, ...forNew.limits } } }
      : {}),
  });
}

interface Target {
  readonly workspace: FoundWorkspace;
  readonly words: LimitWords;
  readonly place: Place | undefined;
}

async function namedTargets(
  client: PortkeyClient,
  { targets }: AccessRequest,
  { workspaces: rows }: IntegrationWorkspaces,
  problems: Problem[],
): Promise<Target[]> {
  const names = targets.map(({ workspace }) => workspace);
  const found = await readBeside(problems, () => findWorkspaces(client, rows, names));
  const knownIds = rows.map(({ id }) => id);
  const seen = new Map<string, (typeof targets)[number]>();
  return targets.flatMap((target, index) => {
    const workspace = found[index];
    if (!workspace) {
      problems.push(unknownWorkspace(target.workspace, knownIds, target.place));
      return [];
    }
    const before = seen.get(workspace.id);
    // The same name twice is told already.
    if (before && before.workspace !== target.workspace) problems.push(twice(target, before));
    seen.set(workspace.id, before ?? target);
    return [{ workspace, words: target.words, place: target.place }];
  });
}

/** All workspaces, for what counts for all: those with access, or for a grant every one there is. */
async function otherTargets(
  { client: { workspaces }, warn }: AccessDependencies,
  { all, verb, overrideExisting }: AccessRequest,
  { workspaces: rows }: IntegrationWorkspaces,
): Promise<Target[]> {
  if (all === undefined) return [];
  const target = (workspace: FoundWorkspace): Target => ({
    workspace,
    words: all,
    place: undefined,
  });
  if (verb !== 'grant') {
    return rows
      .filter(({ enabled }) => enabled)
      .map((row) => target({ id: row.id, names: [row.id], row }));
  }
  const byId = new Map(rows.map((row) => [row.id, row]));
  const found: Target[] = [];
  let kept = 0;
  for await (const each of workspaces.list()) {
    const workspace = withRow(each, byId);
    if (overrideExisting || workspace.row?.enabled !== true) found.push(target(workspace));
    else kept += 1;
  }
  if (kept > 0 && asksForLimits(all)) {
    warn({
      code: 'access_kept',
      message: `${kept === 1 ? '1 workspace has' : `${kept} workspaces have`} access already and keep what limits there are; --override-existing replaces them`,
    });
  }
  return found;
}

function wantedOf(
  { workspace, words, place }: Target,
  { verb, integration, resetUsage }: AccessRequest,
  problems: Problem[],
): WantedAccess {
  const { id, row } = workspace;
  const revoke = ['integrations', 'workspaces', 'revoke', integration, id];
  if (verb === 'limits' && row?.enabled !== true)
    problems.push(withoutAccess(id, integration, place));
  const asked = verb === 'revoke' ? noLimitWords : words;
  const { limits } = limitsOf(asked, row);
  problems.push(...limitRefusals(problemsWithStored(asked, row), { place, whose: id, revoke }));
  const enabled = verb !== 'revoke';
  return { workspace, input: rowOf(workspace, { enabled, limits, resetUsage }) };
}

function withoutAccess(id: string, integration: string, place: Place | undefined): Problem {
  const error = fail(
    'Usage',
    `${placePrefix(place)}${id} has no access to ${integration}, so nothing limits it`,
    {
      hint: 'Nothing was sent. `grant` takes the same limits.',
      next: [
        {
          command: ['integrations', 'workspaces', 'grant', integration, id],
          why: 'let it use the integration',
        },
      ],
    },
  );
  return { error, overridable: false, place };
}

/** What new workspaces get; asked of the integration where the list of access does not say. */
export async function globalAccess(
  client: PortkeyClient,
  slug: string,
  { global_workspace_access: told }: IntegrationWorkspaces,
): Promise<GlobalWorkspaceAccess | undefined> {
  if (told !== undefined) return told ?? undefined;
  return (await client.integrations.get(slug)).global_workspace_access ?? undefined;
}

/** Reads again until the change shows. Rejects with what is stored otherwise. */
async function verify(
  { client, sleep }: Pick<AccessDependencies, 'client' | 'sleep'>,
  {
    integration,
    plan,
    stored,
  }: {
    readonly integration: string;
    readonly plan: AccessPlan;
    readonly stored: IntegrationWorkspaces;
  },
): Promise<void> {
  const before = stored.workspaces;
  const { value: misses } = await rereadAfterWrite({
    sleep,
    isSettled: (found) => found.length === 0,
    read: async () => {
      const after = await client.workspaceAccess.list(integration);
      const global = plan.update.global_workspace_access
        ? await globalAccess(client, integration, after)
        : undefined;
      return missesOf(plan, before, { rows: after.workspaces, global });
    },
  });
  if (misses.length === 0) return;
  throw notAsSent({
    integration,
    stale: misses.length >= plan.changes.length,
    differences: misses.map(
      ({ workspace, field, from, to }) =>
        `${workspace ?? 'new workspaces'}: ${field} is ${from}, not ${to}`,
    ),
    look: ['integrations', 'workspaces', 'list', integration],
  });
}
