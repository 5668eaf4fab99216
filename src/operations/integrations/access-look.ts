import type {
  GlobalWorkspaceAccess,
  IntegrationWorkspaces,
  WorkspaceAccess,
  WorkspacesUpdate,
} from '../../planes/portkey/nouns.ts';
import {
  differencesOf,
  type AccessChange,
  type AccessPlan,
  type WantedAccess,
} from './access-plan.ts';
import type { Deviations, StateChange } from './after-write.ts';

/** What was sent of access. */
export interface SentAccess {
  readonly wanted: readonly WantedAccess[];
  readonly global: WorkspacesUpdate['global_workspace_access'];
}

/** The access that a plan sends. */
export const accessIn = ({ wanted, update }: AccessPlan): SentAccess => ({
  wanted,
  global: update.global_workspace_access,
});

/** A change of access as it is named among others: `eng: budget`. */
export const accessState = ({ workspace, field, from, to }: AccessChange): StateChange => ({
  what: `${workspace ?? 'new workspaces'}: ${field}`,
  from,
  to,
});

/** All that can be read back of changes: how much was used is counted on at once. */
export const readableAccess = (changes: readonly AccessChange[]): StateChange[] =>
  changes.filter(({ field }) => field !== 'use').map(accessState);

/** The changes that sent access asks for. */
export function askedOfAccess(sent: SentAccess, before: IntegrationWorkspaces): StateChange[] {
  const rule = before.global_workspace_access ?? undefined;
  return [
    ...sent.wanted.flatMap(({ workspace: { id, row }, input }) => differencesOf(id, row, input)),
    ...(sent.global ? differencesOf(null, rule, sent.global) : []),
  ].map(accessState);
}

/**
 * Compares the whole access with what was sent and with what there was before: workspaces that were not
 * named as well, since the rows of the others stay as they are. A workspace that is new and has what new
 * workspaces get was let in by that rule, and is no difference.
 */
export function accessDeviations(
  sent: SentAccess,
  before: IntegrationWorkspaces,
  after: IntegrationWorkspaces,
): Deviations {
  const now = new Map(after.workspaces.map((row) => [row.id, row]));
  const was = new Map(before.workspaces.map((row) => [row.id, row]));
  const named = new Set(
    sent.wanted.flatMap(({ workspace: { names, row } }) => [...names, ...(row ? [row.id] : [])]),
  );
  const differs = sent.wanted.flatMap(({ workspace, input }) => {
    const { id, names, row } = workspace;
    const found = names.map((name) => now.get(name)).find((each) => each !== undefined);
    return differencesOf(id, found ?? (row && now.get(row.id)), input);
  });
  const rule = after.global_workspace_access ?? undefined;
  const others = [...new Set([...was.keys(), ...now.keys()])]
    .filter((id) => !named.has(id))
    .flatMap((id) => changedRow(id, was.get(id), now.get(id), rule));
  const { global } = sent;
  return {
    differs: [...differs, ...(global ? differencesOf(null, rule, global) : [])].map(accessState),
    others: [...others, ...(global ? [] : changedRule(before, after))].map(accessState),
  };
}

function changedRow(
  id: string,
  was: WorkspaceAccess | undefined,
  now: WorkspaceAccess | undefined,
  rule: GlobalWorkspaceAccess | undefined,
): AccessChange[] {
  // Limits of a workspace without access limit nothing.
  if (was?.enabled !== true && now?.enabled !== true) return [];
  const byRule = was === undefined && rule?.enabled === true;
  if (byRule && differencesOf(id, now, rule).length === 0) return [];
  return differencesOf(id, was, now);
}

/** What new workspaces get, where the server says it before and after. */
function changedRule(
  { global_workspace_access: was }: IntegrationWorkspaces,
  { global_workspace_access: now }: IntegrationWorkspaces,
): AccessChange[] {
  if (was === undefined || now === undefined) return [];
  if (was?.enabled !== true && now?.enabled !== true) return [];
  return differencesOf(null, was ?? undefined, now ?? undefined);
}
