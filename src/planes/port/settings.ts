import { readOrigin, type ParseResult } from '../../core/origin.ts';
import {
  candidates,
  pick,
  take,
  type SettingsInput,
  type SettingsTable,
} from '../../core/setting.ts';
import type { Sourced } from '../../core/sources.ts';
import { z } from 'zod';
import { once } from '../../core/once.ts';

export type PortRegion = 'eu' | 'us';

/** Port's API by region. Source: the servers of Port's published OpenAPI document. */
export const regionOrigins: Readonly<Record<PortRegion, string>> = {
  eu: 'https://api.port.io',
  us: 'https://api.us.port.io',
};

const readPortOrigin = (text: string) => readOrigin(text, regionOrigins.us);

/** What leads to Port, and opens it. */
export const portSettings = {
  apiUrl: {
    flag: '--api-url <url>',
    env: ['PORT_BASE_URL', 'PORT_API_URL'],
    default: regionOrigins.eu,
    description: "address of Port's API; goes before the region",
    inProfile: true,
    url: true,
  },
  region: {
    flag: '--port-region <eu|us>',
    formerFlag: '--region',
    env: ['PORT_REGION'],
    default: 'eu',
    description: 'region of the organization in Port: eu or us',
    inProfile: true,
    mistaken: {
      is: 'the region of your organization in Port',
      other: 'the region of the cloud',
      read: readRegion,
    },
  },
  clientId: {
    env: ['PORT_CLIENT_ID'],
    description: 'client ID of organization or personal credentials; goes with PORT_CLIENT_SECRET',
  },
  clientSecret: {
    env: ['PORT_CLIENT_SECRET'],
    description: 'client secret that belongs to PORT_CLIENT_ID',
    secret: true,
  },
  accessToken: {
    env: ['PORT_ACCESS_TOKEN'],
    description: 'access token to send as it is; goes before the client credentials',
    secret: true,
  },
} as const satisfies SettingsTable;

/** What a profile may hold of them. */
export const portProfileFields = once(() => ({
  apiUrl: z
    .string()
    .superRefine((text, context) => {
      const reading = readPortOrigin(text);
      if ('problem' in reading) context.addIssue({ code: 'custom', message: reading.problem });
    })
    .optional(),
  region: z.enum(['eu', 'us']).optional(),
}));

export function readRegion(text: string): ParseResult<PortRegion> {
  const region = text.trim().toLowerCase();
  return region === 'eu' || region === 'us' ? { value: region } : { problem: 'must be eu or us' };
}

/**
 * Scheme and host of Port's API. Address and region say the same thing: the nearer source wins, and at
 * one source the address. Throws a usage error for a value that cannot be used.
 */
export function portOrigin(input: SettingsInput): Sourced<string> {
  const said = [
    ...candidates(portSettings, 'apiUrl', input),
    ...candidates(portSettings, 'region', input),
  ];
  const nearest = (['flag', 'environment', 'profile'] as const)
    .map((kind) => said.find(({ source }) => source.kind === kind))
    .find((each) => each !== undefined);
  if (!nearest) return { value: regionOrigins.eu, source: { kind: 'default' } };
  if (nearest.key === 'apiUrl') return take(nearest, readPortOrigin);
  const { value, source } = take(nearest, readRegion);
  return { value: regionOrigins[value], source };
}

/** What the flags say of Port's address, as a profile holds it. Throws on a value that cannot be used. */
export function portProfileValues(input: SettingsInput) {
  return {
    apiUrl: pick<string | undefined>(
      candidates(portSettings, 'apiUrl', input),
      readPortOrigin,
      undefined,
    ).value,
    region: pick<PortRegion | undefined>(
      candidates(portSettings, 'region', input),
      readRegion,
      undefined,
    ).value,
  };
}
