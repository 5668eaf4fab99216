import { z } from 'zod';
import type { CredentialsForm } from '../../core/credentials-form.ts';
import type { Secret } from '../../core/secret.ts';
import { variable } from '../../core/sources.ts';
import { defaultBaseUrl } from './base-url.ts';

/** What Portkey takes: one key, in the header `x-portkey-api-key`. */
export interface PortkeyCredentials {
  readonly apiKey: Secret;
}

const stored = z.looseObject({ kind: z.literal('key'), apiKey: z.string().min(1) });

/** Portkey's key, as the environment gives it and as a file holds it. */
export const portkeyCredentials: CredentialsForm<PortkeyCredentials> = {
  folder: 'portkey-credentials',
  fromEnvironment(env, hold) {
    const name = 'PORTKEY_API_KEY';
    const key = variable(env, name);
    return key === undefined ? undefined : { credentials: { apiKey: hold(key) }, variable: name };
  },
  fromFile(content, hold) {
    const { data } = stored.safeParse(content);
    return data && { apiKey: hold(data.apiKey) };
  },
  toFile: ({ apiKey }) => ({ kind: 'key', apiKey: apiKey.reveal() }),
  flagsTo: (origin) =>
    origin === new URL(defaultBaseUrl).origin
      ? ['--portkey']
      : ['--portkey', '--portkey-url', origin],
  addressVariables: ['PORTKEY_BASE_URL'],
};
