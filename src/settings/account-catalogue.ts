import { z } from 'zod';
import { privateFolder } from '../files/private.ts';

/** What an AWS account said of Bedrock in a region, kept with the time at which it was asked. */

const kept = z.object({
  region: z.string(),
  account: z.string(),
  askedAt: z.iso.datetime(),
  profiles: z.array(z.object({ id: z.string(), destinations: z.array(z.string()) })),
  models: z.array(z.object({ baseId: z.string(), lifecycle: z.string().optional() })),
});
export type AccountCatalogue = z.infer<typeof kept>;

/** What the sandbox's account says is no fact about AWS. */
export type CatalogueOf = 'bedrock' | 'bedrock-sandbox';

/** What is kept of a region; undefined where nothing is, or nothing that can be read. */
export async function readAccountCatalogue(
  dir: string,
  of: CatalogueOf,
  region: string,
): Promise<AccountCatalogue | undefined> {
  const text = await privateFolder(dir).read(`${of}/${region}.json`);
  if (text === undefined) return undefined;
  try {
    return kept.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export async function keepAccountCatalogue(
  dir: string,
  of: CatalogueOf,
  found: AccountCatalogue,
): Promise<void> {
  await privateFolder(dir).write(`${of}/${found.region}.json`, `${JSON.stringify(found)}\n`);
}
