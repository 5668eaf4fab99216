import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Send } from '../../src/core/http.ts';
import { freshFolder, portai } from '../support/run.ts';
import { script, signedIn } from '../support/script.ts';

/** Input that cannot be used: a clear error, its exit code, and nothing sent or half-written. */

const sandbox = { PORTAI_SANDBOX: '1' };
const role = 'arn:aws:iam::123456789012:role/port';

function file(content: string | Buffer, name = 'input'): string {
  const path = join(freshFolder(), name);
  writeFileSync(path, content);
  return path;
}

describe('credentials', () => {
  test('none: exit 3, and how to get some', async () => {
    const ran = await portai('providers list');
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain('portai auth login');
    expect(ran.stderr).toContain('portai --sandbox providers list');
  });

  test('half a pair: exit 2, naming the missing half', async () => {
    const ran = await portai('providers list', { env: { PORT_CLIENT_ID: 'someone' } });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('PORT_CLIENT_SECRET');
  });

  test.each([
    'providers put bedrock --region eu-west-1 --role-arn arn:aws:iam::123456789012:role/port',
    'providers put port --disable --force',
    'defaults set --provider port --model claude-sonnet-4-20250514',
    'secrets add x --value-env HOME',
  ])('a member instead of an admin: exit 7 for %s', async (words) => {
    const ran = await portai(words, { env: { PORTAI_SANDBOX: 'member', HOME: 'a-long-value' } });
    expect(ran).toMatchObject({ code: 7, stdout: '' });
    expect(ran.stderr).toContain('auth status');
  });

  test('a member may look', async () => {
    const ran = await portai('providers list', { env: { PORTAI_SANDBOX: 'member' } });
    expect(ran.code).toBe(0);
  });
});

