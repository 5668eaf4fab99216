import type { Provider } from '../planes/port/nouns.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';
import { defaultInUse } from '../planes/port/rules/interlocks.ts';
import { readForCheck, refuseWrite, type SignedInClient } from './permission.ts';
import { findStored, possibleDefaults } from './stored-providers.ts';
import { fail } from '../core/fail.ts';

/** A provider to delete. */
export interface DeleteRequest {
  readonly provider: string;
  /** Whether it goes even where it is the default. */
  readonly force: boolean;
}

/**
 * The provider that is to be deleted, once nothing stands in the way.
 *
 * @throws a PortaiError for one that is not there, is Port's own, or is the default.
 */
export async function requireDeletable(
  access: SignedInClient,
  { provider, force }: DeleteRequest,
): Promise<Provider> {
  if (findProviderType(provider)?.creatable === false) {
    throw fail('Usage', `${provider} is Port's own and cannot be deleted, only switched off`, {
      next: [{ command: ['providers', 'put', provider, '--disable'], why: 'switch it off' }],
    });
  }
  const { client } = access;
  const current = () => readForCheck('that it is not the default', () => client.defaults.get());
  const [list, defaults] = await Promise.all([
    client.providers.list(),
    force ? undefined : current(),
  ]);
  const stored = findStored(list, provider);
  const going = { provider, models: 'all', how: 'deleted' } as const;
  await refuseWrite(access, defaultInUse(defaults, going, possibleDefaults(list)));
  return stored;
}
