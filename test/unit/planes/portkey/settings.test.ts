import { expect, test } from 'vitest';
import { defaultBaseUrl } from '../../../../src/planes/portkey/base-url.ts';
import { portkeyBaseUrl } from '../../../../src/planes/portkey/settings.ts';

test('the base URL is the hosted one where nobody says another, and the nearest that somebody says', () => {
  expect(portkeyBaseUrl({ flags: {}, env: {} })).toEqual({
    value: defaultBaseUrl,
    source: { kind: 'default' },
  });
  const env = { PORTKEY_BASE_URL: 'https://env.example/v1' };
  const profile = { name: 'prod', portkeyUrl: 'https://profile.example/v1' };
  expect(portkeyBaseUrl({ flags: {}, env, profile }).value).toBe('https://env.example/v1');
  expect(portkeyBaseUrl({ flags: {}, env: {}, profile }).value).toBe('https://profile.example/v1');
  const flags = { portkeyUrl: 'https://flag.example/v1' };
  expect(portkeyBaseUrl({ flags, env, profile }).value).toBe('https://flag.example/v1');
});
