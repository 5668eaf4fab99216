import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { keys, terminal } from '../support/pty.ts';
import { freshFolder } from '../support/run.ts';
import { shell, start } from '../support/spawn.ts';

describe('portai sandbox', () => {
  const view = z.object({
    port: z.object({ url: z.url(), clientId: z.string(), clientSecret: z.string() }),
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'serves what a shell needs until %s, then ends with 0 and keeps its state',
    async (signal) => {
      const dir = freshFolder();
      const serving = start('sandbox --json', { dir });
      const { url, clientId, clientSecret } = view.parse(
        JSON.parse(await serving.says('\n', 'stdout')),
      ).port;
      const client = {
        PORT_BASE_URL: url,
        PORT_CLIENT_ID: clientId,
        PORT_CLIENT_SECRET: clientSecret,
        VALUE: 'a-value-of-this-test',
      };
      expect(await shell('secrets add key --value-env VALUE', { env: client })).toMatchObject({
        code: 0,
      });
      serving.signal(signal);
      expect(await serving.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
      expect((await shell('--sandbox secrets list', { dir })).stdout).toMatch(/^key\t/);
      const late = await shell('providers list --retries 0', { env: client });
      expect(late).toMatchObject({ code: 6 });
    },
  );

  test('opens to credentials that it prints, which are others each time', async () => {
    const served = [start('sandbox --ephemeral --json'), start('sandbox --ephemeral --json')];
    const views = await Promise.all(
      served.map(async (each) => view.parse(JSON.parse(await each.says('\n', 'stdout'))).port),
    );
    const [one, other] = views;
    expect(one?.clientSecret).not.toBe(other?.clientSecret);
    const signedIn = (clientSecret = '') =>
      shell('providers list --retries 0', {
        env: {
          PORT_BASE_URL: one?.url ?? '',
          PORT_CLIENT_ID: one?.clientId ?? '',
          PORT_CLIENT_SECRET: clientSecret,
        },
      });
    expect(await signedIn(one?.clientSecret)).toMatchObject({ code: 0 });
    expect(await signedIn(other?.clientSecret)).toMatchObject({ code: 3 });
    expect(await signedIn('sandbox-admin-secret')).toMatchObject({ code: 3 });
    for (const each of served) each.signal('SIGTERM');
    await Promise.all(served.map(({ ended }) => ended));
  });

  test('stops at once although a client keeps a connection open', async () => {
    const serving = start('sandbox --ephemeral --json');
    const { url } = view.parse(JSON.parse(await serving.says('\n', 'stdout'))).port;
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    await once(idle, 'connect');
    idle.on('error', () => undefined);
    const closed = once(idle.resume(), 'close');
    serving.signal('SIGINT');
    expect(await serving.ended).toMatchObject({ code: 0 });
    await closed;
  });

  test('prints exports that a shell can evaluate, and ends with 0 on Ctrl-C at a terminal', async () => {
    const { type, shows, ended } = terminal('sandbox --ephemeral');
    await shows('export PORT_BASE_URL=http://127.0.0.1:');
    await shows('Serving until Ctrl-C.');
    type(keys.ctrlC);
    expect(await ended).toBe(0);
  });
});
