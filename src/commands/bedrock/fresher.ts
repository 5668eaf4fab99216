import type { Context } from '../../cli/context.ts';
import { checkedOn } from '../../vendors/bedrock/catalogue-rows.ts';
import { configDir } from '../../settings/config-dir.ts';
import {
  readAccountCatalogue,
  type AccountCatalogue,
  type CatalogueOf,
} from '../../settings/account-catalogue.ts';

/** What the account said of a region, where that is newer than the list that comes with portai. */
export async function fresherCatalogue(
  context: Context,
  region: string,
): Promise<AccountCatalogue | undefined> {
  const { dir, of } = await placeOf(context);
  const found = await readAccountCatalogue(dir, of, region);
  return found && Date.parse(found.askedAt) > Date.parse(checkedOn) ? found : undefined;
}

/** Where answers of the account are kept; those of the sandbox apart. */
export async function placeOf({
  runtime,
  settings,
}: Context): Promise<{ readonly dir: string; readonly of: CatalogueOf }> {
  const isSandbox = Boolean((await settings()).sandbox.value);
  return {
    dir: configDir(runtime.env, runtime.home),
    of: isSandbox ? 'bedrock-sandbox' : 'bedrock',
  };
}

/** Which of the two lists is used, in a sentence. */
export function sourceOf(found: AccountCatalogue | undefined): string {
  return found === undefined
    ? `Profiles as public lists had them on ${checkedOn}`
    : `Profiles as AWS account ${found.account} listed them on ${found.askedAt.slice(0, 10)}`;
}
