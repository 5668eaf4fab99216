import { PortaiError, type ExitClass } from '../core/errors.ts';
import type { PortClient } from '../planes/port/client.ts';
import { exitOfValidity } from '../vendors/validity.ts';
import { chosenProviders } from './chosen-providers.ts';
import type { Report } from './ports.ts';
import {
  checkStatically,
  danglingDefault,
  staticValidity,
  type StaticRow,
} from './static-check.ts';

/** What reading alone found: a row for each provider, and the worst class of all. */
export interface CheckedAll {
  readonly rows: readonly StaticRow[];
  /** Where nothing was looked at, nothing is proved. */
  readonly exit: ExitClass;
}

/** Checks by reading alone the providers that were named, or all of them and the default. */
export async function checkAll(
  {
    client,
    report,
    now,
  }: { readonly client: PortClient; readonly report: Report; readonly now: () => Date },
  types: readonly string[],
): Promise<CheckedAll> {
  const [list, secrets, defaults] = await Promise.all([
    client.providers.list(),
    client.secrets.list().then((all) => all.map(({ secretName }) => secretName), unlessForbidden),
    client.defaults.get().then((current) => current ?? null, unlessForbidden),
  ]);
  const around = { secrets, defaults, now: now() };
  const rows = [
    ...chosenProviders(report, list, types).map((provider) => checkStatically(provider, around)),
    ...(types.length === 0 ? danglingDefault(list, around) : []),
  ];
  return { rows, exit: exitOfValidity[staticValidity(rows)] };
}

function unlessForbidden(error: unknown): undefined {
  if (error instanceof PortaiError && error.failure.exit === 'forbidden') return undefined;
  throw error;
}
