import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { placePrefix, refuse, type Place, type Problem } from '../../core/problem.ts';
import { didYouMean } from '../../core/text/nearest.ts';
import { nameInWords } from '../../core/text/typed-names.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { Workspace, WorkspaceAccess } from '../../planes/portkey/nouns.ts';
import { allOf } from '../../planes/portkey/paging.ts';
import type { Grant } from './access-words.ts';

/** A workspace that a person named, with its access to an integration. */
export interface FoundWorkspace {
  /** Slug or UUID by which the access row is addressed. */
  readonly id: string;
  /** Every name that it is known by: a row has the slug on some servers, the UUID on others. */
  readonly names: readonly string[];
  /** Undefined for one that the integration has no row for. */
  readonly row: WorkspaceAccess | undefined;
}

/** The names under which a workspace may be found in rows of access: its slug and its UUID. */
export type NamesOf = (workspace: string) => readonly string[];

/** Up to this many workspaces are asked for one by one; for more, the list is read. */
const fewEnough = 5;

/**
 * Finds workspaces by slug or UUID, in the order of `names`; undefined for one that there is not. Only
 * names that no access row has are asked for.
 */
export async function findWorkspaces(
  { workspaces }: PortkeyClient,
  rows: readonly WorkspaceAccess[],
  names: readonly string[],
): Promise<(FoundWorkspace | undefined)[]> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const others = [...new Set(names.filter((name) => !byId.has(name)))];
  const known = new Map<string, Workspace>();
  if (others.length > fewEnough) {
    const wanted = new Set(others);
    for await (const each of workspaces.list()) {
      if (wanted.has(each.slug)) known.set(each.slug, each);
      if (wanted.has(each.id)) known.set(each.id, each);
    }
  } else {
    const found = await Promise.all(
      others.map(async (name) => [name, await orMissing(workspaces.get(name))] as const),
    );
    for (const [name, each] of found) if (each) known.set(name, each);
  }
  return names.map((name) => {
    const direct = byId.get(name);
    if (direct) return { id: direct.id, names: [direct.id], row: direct };
    const workspace = known.get(name);
    return workspace && withRow(workspace, byId);
  });
}

/** Gives a workspace with its access row, whichever name the row has. */
export function withRow(
  { id, slug }: Workspace,
  byId: ReadonlyMap<string, WorkspaceAccess>,
): FoundWorkspace {
  const row = byId.get(slug) ?? byId.get(id);
  return { id: row?.id ?? slug, names: [slug, id], row };
}

/** Portkey answers 403 for a workspace that is not there, as for one that the key may not see. */
async function orMissing(found: Promise<Workspace>): Promise<Workspace | undefined> {
  try {
    return await found;
  } catch (error) {
    const exit = error instanceof PortaiError ? error.failure.exit : undefined;
    if (exit === 'notFound' || exit === 'forbidden') return undefined;
    throw error;
  }
}

/** The refusal of a workspace that there is not, with the one of `known` that was probably meant. */
export function unknownWorkspace(name: string, known: readonly string[], place?: Place): Problem {
  const error = fail(
    'UnknownWorkspace',
    `${placePrefix(place)}There is no workspace ${nameInWords(name, known)}, or the key may not see it.${didYouMean(name, known)}`,
    {
      hint: 'Nothing was sent. A workspace is named by its slug or its UUID.',
      next: [{ command: ['workspaces', 'list'], why: 'the workspaces there are' }],
    },
  );
  return { error, overridable: false, place };
}

/**
 * Finds the workspaces that grants name, by slug or UUID: rows of access have the one or the other.
 *
 * @throws a PortaiError for those that are not there.
 */
export async function namesOfWorkspaces(
  client: PortkeyClient,
  grants: readonly Grant[],
): Promise<NamesOf> {
  const wanted = grants.map(({ workspace }) => workspace);
  const found = await findWorkspaces(client, [], wanted);
  const missing = wanted.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) {
    const known = (await allOf(client.workspaces.list())).map(({ slug }) => slug);
    refuse(missing.map((name) => unknownWorkspace(name, known)));
  }
  const names = new Map(wanted.map((name, index) => [name, found[index]?.names ?? [name]]));
  return (workspace) => names.get(workspace) ?? [workspace];
}
