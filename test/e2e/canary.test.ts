import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, type TestContext } from 'vitest';
import { canaries, canariesIn, expectNone } from '../support/canaries.ts';
import { filesBelow, modesBelow } from '../support/folders.ts';
import { keys, terminal } from '../support/pty.ts';
import { freshFolder } from '../support/run.ts';
import { servedSandbox } from '../support/served-sandbox.ts';
import { serveHttp } from '../support/servers.ts';
import { shell, start } from '../support/spawn.ts';

const { stdin, file, variable, prompt, clientSecret, accessToken } = canaries;

function written(content: string): string {
  const path = join(freshFolder(), 'input');
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

describe('the command line of a running program, which every user of the machine can read', () => {
  /** Command lines of all processes, ours of the test runner included. */
  function commandLines(context: TestContext): Map<string, string> {
    if (!existsSync('/proc/self/cmdline')) {
      context.skip('there is no /proc here: command lines cannot be read');
    }
    const lines = new Map<string, string>();
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        lines.set(pid, readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      } catch {
        continue; // it has ended meanwhile
      }
    }
    return lines;
  }

  const ways = [
    ['--value-stdin', 'secrets set key --value-stdin', stdin],
    ['--value-file', `secrets set key --value-file ${written(file)}`, ''],
    ['--value-env', 'secrets set key --value-env VALUE', ''],
    ['auth login', 'auth login --client-id someone --value-stdin', clientSecret],
    ['auth login --with-token', 'auth login --with-token', accessToken],
  ] as const;

  test.for(ways)('holds no value while it is sent: %s', async ([, words, input], context) => {
    commandLines(context);
    const arrival = new EventTarget();
    const asked = once(arrival, 'request');
    const server = await serveHttp(() => arrival.dispatchEvent(new Event('request')));
    try {
      const env = {
        PORT_BASE_URL: server.url,
        VALUE: variable,
        ...(words.startsWith('auth') ? {} : { PORT_ACCESS_TOKEN: accessToken }),
      };
      const running = start(words, { env, stdin: input });
      await asked;
      const lines = commandLines(context);
      expect(lines.get(String(running.pid))).toContain('portai.js');
      for (const [pid, line] of lines) expectNone(`process ${pid}`, line);
    } finally {
      await server.close();
    }
  });
});

test('a session leaves values only where credentials and tokens are kept, for their owner alone', async () => {
  const server = await servedSandbox();
  const dir = freshFolder();
  const seen: string[] = [];
  try {
    const login = `auth login --api-url ${server.url} --client-id sandbox-admin --value-stdin`;
    for (const words of [login, `${login} --json --debug`]) {
      const ran = await shell(words, { dir, stdin: 'sandbox-admin-secret' });
      expect(ran).toMatchObject({ code: 0 });
      seen.push(ran.stdout, ran.stderr);
    }
    for (const [words, input] of [
      ['secrets add a --value-stdin --debug', stdin],
      [`secrets add b --value-file ${written(file)} --debug --json`, ''],
      ['secrets add c --value-env VALUE --debug', ''],
      ['--sandbox secrets add a --value-stdin --debug', stdin],
      ['providers list --debug', ''],
      ['auth status --debug --json', ''],
    ] as const) {
      const ran = await shell(words, { dir, stdin: input, env: { VALUE: variable } });
      expect(ran).toMatchObject({ code: 0 });
      seen.push(ran.stdout, ran.stderr);
    }
    const typed = terminal('secrets add d --debug', { dir });
    await typed.shows('value of d');
    typed.type(`${prompt}${keys.enter}`);
    expect(await typed.ended).toBe(0);
    seen.push(typed.screen());
  } finally {
    await server.close();
  }
  expectNone('what was shown', seen.join('\n'));
  expect(seen.join('\n')).not.toContain('sandbox-admin-secret');
  expect(seen.join('\n')).not.toMatch(/eyJ[\w-]+\.eyJ/);

  const holders = [...filesBelow(dir)]
    .filter(
      ([, text]) => canariesIn(text).length > 0 || /sandbox-admin-secret|eyJ[\w-]+\.eyJ/.test(text),
    )
    .map(([path]) => path.replace(/[0-9a-f]{64}/, '<hash>'));
  expect(holders.sort()).toEqual(['credentials/default.json', 'tokens/<hash>.json']);
  expect(
    modesBelow(dir).filter(({ mode }) => mode !== 'file 600' && mode !== 'folder 700'),
  ).toEqual([]);
});

test('a stored secret that signs in is shown by no command, not even when it is refused', async () => {
  const dir = freshFolder();
  const server = await servedSandbox();
  try {
    const login = `auth login --no-verify --api-url ${server.url} --client-id someone --value-stdin`;
    expect(await shell(login, { dir, stdin: clientSecret })).toMatchObject({ code: 0 });
    for (const words of [
      'auth status',
      'providers list',
      'auth token',
      'profiles show',
      'auth logout',
    ]) {
      for (const extra of ['', ' --json', ' --debug']) {
        const { stdout, stderr } = await shell(`${words}${extra}`, { dir });
        expectNone(`${words}${extra}`, stdout + stderr);
      }
    }
    for (const [path, text] of filesBelow(dir)) expectNone(path, text);
  } finally {
    await server.close();
  }
});
