import { nearest } from '../../core/text/nearest.ts';
import { nameInWords } from '../../core/text/typed-names.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { portkeyError } from '../../planes/portkey/errors.ts';
import type { Grant } from './access-words.ts';
import type { NamesOf } from './desired.ts';

/**
 * Finds the workspaces that grants name, by slug or UUID: rows of access have the one or the other.
 *
 * @throws a PortaiError for one that is not there, with the one that was probably meant.
 */
export async function namesOfWorkspaces(
  client: PortkeyClient,
  grants: readonly Grant[],
): Promise<NamesOf> {
  const names = new Map<string, readonly string[]>();
  if (grants.length === 0) return (workspace) => [workspace];
  const slugs: string[] = [];
  for await (const { id, slug } of client.workspaces.list()) {
    slugs.push(slug);
    for (const name of [id, slug]) names.set(name, [id, slug]);
  }
  const unknown = grants.map(({ workspace }) => workspace).find((each) => !names.has(each));
  if (unknown !== undefined) throw missing(unknown, slugs);
  return (workspace) => names.get(workspace) ?? [workspace];
}

function missing(workspace: string, slugs: readonly string[]) {
  const near = nearest(workspace, slugs);
  return portkeyError(
    'AB08',
    `There is no workspace ${nameInWords(workspace, slugs)}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    {
      hint: `Nothing was written. There are ${slugs.slice(0, 20).join(', ')}.`,
    },
  );
}