describe('provider types and their fields', () => {
  test('an unknown type: exit 2, did you mean', async () => {
    const ran = await portai('providers put bedrok --region eu-west-1', { env: sandbox });
    expect(ran.code).toBe(2);
  });

  test('an unknown type by itself is told which was meant', async () => {
    const ran = await portai('providers put bedrok', { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('Did you mean bedrock?');
  });

  test.each([
    ['a role ARN with a path', 'arn:aws:iam::123456789012:role/team/port', 'path'],
    ['a GovCloud role', 'arn:aws-us-gov:iam::123456789012:role/port', 'partition'],
    ['a role ARN with eleven digits', 'arn:aws:iam::12345678901:role/port', '12 digits'],
  ])('%s: exit 2, why, and the override', async (_, arn, why) => {
    const words = ['providers', 'put', 'bedrock', '--region', 'eu-west-1', '--role-arn', arn];
    const ran = await portai(words, { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(why);
    expect(ran.stderr).toContain('--skip-client-checks');
  });

  test.each(['us-gov-west-1', 'us-iso-east-1', 'eu_west_1', 'eu-west-12'])(
    'the region %s: exit 2, why, and the override',
    async (region) => {
      const words = `providers put bedrock --role-arn ${role} --region ${region}`;
      const ran = await portai(words, { env: sandbox });
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toContain('--skip-client-checks');
    },
  );

  test('with --skip-client-checks the server decides', async () => {
    const words = `providers put bedrock --role-arn ${role} --region us-gov-west-1 --skip-client-checks`;
    expect(await portai(words, { env: sandbox })).toMatchObject({ code: 9, stdout: '' });
  });

  test('both ways to sign in to AWS at once: exit 2', async () => {
    const words = `providers put bedrock --region eu-west-1 --role-arn ${role} --access-key-id-secret a`;
    const ran = await portai(words, { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--role-arn or --access-key-id-secret');
  });

  test.each([
    ['--guardrail-id', 'abc123', '--guardrail-version'],
    ['--guardrail-version', '1', '--guardrail-id'],
  ])('%s without its other half: exit 2, naming it', async (flag, value, other) => {
    const words = `providers put bedrock --region eu-west-1 --role-arn ${role} ${flag} ${value}`;
    const ran = await portai(words, { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(`${other}: is required together with ${flag}`);
  });

  test('every missing flag is named at once', async () => {
    const ran = await portai('providers put azure-openai --api-key-secret k --json', {
      env: sandbox,
    });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(JSON.parse(ran.stderr)).toMatchObject({
      error: {
        name: 'MissingFlags',
        details: {
          missing: [
            ['--resource-name', '--deployment-id'],
            ['--endpoint', '--deployment'],
          ],
        },
      },
    });
  });

  test('a model with a name of two characters: exit 2', async () => {
    const words =
      'providers put openai-compatible --base-url https://llm.example.com/v1 --model ab';
    const ran = await portai(words, { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('at least 3 characters');
  });

  test('a secret that does not exist: exit 5, and how to store it', async () => {
    const ran = await portai('providers put openai --api-key-secret nowhere', { env: sandbox });
    expect(ran).toMatchObject({ code: 5, stdout: '' });
    expect(ran.stderr).toContain('portai secrets add nowhere --value-file <file>');
  });

  test('suggested commands keep the flags that say which organization is meant', async () => {
    const words = '--sandbox providers put openai --api-key-secret nowhere';
    const ran = await portai(words);
    expect(ran.stderr).toContain('portai --sandbox secrets add nowhere --value-file <file>');
  });
});

describe('secret names', () => {
  test.each([
    ['with a blank', 'my key'],
    ['of 101 characters', 'a'.repeat(101)],
    ['with a slash', '../key'],
    ['that is empty', ''],
  ])('%s: exit 2', async (_, name) => {
    const words = ['secrets', 'add', name, '--value-env', 'V'];
    const ran = await portai(words, { env: { ...sandbox, V: 'a-long-value' } });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
  });

  test.each([
    ['secrets', 'add'],
    ['secrets', 'get'],
    ['providers', 'put', 'openai', '--api-key-secret'],
  ])('a value where a name belongs is refused without an echo: %s %s', async (...words) => {
    const key = 'sk-proj-AbCdEfGhIjKlMnOpQrStUvWxYz';
    const ran = await portai([...words, key], { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('shell history');
    expect(ran.stderr).not.toContain('AbCdEf');
  });

  test('a value after a flag that does not exist is not repeated', async () => {
    const ran = await portai(['secrets', 'add', 'x', '--value=hunter2-hunter2'], { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).not.toContain('hunter2');
  });
});

describe('secret values', () => {
  const add = ['secrets', 'add', 'x', '--value-stdin'];
  const tests: [string, string | Buffer, string][] = [
    ['empty', '', 'EmptyValue'],
    ['only a line end', '\n', 'EmptyValue'],
    ['2 MiB long', Buffer.alloc(2 * 1024 * 1024, 'a'), '1 MiB'],
    ['broken by a line end', 'sk-abc\ndef-ghi-jkl', 'line break'],
    ['behind a byte order mark', '\ufeffsk-abcdefghij', 'byte order mark'],
    ['with a zero-width space', 'sk-abc\u200bdefghij', 'U+200B'],
    ['not UTF-8', Buffer.from([0x73, 0x6b, 0xff, 0xfe, 0x41]), 'UTF-8'],
  ];

  test.each(tests)('%s: exit 2, nothing stored', async (_, stdin, words) => {
    const dir = freshFolder();
    const ran = await portai(add, { env: sandbox, stdin, dir });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(words);
    expect((await portai('secrets list', { env: sandbox, dir })).stdout).toBe('');
  });

  test.each(tests.slice(2, 3))('%s, from a file: exit 2', async (_, content, words) => {
    const ran = await portai(['secrets', 'add', 'x', '--value-file', file(content)], {
      env: sandbox,
    });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(words);
  });

  test('a PEM keeps its lines, and only the last line end goes', async () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n';
    const { send, seen } = script({
      'GET /v1/llm-providers': { json: { ok: true, result: [] } },
      'GET /v1/organization/secrets/x': { status: 404, json: { ok: false, error: 'not_found' } },
      'POST /v1/organization/secrets': { json: { ok: true, secret: { secretName: 'x' } } },
    });
    await portai(add, { env: signedIn, send, stdin: pem });
    expect(seen.at(-1)?.body).toEqual({ secretName: 'x', secretValue: pem.slice(0, -1) });
  });

  test('two ways for the value at once: exit 2', async () => {
    const words = [...add, '--value-env', 'V'];
    expect(await portai(words, { env: { ...sandbox, V: 'v' } })).toMatchObject({
      code: 2,
      stdout: '',
    });
  });

  test('no way for the value, and nobody to ask: exit 2, naming all three', async () => {
    const ran = await portai('secrets add x', { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--value-stdin, --value-file, --value-env');
  });

  test('a variable that is not set: exit 2', async () => {
    expect(await portai('secrets add x --value-env NOPE', { env: sandbox })).toMatchObject({
      code: 2,
    });
  });
});

describe('--config-file', () => {
  const put = ['providers', 'put', 'openai', '--config-file'];
  test.each<[string, () => string, string]>([
    ['missing', () => join(freshFolder(), 'absent.json'), 'no such file'],
    ['not JSON', () => file('{"apiKeySecretName": '), 'is not JSON'],
    ['a list', () => file('[]'), 'must be a JSON object'],
    ['with an unknown key', () => file('{"apiKeySecretNam": "k"}'), 'apiKeySecretNam'],
    ['with an unknown key beside config', () => file('{"config": {}, "enabld": true}'), 'enabld'],
    [
      'with a switch in words',
      () => file('{"config": {}, "enabled": "yes"}'),
      'enabled: must be true or false, not text',
    ],
    ['for another type', () => file('{"provider": "anthropic", "config": {}}'), 'is for anthropic'],
    ['a folder', () => freshFolder(), 'folder'],
  ])('%s: exit 2, saying what', async (_, path, words) => {
    const ran = await portai([...put, path()], { env: sandbox });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(words);
  });

  test('a type that this version does not know goes through with a file', async () => {
    const { send, seen } = script({
      'GET /v1/llm-providers': { json: { result: [] } },
      'POST /v1/llm-providers': {
        status: 201,
        json: { result: { provider: 'quantum', enabled: true, effectiveModels: {} } },
      },
    });
    const words = ['providers', 'put', 'quantum', '--config-file', '-'];
    const ran = await portai(words, { env: signedIn, send, stdin: '{"flux": 9}' });
    expect(ran).toMatchObject({ code: 0 });
    expect(seen.at(-1)?.body).toEqual({ provider: 'quantum', config: { flux: 9 }, enabled: true });
  });

  test('what `get --json` printed can be put back', async () => {
    const dir = freshFolder();
    const headers = file('{"x-team": "platform-secret"}');
    const words = `providers put openai-compatible --base-url https://llm.example.com/v1 --model my-model,context=1000 --headers-file ${headers}`;
    expect(await portai(words, { env: sandbox, dir })).toMatchObject({ code: 0 });
    const got = await portai('providers get openai-compatible --json', { env: sandbox, dir });
    expect(got.stdout).not.toContain('platform-secret');
    const again = await portai('providers put openai-compatible --config-file - --json', {
      env: sandbox,
      dir,
      stdin: got.stdout,
    });
    expect(JSON.parse(again.stdout)).toMatchObject({ action: 'unchanged' });
  });
});

describe('the API', () => {
  const list = 'GET /v1/llm-providers';

  test('a redirect to another host is not followed: exit 6', async () => {
    const asked: string[] = [];
    const send: Send = ({ url }) => {
      asked.push(url.host);
      return Promise.resolve({
        status: 302,
        headers: { location: 'https://evil.example' },
        body: '',
      });
    };
    expect(await portai('providers list --retries 0', { env: signedIn, send })).toMatchObject({
      code: 6,
      stdout: '',
    });
    expect(asked).toEqual(['api.port.io']);
  });

  test('429 after all repeats: exit 11', async () => {
    const { send, asked } = script({
      [list]: { status: 429, json: { error: 'slow down please' } },
    });
    expect(await portai('providers list --retries 2', { env: signedIn, send })).toMatchObject({
      code: 11,
      stdout: '',
    });
    expect(asked()).toHaveLength(3);
  });

  test('plain http to another machine: exit 2 before anything is sent', async () => {
    const ran = await portai('providers list --api-url http://port.example.com', { env: signedIn });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('https');
  });
});

describe('settings', () => {
  test.each([
    ['--timeout', 'soon'],
    ['--retries', '-1'],
    ['--region', 'mars'],
    ['--api-url', 'api.port.io'],
  ])('%s %s: exit 2, naming the flag', async (flag, value) => {
    const ran = await portai(['providers', 'list', `${flag}=${value}`], { env: signedIn });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(flag);
  });

  test('a damaged settings file is named and left as it is', async () => {
    const dir = freshFolder();
    const path = join(dir, 'settings', 'profiles', 'default.json');
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, '{"region": ', { mode: 0o600 });
    const ran = await portai('providers list', { env: signedIn, dir });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(path);
  });
});
