import { z } from 'zod';
import { once } from '../../core/once.ts';
import { PortaiError } from '../../core/errors.ts';
import { looksLikeSecretValue } from '../../core/secret-shapes.ts';
import type { PlaneSignIn } from '../sign-in.ts';
import type { PortAccess } from './access.ts';
import { organizationOf } from './account.ts';
import { portCredentials, type Credentials } from './credentials.ts';
import { environmentCredentials } from './environment-credentials.ts';
import { regionOrigins } from './settings.ts';

/** A client id is shown and kept in the open, so nothing that looks like a secret may be one. */
const clientId = once(() =>
  z
    .string()
    .min(1, 'must not be empty')
    .refine((text) => !/\s/.test(text), 'must not hold blanks or line ends')
    .refine((text) => !looksLikeSecretValue(text), {
      message: 'this looks like a secret, not like a client id; it was not used',
    }),
);

/**
 * How one signs in to Port: with a client id and its secret, or with an access token.
 *
 * @param access Port as the run uses it
 * @param simulated whether that is the sandbox
 */
export function portSignIn(
  access: PortAccess,
  simulated: () => Promise<boolean>,
): PlaneSignIn<Credentials> {
  const regions = Object.entries(regionOrigins);
  return {
    form: portCredentials,
    view: (credentials) =>
      credentials.kind === 'client'
        ? { kind: 'client', clientId: credentials.clientId }
        : { kind: 'token' },
    variableIn(env) {
      try {
        return environmentCredentials(env)?.variable;
      } catch (error) {
        if (error instanceof PortaiError) return undefined; // half of a pair is no credential
        throw error;
      }
    },
    places: {
      message: 'Region of the organization',
      flag: '--port-region',
      choices: regions.map(([region, value]) => ({ name: region.toUpperCase(), value })),
    },
    secretTitle: 'Client secret',
    publicPart: {
      flag: '--client-id',
      title: 'Client id',
      hint: 'in Port: your profile picture, then Credentials',
      problem: (text) => clientId().safeParse(text).error?.issues[0]?.message,
    },
    readyToken: {
      title: 'Access token',
      without: /^Bearer\s+/i, // Port's own tool prints the whole header
      credentials: (accessToken) => ({ kind: 'token', accessToken }),
    },
    credentials: (clientSecret, id) => ({ kind: 'client', clientId: id, clientSecret }),
    profileFor({ value, source }) {
      if (source.kind !== 'flag' && source.kind !== 'environment') return {};
      const region = regions.find(([, origin]) => origin === value)?.[0];
      return region === undefined ? { apiUrl: value } : { region };
    },
    async inUse() {
      const check = async () => {
        await organizationOf(await access.client());
      };
      if (await simulated()) return { kind: 'sandbox', source: { kind: 'default' }, check };
      const found = await access.credentials();
      return found && { kind: found.credentials.kind, source: found.source, check };
    },
    tryOut: async (credentials, origin) =>
      organizationOf(await access.tryOut({ ...credentials, origin })),
    // Credentials of one region are unknown in the other, which looks like a wrong secret.
    elsewhere: (origin, again) =>
      regions.some(([, each]) => each === origin)
        ? regions
            .filter(([, each]) => each !== origin)
            .map(([region]) => ({
              command: [...again, '--port-region', region],
              why: 'if the organization is in the other region',
            }))
        : [],
  };
}
