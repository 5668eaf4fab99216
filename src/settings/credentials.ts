import { join } from 'node:path';
import { z } from 'zod';
import type { PortaiError } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import { privateFolder } from '../files/private.ts';
import { environmentCredentials, type PlainCredentials } from './environment-credentials.ts';
import { profileFileName, profileNamesIn } from './profile.ts';
import type { Env, Source } from './sources.ts';
import { readOrigin, regionOrigins } from './values.ts';
import { fail } from '../core/fail.ts';

/** Registers a value with the redactor. */
export type Hold = (value: string) => Secret;

/** What Port takes: a client that fetches tokens, or a token as it is. */
export type Credentials =
  | { readonly kind: 'client'; readonly clientId: string; readonly clientSecret: Secret }
  | { readonly kind: 'token'; readonly accessToken: Secret };

/** Credentials and the one origin that they may be sent to. */
export type StoredCredentials = Credentials & { readonly origin: string };

/** Credentials to use now, and where they were found. */
export interface FoundCredentials {
  readonly credentials: Credentials;
  readonly source: Source;
}

const common = {
  version: z.literal(1),
  origin: z.string().refine((text) => {
    const reading = readOrigin(text);
    return 'value' in reading && reading.value === text;
  }),
};
const text = z.string().min(1);

const storedForm = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('client'), clientId: text, clientSecret: text }),
  z.strictObject({ ...common, kind: z.literal('token'), accessToken: text }),
]);

/** The folder of credentials in the folder of settings. */
export const credentialsFolder = 'credentials';

/** Relative to the folder of settings. */
function pathOf(profile: string): string {
  return join(credentialsFolder, profileFileName(profile));
}

/** One file a profile: processes that sign in to different profiles never touch the same file. */
export function credentialsFile(dir: string, profile: string): string {
  return privateFolder(dir).place(pathOf(profile));
}

/** The profiles for which credentials are stored, usable or not. */
export async function profilesWithCredentials(dir: string): Promise<string[]> {
  return profileNamesIn(await privateFolder(dir).list(credentialsFolder));
}

function parsed(content: string): z.infer<typeof storedForm> | undefined {
  try {
    return storedForm.safeParse(JSON.parse(content)).data;
  } catch {
    return undefined; // without the cause: a parser's message quotes what it reads, here a secret
  }
}

function sealed(plain: PlainCredentials, hold: Hold): Credentials {
  return plain.kind === 'token'
    ? { kind: 'token', accessToken: hold(plain.accessToken) }
    : { kind: 'client', clientId: plain.clientId, clientSecret: hold(plain.clientSecret) };
}

/**
 * The stored credentials of a profile; undefined when there are none. A damaged file is an error
 * `CredentialsFile` (unauthenticated) and stays as it is; one that others can read is `UnsafeFile`.
 */
export async function readCredentials(
  dir: string,
  profile: string,
  hold: Hold = (value) => new Secret(value),
): Promise<StoredCredentials | undefined> {
  const file = credentialsFile(dir, profile);
  const content = await privateFolder(dir).read(pathOf(profile));
  if (content === undefined) return undefined;
  const stored = parsed(content);
  if (stored) return { ...sealed(stored, hold), origin: stored.origin };
  throw fail(
    'CredentialsFile',
    `The stored credentials of profile "${profile}" are damaged: ${file}`,
    { next: [{ command: ['auth', 'login', '--profile', profile], why: 'stores them anew' }] },
  );
}

/** Stores or replaces the credentials of a profile, readable by their owner alone. */
export async function storeCredentials(
  dir: string,
  profile: string,
  credentials: StoredCredentials,
): Promise<void> {
  const { origin } = credentials;
  const plain: PlainCredentials =
    credentials.kind === 'token'
      ? { kind: 'token', accessToken: credentials.accessToken.reveal() }
      : {
          kind: 'client',
          clientId: credentials.clientId,
          clientSecret: credentials.clientSecret.reveal(),
        };
  const form = storedForm.parse({ version: 1, origin, ...plain });
  await privateFolder(dir).write(pathOf(profile), `${JSON.stringify(form)}\n`);
}

/** False when there were none. */
export async function removeCredentials(dir: string, profile: string): Promise<boolean> {
  return privateFolder(dir).remove(pathOf(profile));
}

/**
 * The credentials for an origin: the environment's, else those stored for the profile; undefined
 * when there are neither. Stored ones are given out for the origin they were stored for and no
 * other: else a changed address would be enough to have them sent elsewhere (`OriginMismatch`).
 */
export async function resolveCredentials(input: {
  readonly env: Env;
  readonly dir: string;
  readonly profile: string;
  readonly origin: string;
  readonly hold: Hold;
}): Promise<FoundCredentials | undefined> {
  const { env, dir, profile, origin, hold } = input;
  const given = environmentCredentials(env);
  if (given) {
    const source = { kind: 'environment', name: given.variable } as const;
    return { credentials: sealed(given.credentials, hold), source };
  }
  const credentials = await readCredentials(dir, profile, hold);
  if (!credentials) return undefined;
  if (credentials.origin !== origin) throw originMismatch(profile, credentials.origin, origin);
  return { credentials, source: { kind: 'profile', name: profile } };
}

function originMismatch(profile: string, storedFor: string, wanted: string): PortaiError {
  const region = Object.entries(regionOrigins).find(([, origin]) => origin === wanted)?.[0];
  const flags = region === undefined ? ['--api-url', wanted] : ['--port-region', region];
  return fail(
    'OriginMismatch',
    `The credentials of profile "${profile}" were stored for ${storedFor} and are not sent to ${wanted}`,
    {
      hint: 'A flag, a variable (PORT_BASE_URL, PORT_API_URL, PORT_REGION) or the profile leads to the other address; `portai auth status` says which.',
      details: { storedFor, wanted },
      next: [
        {
          command: ['auth', 'login', '--profile', profile, ...flags],
          why: `stores credentials for ${wanted} in place of the others`,
        },
      ],
    },
  );
}
