import { z } from 'zod';
import type { CredentialsForm, FoundCredentials, Hold } from '../../core/credentials-form.ts';
import { once } from '../../core/once.ts';
import type { Secret } from '../../core/secret.ts';
import { environmentCredentials, type PlainCredentials } from './environment-credentials.ts';
import { regionOrigins } from './settings.ts';

/** What Port takes: a client that fetches tokens, or a token as it is. */
export type Credentials =
  | { readonly kind: 'client'; readonly clientId: string; readonly clientSecret: Secret }
  | { readonly kind: 'token'; readonly accessToken: Secret };

/** Credentials and the one origin that they may be sent to. */
export type StoredCredentials = Credentials & { readonly origin: string };

/** Credentials to use now, and where they were found. */
export type FoundPortCredentials = FoundCredentials<Credentials>;

const stored = once(() => {
  const text = z.string().min(1);
  return z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('client'), clientId: text, clientSecret: text }),
    z.strictObject({ kind: z.literal('token'), accessToken: text }),
  ]);
});

function sealed(plain: PlainCredentials, hold: Hold): Credentials {
  return plain.kind === 'token'
    ? { kind: 'token', accessToken: hold(plain.accessToken) }
    : { kind: 'client', clientId: plain.clientId, clientSecret: hold(plain.clientSecret) };
}

/** Port's credentials, as the environment gives them and as a file holds them. */
export const portCredentials: CredentialsForm<Credentials> = {
  folder: 'credentials',
  fromEnvironment(env, hold) {
    const given = environmentCredentials(env);
    return given && { credentials: sealed(given.credentials, hold), variable: given.variable };
  },
  fromFile(content, hold) {
    const { data } = stored().safeParse(content);
    return data && sealed(data, hold);
  },
  toFile: (credentials) =>
    credentials.kind === 'token'
      ? { kind: 'token', accessToken: credentials.accessToken.reveal() }
      : {
          kind: 'client',
          clientId: credentials.clientId,
          clientSecret: credentials.clientSecret.reveal(),
        },
  flagsTo(origin) {
    const region = Object.entries(regionOrigins).find(([, each]) => each === origin)?.[0];
    return region === undefined ? ['--api-url', origin] : ['--port-region', region];
  },
  addressVariables: ['PORT_BASE_URL', 'PORT_API_URL', 'PORT_REGION'],
};
