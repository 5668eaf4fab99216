import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import type { Send } from '../../src/core/http.ts';
import { portai } from '../support/run.ts';
import { script, signedIn } from '../support/script.ts';
import { testRuntime } from '../support/runtime.ts';

/** How a run ends when what it would print cannot be printed. */

/** A stdout that takes nothing, for this reason. */
const broken = (code: string) =>
  new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
  });

async function run(argv: readonly string[], code: string) {
  let said = '';
  const stderr = Object.assign(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        said += chunk.toString();
        done();
      },
    }),
    { isTTY: false },
  );
  const ended = await main(argv, testRuntime({ stdout: broken(code), stderr }));
  return { code: ended, said };
}

describe('an answer that stdout does not take', () => {
  test.each([['explain', '--list'], ['providers', '--help'], ['--help'], ['--version']])(
    'is a failure that does not say that nothing was sent: %s %s',
    async (...argv) => {
      const ran = await run(
        argv.filter((word) => typeof word === 'string'),
        'ENOSPC',
      );
      expect(ran.code).toBe(6);
      expect(ran.said).toContain('Cannot write the answer to stdout: ENOSPC');
    },
  );

  test('since its reader has left is none', async () => {
    expect(await run(['explain', '--list'], 'EPIPE')).toEqual({ code: 0, said: '' });
    expect(await run(['providers', '--help'], 'EPIPE')).toEqual({ code: 0, said: '' });
  });
});

test('--json after -- is a word, and asks for no JSON', async () => {
  const ran = await portai(['explain', '--', '--json']);
  expect(ran).toMatchObject({ code: 4, stdout: '' });
  expect(ran.stderr).toMatch(/^Error: /);
});

describe('JSON that nests deeper than a stack holds out', () => {
  const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const answering =
    (status: number, body: string): Send =>
    () =>
      Promise.resolve({ status, headers: { 'content-type': 'application/json' }, body });

  test.each([
    ['an answer', 200, `{"ok": true, "result": ${deep(200_000)}}`],
    ['a list', 200, `{"ok": true, "result": [{"provider": "openai", "config": ${deep(200_000)}}]}`],
    [
      'the details of a refusal',
      400,
      `{"ok": false, "error": {"name": "X", "message": "no", "details": ${deep(200_000)}}}`,
    ],
    [
      'details that can just be read',
      400,
      `{"ok": false, "error": {"name": "X", "message": "no", "details": ${deep(90)}}}`,
    ],
  ])('in %s is one error line, and no mistake of portai', async (_, status, body) => {
    for (const words of ['providers list', 'secrets list', 'providers get openai']) {
      const ran = await portai(`${words} --json`, { env: signedIn, send: answering(status, body) });
      expect(ran.code).toBeGreaterThan(1);
      expect(ran.stdout).toBe('');
      expect(JSON.parse(ran.stderr)).toMatchObject({ error: { exitCode: ran.code } });
    }
  });

  test('in a configuration file is a usage error', async () => {
    const { send } = script({ 'GET /v1/llm-providers': { json: { result: [] } } });
    const words = 'providers put weird-type --config-file - --force --json';
    const ran = await portai(words, { env: signedIn, send, stdin: deep(200_000) });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
  });
});

test('the sentences of a refusal stay whole when the credential is a word of them', async () => {
  for (const word of ['secret', 'secrets', 'required', 'providers', 'openai']) {
    const { send } = script({
      'GET /v1/llm-providers': {
        status: 400,
        json: {
          ok: false,
          error: 'invalid',
          message: `apiKeySecretName is required; you sent ${word}`,
        },
      },
    });
    const env = { PORT_ACCESS_TOKEN: word };
    const ran = await portai('providers list', { env, send });
    expect(ran.stderr).not.toContain('[[');
    expect(ran.stderr).toContain('you sent [secret]');
    const there = script({
      'GET /v1/llm-providers': { json: { result: [] } },
      'GET /v1/organization/secrets': { json: { secrets: [] } },
    });
    const put = 'providers put openai --api-key-secret nowhere';
    const missing = await portai(put, { env, send: there.send });
    expect(missing.stderr).toContain(
      'The configuration names a secret that does not exist: nowhere',
    );
    expect(missing.stderr).toContain('portai secrets add nowhere --value-file <file>');
  }
});
