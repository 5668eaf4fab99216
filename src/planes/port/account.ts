import { PortaiError } from '../../core/errors.ts';
import type { PortClient } from './client.ts';
import type { Organization } from './nouns.ts';

/**
 * The organization that a client acts in; undefined where Port does not show it to these credentials,
 * which says nothing against them.
 */
export async function organizationOf(port: PortClient): Promise<Organization | undefined> {
  const found = await unlessWithheld(() => port.organization());
  return found && { id: found.id, name: found.name };
}

/** What may be done; `known` is false where only a write would tell. */
export interface OrganizationRole {
  readonly name: string | null;
  readonly known: boolean;
  readonly how: string;
}

/** The role of the token's user. Port has no route that tells the role of credentials without one. */
export async function roleOf(
  port: PortClient,
  email: string | undefined,
): Promise<OrganizationRole> {
  if (email === undefined) {
    const how = 'these credentials belong to no user; only a write tells what they may change';
    return { name: null, known: false, how };
  }
  const user = await unlessWithheld(() => port.user(email));
  const names = (user?.roles ?? []).map(({ name }) => name);
  return names.length > 0
    ? { name: names.join(', '), known: true, how: `Port says so of ${email}` }
    : {
        name: null,
        known: false,
        how: `Port does not tell the role of ${email}; only a write tells what they may change`,
      };
}

/** Undefined for what these credentials may not see. A blocked address is no such case: it stops everything. */
async function unlessWithheld<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { exit, name } = error.failure;
    if (exit === 'notFound' || (exit === 'forbidden' && name !== 'ip_not_allowed')) {
      return undefined;
    }
    throw error;
  }
}
