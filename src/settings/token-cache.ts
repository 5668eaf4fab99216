import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { once } from '../core/once.ts';
import type { Secret } from '../core/secret.ts';
import { privateFolder } from '../files/private.ts';
import type { Hold } from '../core/credentials-form.ts';

const cachedForm = once(() =>
  z.strictObject({
    version: z.literal(1),
    accessToken: z.string().min(1),
    expiresAt: z.iso.datetime(),
  }),
);

const folder = 'tokens';

/** A token this close to its end could run out on the way, or between the requests of one command. */
const marginMs = 60_000;

/** Relative to the folder of settings. */
function fileOf(origin: string, clientId: string): string {
  const key = createHash('sha256').update(`${origin}\n${clientId}`).digest('hex');
  return join(folder, `${key}.json`);
}

/**
 * A cache may fail, a command may not: with a read-only, damaged or unsafe folder the token is
 * fetched again, which costs one request.
 */
async function orNothing<T>(step: () => Promise<T>): Promise<T | undefined> {
  try {
    return await step();
  } catch {
    return undefined;
  }
}

/** The cached token of a client at an origin, unless it ends within a minute. Never rejects. */
export async function readToken(
  dir: string,
  origin: string,
  clientId: string,
  now: Date,
  hold: Hold,
): Promise<Secret | undefined> {
  return orNothing(async () => {
    const text = await privateFolder(dir).read(fileOf(origin, clientId));
    if (text === undefined) return undefined;
    const { accessToken, expiresAt } = cachedForm().parse(JSON.parse(text));
    return Date.parse(expiresAt) - now.getTime() > marginMs ? hold(accessToken) : undefined;
  });
}

/** Keeps a token for the next run. Never rejects. */
export async function keepToken(
  dir: string,
  origin: string,
  clientId: string,
  token: Secret,
  expiresAt: Date,
): Promise<void> {
  await orNothing(() => {
    const form = {
      version: 1,
      accessToken: token.reveal(),
      expiresAt: expiresAt.toISOString(),
    };
    return privateFolder(dir).write(fileOf(origin, clientId), `${JSON.stringify(form)}\n`);
  });
}

/** Forgets a token, when the server refused it or its owner signs out. Never rejects. */
export async function dropToken(dir: string, origin: string, clientId: string): Promise<void> {
  await orNothing(() => privateFolder(dir).remove(fileOf(origin, clientId)));
}
