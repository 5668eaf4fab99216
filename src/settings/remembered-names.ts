import { createHash } from 'node:crypto';
import { z } from 'zod';
import { once } from '../core/once.ts';
import { privateFolder } from '../files/private.ts';

const form = once(() =>
  z.strictObject({ version: z.literal(1), at: z.iso.datetime(), names: z.array(z.string()) }),
);

const keptMs = 60_000;

/**
 * The names of a minute ago, or fresh ones, which are kept for the next key. They are names only, in a
 * file that its owner alone may read; a folder that cannot be written costs a request a key.
 *
 * @param about what tells these names from others: their kind, the address, who asks
 */
export async function rememberedNames(
  directory: string,
  about: unknown,
  now: Date,
  fresh: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const folder = privateFolder(directory);
  const key = createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 16);
  const file = `completion/${key}.json`;
  const before = await read(folder, file, now).catch(() => undefined);
  if (before) return before;
  const names = await fresh();
  const text = JSON.stringify({ version: 1, at: now.toISOString(), names });
  await folder.write(file, `${text}\n`).catch(() => undefined);
  return names;
}

async function read(
  folder: ReturnType<typeof privateFolder>,
  file: string,
  now: Date,
): Promise<readonly string[] | undefined> {
  const text = await folder.read(file);
  if (text === undefined) return undefined;
  const { at, names } = form().parse(JSON.parse(text));
  const age = now.getTime() - Date.parse(at);
  return age >= 0 && age < keptMs ? names : undefined;
}
