import { join } from 'node:path';
import { z } from 'zod';
import { shell } from '../../support/spawn.ts';
import { installed } from './process.ts';

const driver = join(import.meta.dirname, 'portkey-client.mjs');

/** A method of the package by its path, and what it is called with. */
export type Call = readonly [string, ...unknown[]];

const answers = z.array(
  z.union([
    z.strictObject({ value: z.unknown() }),
    z.strictObject({ missing: z.string() }),
    z.strictObject({
      error: z.strictObject({ status: z.number().optional(), message: z.string() }),
    }),
  ]),
);

/** What the package makes of a call; `missing` for one that it has not. */
export type Answered = z.infer<typeof answers>[number];

/** Makes calls, one after the other, with the package portkey-ai in a process of its own. */
export async function callPortkey(
  { apiKey, baseURL }: { readonly apiKey: string; readonly baseURL: string },
  calls: readonly Call[],
): Promise<readonly Answered[]> {
  const ran = await shell([installed('node', 'node_modules', 'portkey-ai')], {
    file: driver,
    stdin: JSON.stringify({ apiKey, baseURL, calls }),
  });
  if (ran.code !== 0) throw new Error(`portkey-ai ended with ${String(ran.code)}:\n${ran.stderr}`);
  return answers.parse(JSON.parse(ran.stdout));
}
