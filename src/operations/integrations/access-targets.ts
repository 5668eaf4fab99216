import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import {
  inOrderOfLines,
  placePrefix,
  refuse,
  type Place,
  type Problem,
} from '../../core/problem.ts';
import type { Warning } from '../../core/warning.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { IntegrationWorkspaces } from '../../planes/portkey/nouns.ts';
import { accessPlan, rowOf, type AccessPlan, type WantedAccess } from './access-plan.ts';
import { twice, type AccessRequest } from './access-request.ts';
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
import { globalAccess } from './read-access.ts';

/** What a plan of access is made with. */
interface PlanDependencies {
  readonly client: PortkeyClient;
  /** Says something that a program should know as well. */
  readonly warn: (warning: Warning) => void;
}

/**
 * Makes the plan of a change of access: who it is about, with the limits that were given.
 *
 * @throws a PortaiError for every mistake at once, with those that are known already.
 */
export async function planAccess(
  dependencies: PlanDependencies,
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

/** Reads something; a failure comes after the mistakes that are known already, and hides none of them. */
export async function readBeside<T>(
  mistakes: readonly Problem[],
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PortaiError) {
      refuse([...inOrderOfLines(mistakes), { error, overridable: false }]);
    }
    throw error;
  }
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
      // Nothing is stored for it that could make up for what its words lack.
      problems.push(
        ...limitRefusals(problemsWithStored(target.words, undefined), {
          place: target.place,
          whose: target.workspace,
          revoke: undefined,
        }),
      );
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
  { client: { workspaces }, warn }: PlanDependencies,
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
