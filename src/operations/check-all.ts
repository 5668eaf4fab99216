import { PortaiError } from '../core/errors.ts';
import type { PortClient } from '../planes/port/client.ts';
import { chosenProviders } from './chosen-providers.ts';
import type { Report } from './ports.ts';
import { checkStatically, danglingDefault, type StaticRow } from './static-check.ts';

/** Checks by reading alone the providers that were named, or all of them and the default. */
export async function checkAll(
  {
    client,
    report,
    now,
  }: { readonly client: PortClient; readonly report: Report; readonly now: () => Date },
  types: readonly string[],
): Promise<readonly StaticRow[]> {
  const [list, secrets, defaults] = await Promise.all([
    client.providers.list(),
    client.secrets.list().then((all) => all.map(({ secretName }) => secretName), unlessForbidden),
    client.defaults.get().then((current) => current ?? null, unlessForbidden),
  ]);
  const around = { secrets, defaults, now: now() };
  return [
    ...chosenProviders(report, list, types).map((provider) => checkStatically(provider, around)),
    ...(types.length === 0 ? danglingDefault(list, around) : []),
  ];
}

function unlessForbidden(error: unknown): undefined {
  if (error instanceof PortaiError && error.failure.exit === 'forbidden') return undefined;
  throw error;
}
