import type { Default, Provider } from '../../planes/port/nouns.ts';
import type { PortClient } from '../../planes/port/client.ts';
import { atOnce } from '../../core/at-once.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import type { Report } from '../ports.ts';
import { validateProvider, type Validated } from '../validate.ts';
import { lookUp, type LookedUp } from './looked-up.ts';

/** What was read of providers, and of what they rest on. */
export interface ProviderReads {
  readonly list: LookedUp<readonly Provider[]>;
  /** Names. */
  readonly secrets: LookedUp<readonly string[]>;
  /** Null where there is none. */
  readonly defaults: LookedUp<Default | null>;
}

/** Reads it side by side. */
export async function readProviders(client: PortClient): Promise<ProviderReads> {
  const [list, secrets, defaults] = await Promise.all([
    lookUp(() => client.providers.list()),
    lookUp(async () => (await client.secrets.list()).map(({ secretName }) => secretName)),
    lookUp(async () => (await client.defaults.get()) ?? null),
  ]);
  return { list, secrets, defaults };
}

/** Providers whose models Port asks at once: it sends them a request a model. */
const testedAtOnce = 4;

/**
 * Has Port test the providers that are given, by sending what is stored again: a write.
 *
 * @returns what came of each, by its name
 */
export async function testProviders(
  { client, report, now }: { client: PortClient; report: Report; now: () => Date },
  providers: readonly Provider[],
): Promise<ReadonlyMap<string, Validated>> {
  const own = providers.filter(({ provider }) => findProviderType(provider)?.creatable !== false);
  if (own.length > 0) {
    const names = own.map(({ provider }) => provider).join(', ');
    report.note(
      `Sends the stored configuration of ${names} again with a connection test: a write that needs an admin.`,
    );
  }
  const results = await atOnce(testedAtOnce, own, (provider) =>
    validateProvider(client, provider, now),
  );
  return new Map(results.map((result) => [result.row.provider, result]));
}
