import { join } from 'node:path';
import { z } from 'zod';
import type { PortaiError } from '../core/errors.ts';
import type { CredentialsForm, FoundCredentials, Hold } from '../core/credentials-form.ts';
import { fail } from '../core/fail.ts';
import { once } from '../core/once.ts';
import { readOrigin } from '../core/origin.ts';
import { Secret } from '../core/secret.ts';
import type { Env } from '../core/sources.ts';
import { privateFolder } from '../files/private.ts';
import { profileFileName, profileNamesIn } from './profile.ts';

/** Credentials and the one origin that they may be sent to. */
export type CredentialsForOrigin<Credentials> = Credentials & { readonly origin: string };

const common = once(() =>
  z.looseObject({
    version: z.literal(1),
    origin: z.string().refine((text) => {
      const reading = readOrigin(text);
      return 'value' in reading && reading.value === text;
    }),
  }),
);

/** Relative to the folder of settings. */
function pathOf<C>({ folder }: CredentialsForm<C>, profile: string): string {
  return join(folder, profileFileName(profile));
}

/** One file a profile: processes that sign in to different profiles never touch the same file. */
export function credentialsFile<C>(form: CredentialsForm<C>, dir: string, profile: string): string {
  return privateFolder(dir).place(pathOf(form, profile));
}

/** The profiles for which a folder holds credentials, usable or not. */
export async function profilesWithCredentials(dir: string, folder: string): Promise<string[]> {
  return profileNamesIn(await privateFolder(dir).list(folder));
}

function parsed<C>(
  form: CredentialsForm<C>,
  content: string,
  hold: Hold,
): CredentialsForOrigin<C> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return undefined; // without the cause: a parser's message quotes what it reads, here a secret
  }
  const { data } = common().safeParse(json);
  if (!data) return undefined;
  const { version: _, origin, ...held } = data;
  const credentials = form.fromFile(held, hold);
  return credentials && { ...credentials, origin };
}

/**
 * The stored credentials of a profile; undefined when there are none. A damaged file is an error
 * `CredentialsFile` (unauthenticated) and stays as it is; one that others can read is `UnsafeFile`.
 */
export async function readCredentials<C>(
  form: CredentialsForm<C>,
  dir: string,
  profile: string,
  hold: Hold = (value) => new Secret(value),
): Promise<CredentialsForOrigin<C> | undefined> {
  const content = await privateFolder(dir).read(pathOf(form, profile));
  if (content === undefined) return undefined;
  const stored = parsed(form, content, hold);
  if (stored) return stored;
  const file = credentialsFile(form, dir, profile);
  throw fail(
    'CredentialsFile',
    `The stored credentials of profile "${profile}" are damaged: ${file}`,
    { next: [{ command: ['auth', 'login', '--profile', profile], why: 'stores them anew' }] },
  );
}

/** Stores or replaces the credentials of a profile, readable by their owner alone. */
export async function storeCredentials<C>(
  form: CredentialsForm<C>,
  dir: string,
  profile: string,
  credentials: CredentialsForOrigin<C>,
): Promise<void> {
  const { origin } = credentials;
  const content = common().parse({ version: 1, origin, ...form.toFile(credentials) });
  await privateFolder(dir).write(pathOf(form, profile), `${JSON.stringify(content)}\n`);
}

/** False when there were none. */
export async function removeCredentials<C>(
  form: CredentialsForm<C>,
  dir: string,
  profile: string,
): Promise<boolean> {
  return privateFolder(dir).remove(pathOf(form, profile));
}

/** Who asks for credentials, and for which address. */
export interface CredentialsWanted {
  readonly env: Env;
  readonly dir: string;
  readonly profile: string;
  readonly origin: string;
  readonly hold: Hold;
}

/**
 * The credentials for an origin: the environment's, else those stored for the profile; undefined
 * when there are neither. Stored ones are given out for the origin they were stored for and no
 * other: else a changed address would be enough to have them sent elsewhere (`OriginMismatch`).
 */
export async function resolveCredentials<C>(
  form: CredentialsForm<C>,
  { env, dir, profile, origin, hold }: CredentialsWanted,
): Promise<FoundCredentials<C> | undefined> {
  const given = form.fromEnvironment(env, hold);
  if (given) {
    const source = { kind: 'environment', name: given.variable } as const;
    return { credentials: given.credentials, source };
  }
  const credentials = await readCredentials(form, dir, profile, hold);
  if (!credentials) return undefined;
  if (credentials.origin !== origin) {
    throw originMismatch(form, { profile, storedFor: credentials.origin, wanted: origin });
  }
  return { credentials, source: { kind: 'profile', name: profile } };
}

function originMismatch<C>(
  { flagsTo, addressVariables }: CredentialsForm<C>,
  mismatch: { readonly profile: string; readonly storedFor: string; readonly wanted: string },
): PortaiError {
  const { profile, storedFor, wanted } = mismatch;
  return fail(
    'OriginMismatch',
    `The credentials of profile "${profile}" were stored for ${storedFor} and are not sent to ${wanted}`,
    {
      hint: `A flag, a variable (${addressVariables.join(', ')}) or the profile leads to the other address; \`portai auth status\` says which.`,
      details: { storedFor, wanted },
      next: [
        {
          command: ['auth', 'login', '--profile', profile, ...flagsTo(wanted)],
          why: `stores credentials for ${wanted} in place of the others`,
        },
      ],
    },
  );
}
