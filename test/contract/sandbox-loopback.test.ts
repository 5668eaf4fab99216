import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HttpRequest, Send } from '../../src/core/http.ts';
import { freshFolder, portai } from '../support/run.ts';

/** A base URL in the sandbox: on this machine it is asked itself, elsewhere it is not tested. */

const env = { PORTAI_SANDBOX: '1', KEY: 'a-key-of-this-test' };

/** A server of this machine that has one model, and what it was asked. */
function ollama() {
  const asked: HttpRequest[] = [];
  const send: Send = (request) => {
    asked.push(request);
    const isThere = request.method === 'GET' || request.body?.includes('"llama3.2"') === true;
    const whole = { choices: [{ message: { content: 'pong' }, finish_reason: 'stop' }] };
    return Promise.resolve(
      isThere
        ? { status: 200, headers: {}, body: JSON.stringify(whole) }
        : { status: 404, headers: {}, body: '{"error":{"message":"model \'lama\' not found"}}' },
    );
  };
  return { asked, send };
}

const types = ['openai-compatible', 'anthropic-compatible'] as const;
const put = (type: string, url: string, model: string) =>
  `providers put ${type} --base-url ${url} --model ${model} --api-key-secret key`;

describe.each(['http://localhost:11434/v1', 'http://127.0.0.1:11434/v1', 'http://[::1]:8080/v1'])(
  'a server at %s',
  (url) => {
    test('answers for itself, whoever asks: put, validate, preflight, direct', async () => {
      const { asked, send } = ollama();
      const dir = freshFolder();
      const run = (words: string) => portai(words, { dir, env, send });
      await run('secrets add key --value-env KEY');
      const saved = put(types[0], url, 'llama3.2');
      expect(await run(`${saved} --preflight --value-env KEY`)).toMatchObject({ code: 0 });
      expect(await run(`validate ${types[0]}`)).toMatchObject({ code: 0 });
      const direct = await run(`validate ${types[0]} --direct --value-env KEY --json`);
      expect(direct.code).toBe(0);
      expect(direct.stdout).toContain('"provedFrom": "this machine"');
      expect(asked.length).toBeGreaterThanOrEqual(4);
      expect(new Set(asked.map((each) => each.url.host))).toEqual(new Set([new URL(url).host]));
    });

    test('says so when it does not know a model', async () => {
      const { send } = ollama();
      const dir = freshFolder();
      const run = (words: string) => portai(words, { dir, env, send });
      await run('secrets add key --value-env KEY');
      const saved = put(types[0], url, 'lama3.2');
      expect(await run(`${saved} --preflight --value-env KEY`)).toMatchObject({ code: 8 });
      expect(await run(`${saved} --validate`)).toMatchObject({ code: 8 });
      expect(await run('providers list --json')).toMatchObject({ code: 0 });
      expect(await run(`providers get ${types[0]}`)).toMatchObject({ code: 4 });
    });
  },
);

/** What a person may configure that the simulation does not own. */
const elsewhere: readonly (readonly [string, string])[] = [
  ...types.flatMap((type) =>
    ['https://llm.acme.com/v1', 'http://192.168.1.7:11434/v1', 'https://localhost.acme.com/v1'].map(
      (url) => [type, put(type, url, 'llama-3').replace(`providers put ${type} `, '')] as const,
    ),
  ),
  ['azure-openai', '--api-key-secret key --resource-name acme-resource --deployment-id gpt-5'],
  ['azure-anthropic', '--api-key-secret key --endpoint https://acme.services.ai.azure.com'],
];

describe.each(elsewhere)('%s %s', (type, flags) => {
  const forbidden: Send = ({ url }) => {
    throw new Error(`nothing may be sent, but ${url.host} was`);
  };

  test('is not tested, and never valid', async () => {
    const dir = freshFolder();
    const run = (words: string) => portai(words, { dir, env, send: forbidden });
    await run('secrets add key --value-env KEY');
    const saved = `providers put ${type} ${flags}`;
    const refused = [
      await run(`${saved} --preflight --value-env KEY --json`),
      await run(`${saved} --validate --json`),
    ];
    expect(await run(saved)).toMatchObject({ code: 0 });
    const tested = [
      await run(`validate ${type} --json`),
      await run(`validate ${type} --direct --value-env KEY --json`),
    ];
    expect(refused.map(({ stdout }) => stdout)).toEqual(['', '']);
    for (const { code, stdout, stderr } of [...refused, ...tested]) {
      expect(code).not.toBe(0);
      expect(stdout + stderr).toContain('NOT_SIMULATED');
      expect(stdout + stderr).toContain('does not simulate');
      expect(stdout).not.toMatch(/"isValid": ?true|"status": ?"valid"/);
    }
    expect(tested.map(({ code }) => code)).toEqual([12, 12]);
  });
});

test('a role that nobody created is refused, and one that was removed again too', async () => {
  const dir = freshFolder();
  const run = (words: string) => portai(words, { dir, env });
  const role = 'arn:aws:iam::111122223333:role/port-bedrock';
  const put = `providers put bedrock --region eu-west-1 --role-arn ${role} --validate`;
  expect(await run(put)).toMatchObject({ code: 8 });
  const setup = await run('bedrock setup --region eu-west-1 --create --yes --no-input');
  expect(setup).toMatchObject({ code: 0 });
  expect(await run('validate bedrock')).toMatchObject({ code: 0 });
  const removed = await run('bedrock cleanup --role-name port-bedrock --yes --no-input --force');
  expect(removed.stderr + String(removed.code)).toMatch(/0$/);
  expect(await run('validate bedrock')).toMatchObject({ code: 8 });
});

test('a configuration in a file is tested against this machine alike', async () => {
  const { asked, send } = ollama();
  const file = join(freshFolder(), 'config.json');
  const config = { baseUrl: 'http://localhost:11434/v1', models: [{ name: 'llama3.2' }] };
  writeFileSync(file, JSON.stringify(config));
  const words = `validate openai-compatible --direct --config-file ${file} --json`;
  expect(await portai(words, { env, send })).toMatchObject({ code: 0 });
  expect(asked.length).toBeGreaterThan(0);
});
