import type { Context } from '../../cli/context.ts';
import { PortaiError, type NextStep } from '../../core/errors.ts';
import type { StoredCredentials } from '../../planes/port/credentials.ts';
import { port } from '../../planes/port/plane.ts';
import { regionOrigins } from '../../planes/port/settings.ts';
import { organizationOf } from '../../operations/account.ts';
import type { Organization } from '../../planes/port/nouns.ts';

/**
 * Tries credentials before they are stored, and gives the organization that they open, where Port
 * shows it. Rejects when they open none, or when Port cannot be asked.
 */
export async function tryCredentials(
  { plane }: Context,
  mine: StoredCredentials,
  again: readonly string[],
): Promise<Organization | undefined> {
  try {
    return await organizationOf(await plane(port).tryOut(mine));
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { exit, hint, next = [] } = error.failure;
    const refused = exit === 'unauthenticated';
    const stored = refused
      ? 'Nothing was stored.'
      : 'Nothing was stored. --no-verify stores without trying.';
    throw error.with({
      hint: hint === undefined ? stored : `${hint}\n  ${stored}`,
      next: refused ? otherRegion(mine.origin, again) : next,
    });
  }
}

/** Credentials of one region are unknown in the other, which looks like a wrong secret. */
function otherRegion(origin: string, again: readonly string[]): NextStep[] {
  const regions = Object.entries(regionOrigins);
  if (!regions.some(([, each]) => each === origin)) return [];
  return regions
    .filter(([, each]) => each !== origin)
    .map(([region]) => ({
      command: [...again, '--port-region', region],
      why: 'if the organization is in the other region',
    }));
}
