import { describe, expect, onTestFinished, test } from 'vitest';
import { openSend } from '../../src/http/send.ts';
import { portai } from '../support/run.ts';
import { serveHttp } from '../support/servers.ts';

/** A redirect of a control plane: the advice says how the address of that plane is given. */

const planes = [
  {
    plane: 'Port',
    words: 'providers list',
    variable: 'PORT_BASE_URL',
    env: { PORT_ACCESS_TOKEN: 'token-of-this-test' },
    own: ['--api-url', 'PORT_BASE_URL'],
    others: ['--portkey-url', 'PORTKEY_BASE_URL'],
  },
  {
    plane: 'Port, asked for a token',
    words: 'providers list',
    variable: 'PORT_BASE_URL',
    env: { PORT_CLIENT_ID: 'client', PORT_CLIENT_SECRET: 'secret-of-this-test' },
    own: ['--api-url', 'PORT_BASE_URL'],
    others: ['--portkey-url', 'PORTKEY_BASE_URL'],
  },
  {
    plane: 'Portkey',
    words: 'integrations list',
    variable: 'PORTKEY_BASE_URL',
    env: { PORTKEY_API_KEY: 'key-of-this-test' },
    own: ['--portkey-url', 'PORTKEY_BASE_URL'],
    others: ['--api-url', 'PORT_BASE_URL'],
  },
] as const;

describe.each(planes)('a redirect of $plane', ({ words, variable, env, own, others }) => {
  test.each(['https://login.example.com/', '/elsewhere'])('to %s', async (location) => {
    const server = await serveHttp((_, response) => response.writeHead(302, { location }).end());
    onTestFinished(server.close);
    const ran = await portai(words, {
      env: { ...env, [variable]: server.url },
      send: openSend({ timeoutMs: 10_000 }, {}),
    });
    expect(ran.code).toBe(6);
    for (const each of own) expect(ran.stderr).toContain(each);
    for (const each of others) expect(ran.stderr).not.toMatch(new RegExp(`${each}\\b`));
  });
});
