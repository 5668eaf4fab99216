import { z } from 'zod';
import { once } from '../../core/once.ts';
import { candidates, pick, type SettingsInput, type SettingsTable } from '../../core/setting.ts';
import type { Sourced } from '../../core/sources.ts';
import { defaultBaseUrl, readBaseUrl } from './base-url.ts';

/** What leads to Portkey, and opens it. The variables are those of Portkey's own clients. */
export const portkeySettings = {
  portkeyUrl: {
    flag: '--portkey-url <url>',
    env: ['PORTKEY_BASE_URL'],
    default: defaultBaseUrl,
    description: "base URL of Portkey's API, with its version",
    inProfile: true,
    url: true,
  },
  portkeyApiKey: {
    env: ['PORTKEY_API_KEY'],
    description: "API key of Portkey; an organization's Admin API key sees every workspace",
    secret: true,
  },
} as const satisfies SettingsTable;

/** What a profile may hold of them. */
export const portkeyProfileFields = once(() => ({
  portkeyUrl: z
    .string()
    .superRefine((text, context) => {
      const reading = readBaseUrl(text);
      if ('problem' in reading) context.addIssue({ code: 'custom', message: reading.problem });
    })
    .optional(),
}));

/** The base URL of Portkey's API, and who said so. Throws a usage error for one that cannot be used. */
export function portkeyBaseUrl(input: SettingsInput): Sourced<string> {
  return pick(candidates(portkeySettings, 'portkeyUrl', input), readBaseUrl, defaultBaseUrl);
}

/** What the flags say of Portkey, as a profile holds it. Throws on a value that cannot be used. */
export function portkeyProfileValues(input: SettingsInput): { portkeyUrl: string | undefined } {
  const said = candidates(portkeySettings, 'portkeyUrl', input);
  return { portkeyUrl: pick<string | undefined>(said, readBaseUrl, undefined).value };
}
