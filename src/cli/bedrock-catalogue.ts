import {
  keepAccountCatalogue,
  readAccountCatalogue,
  type AccountCatalogue,
} from '../settings/account-catalogue.ts';
import { configDir } from '../settings/config-dir.ts';
import type { Context } from './context.ts';

/** What the account said of a region when it was asked last; undefined where it never was. */
export async function keptCatalogue(
  context: Context,
  region: string,
): Promise<AccountCatalogue | undefined> {
  const { dir, of } = await placeOf(context);
  return readAccountCatalogue(dir, of, region);
}

/** Keeps what the account says of a region. */
export async function keepCatalogue(context: Context, found: AccountCatalogue): Promise<void> {
  const { dir, of } = await placeOf(context);
  await keepAccountCatalogue(dir, of, found);
}

/** Where answers of the account are kept; those of the sandbox apart. */
async function placeOf({ runtime, settings }: Context) {
  const isSandbox = Boolean((await settings()).sandbox.value);
  return {
    dir: configDir(runtime.env, runtime.home),
    of: isSandbox ? ('bedrock-sandbox' as const) : ('bedrock' as const),
  };
}
