import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { PortaiError } from '../../src/core/errors.ts';
import type { Send } from '../../src/core/http.ts';
import { transportCauses } from '../../src/core/transport-causes.ts';
import { simulatedProviders } from '../../src/sandbox/vendors/index.ts';
import { hosts, openaiHost } from '../support/hosts.ts';
import { freshFolder, portai, testTime, type RunOptions } from '../support/run.ts';
import { script, signedIn } from '../support/script.ts';

const key = 'CANARY-d4c0ffee-of-direct';

const reports = z.array(
  z.looseObject({
    provider: z.string(),
    ok: z.boolean(),
    verdict: z.string(),
    provedFrom: z.string(),
    notProved: z.array(z.string()),
    testedModels: z.record(z.string(), z.looseObject({ isValid: z.boolean(), cause: z.string() })),
    usage: z.looseObject({ requests: z.number() }),
  }),
);

/** What stdout holds with --json. */
const read = (stdout: string) => reports.parse(JSON.parse(stdout));

function configFile(config: unknown): string {
  const file = join(freshFolder(), 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const openaiFile = configFile({ apiKeySecretName: 'openai-key' });
const pair = { accessKeyIdSecretName: 'key-id', secretAccessKeySecretName: 'secret-key' };
const bedrockFile = configFile({ region: 'eu-west-1', ...pair });

/** A run that tests OpenAI as the file has it, with the key in a variable. */
function direct(words: string, options: RunOptions = {}) {
  const { env, ...rest } = options;
  const line = `validate openai --direct --config-file ${openaiFile} --value-env KEY ${words}`;
  return portai(line.trim(), { env: { KEY: key, ...env }, ...rest });
}

/** A provider that gives one answer, whatever is asked. */
const answering = (status: number, json?: object): { readonly send: Send } => ({
  send: () => Promise.resolve({ status, headers: {}, body: json ? JSON.stringify(json) : '' }),
});

const toOpenai = (provider: { readonly send: Send }) => ({
  send: hosts({ 'api.openai.com': provider.send }),
});

describe('a configuration in a file', () => {
  test('is tested with a key given now, and nothing of Port is needed', async () => {
    const openai = openaiHost();
    const ran = await direct('--json', toOpenai(openai));
    expect(ran.code).toBe(0);
    expect(read(ran.stdout)).toMatchObject([
      {
        provider: 'openai',
        ok: true,
        provedFrom: 'this machine',
        notProved: expect.arrayContaining([
          "Port's own network path",
          'the value stored in the secret openai-key',
        ]),
        testedModels: { 'gpt-5': { isValid: true, cause: 'OK' } },
      },
    ]);
    expect(openai.seen[0]?.headers['authorization']).toBe(`Bearer ${key}`);
  });

  test('that fails is a report on stdout all the same, with exit 8', async () => {
    const ran = await direct('', toOpenai(openaiHost(() => 'key')));
    expect(ran).toMatchObject({ code: 8 });
    expect(ran.stdout).toMatch(
      /^openai\tgpt-5\tfail\trefused\tKEY_INVALID\tInvalid API key\tCreate a new key[^\t\n]*\t[^\t\n]+\n$/,
    );
  });

  test('that nobody could test ends with 12, not with success', async () => {
    const ran = await direct('--json', toOpenai(openaiHost(() => 'down')));
    expect(ran.code).toBe(12);
    expect(read(ran.stdout)).toMatchObject([{ ok: false, verdict: 'unknown' }]);
  });

  const ways = Object.keys(transportCauses).map((cause) => [cause] as const);

  test.each(ways)(
    'that came to %s says the same in its row, its JSON and its exit',
    async (name) => {
      const failure = new PortaiError({ name, message: 'No answer', exit: 'unreachable' });
      const nobody = toOpenai({ send: () => Promise.reject(failure) });
      const [code, verdict] = name === 'CONFIG_INVALID' ? [8, 'fail'] : [12, 'unknown'];
      const rows = await direct('', nobody);
      expect(rows).toMatchObject({ code });
      expect(rows.stdout.split('\t').slice(2, 5)).toEqual([verdict, 'untested', name]);
      const json = await direct('--json', nobody);
      expect(json).toMatchObject({ code });
      expect(read(json.stdout)).toMatchObject([
        { ok: false, verdict, testedModels: { 'gpt-5': { isValid: false, cause: name, verdict } } },
      ]);
    },
  );

  test('that the provider would not test now is open as well', async () => {
    const busy = answering(429, { error: { message: 'Slow down', code: 'rate_limit_exceeded' } });
    const ran = await direct('--json', toOpenai(busy));
    expect(ran).toMatchObject({ code: 12 });
    expect(read(ran.stdout)).toMatchObject([
      { verdict: 'unknown', testedModels: { 'gpt-5': { cause: 'RATE_LIMITED' } } },
    ]);
  });

  test.each([200, 201, 202, 204, 205, 206])(
    'that was answered with %i and nothing is no pass',
    async (status) => {
      const silent = answering(status);
      const ran = await direct('--json', toOpenai(silent));
      expect(ran.code).toBe(12);
      expect(read(ran.stdout)).toMatchObject([{ ok: false, verdict: 'unknown' }]);
    },
  );

  test('with a field missing is refused before anything is sent', async () => {
    const file = configFile({ region: 'eu-west-1' });
    const ran = await portai(`validate bedrock --direct --config-file ${file}`);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/--role-arn is required|--access-key-id-secret is required/);
  });

  test('is for one type', async () => {
    const ran = await portai(`validate openai bedrock --direct --config-file ${openaiFile}`);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('give exactly one type');
  });

  test('cannot come through the same pipe as a value', async () => {
    const ran = await portai('validate openai --direct --config-file - --value-stdin');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('stdin cannot be the configuration and a value at once');
  });
});

describe('values', () => {
  test('that are missing are named all at once, with the flags that give them', async () => {
    const ran = await portai(`validate bedrock --direct --config-file ${bedrockFile}`);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('The value of key-id and secret-key is missing');
    expect(ran.stderr).toContain(
      '--secret key-id --value-env <name> --secret secret-key --value-env <name>',
    );
  });

  test.each(['', '--show-request', '--debug', '--json --show-request --debug'])(
    'stay out of everything that is printed, also when the provider echoes them (%s)',
    async (flags) => {
      const ran = await direct(flags, toOpenai(openaiHost(() => 'key')));
      expect(ran.code).toBe(8);
      const forms = [key, Buffer.from(key).toString('base64'), encodeURIComponent(key)];
      for (const form of forms) expect(ran.stdout + ran.stderr).not.toContain(form);
    },
  );
});

test('a malformed value is found out before anything is sent, and not repeated', async () => {
  const openai = openaiHost();
  const ran = await direct('--json', { env: { KEY: `"${key}"` }, ...toOpenai(openai) });
  expect(ran.code).toBe(8);
  expect(openai.seen).toEqual([]);
  expect(ran.stdout).toContain('SECRET_MALFORMED');
  expect(ran.stdout).toContain('stands in quotes');
  expect(ran.stdout).not.toContain(key);
});

test('a key of another vendor is found out before anything is sent', async () => {
  const ran = await direct('--json', {
    env: { KEY: 'sk-ant-api03-of-somebody' },
    ...toOpenai(openaiHost()),
  });
  expect(ran.code).toBe(8);
  expect(ran.stdout).toContain('looks like an Anthropic key');
  expect(ran.stdout).not.toContain('sk-ant-api03');
});

test('a blank around a value is left out, and warned of', async () => {
  const openai = openaiHost();
  const ran = await direct('', { env: { KEY: ` ${key}\n` }, ...toOpenai(openai) });
  expect(ran.code).toBe(0);
  expect(openai.seen[0]?.headers['authorization']).toBe(`Bearer ${key}`);
  expect(ran.stderr).toContain('starts or ends with a blank');
});

describe('a profile of the AWS files', () => {
  const send = hosts({
    'sts.eu-west-1.amazonaws.com': (request) => simulated(request),
    'bedrock-runtime.eu-west-1.amazonaws.com': (request) => simulated(request),
  });
  const simulated = simulatedProviders({ now: () => testTime, sleep: () => Promise.resolve() });

  beforeEach(() => {
    const file = join(freshFolder(), 'credentials');
    writeFileSync(
      file,
      '[work]\naws_access_key_id=AKIA0000000000000OK1\naws_secret_access_key=abcdefghijklmnopqrstuvwxyz0123456789ABCD\n',
    );
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
    vi.stubEnv('AWS_CONFIG_FILE', `${file}-none`);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('stands in for the stored pair, and what is stored counts as untested', async () => {
    const words = `validate bedrock --direct --config-file ${bedrockFile} --aws-profile work --json`;
    const ran = await portai(words, { send });
    expect(ran.stderr).toBe('');
    const [report] = read(ran.stdout);
    expect(report).toMatchObject({ provider: 'bedrock', credential: { verdict: 'accepted' } });
    expect(report?.notProved).toContain(
      'the key pair stored in key-id and secret-key: the keys of the AWS profile were tested',
    );
    expect(ran.stdout + ran.stderr).not.toContain('abcdefghijklmnopqrstuvwxyz0123456789ABCD');
  });

  test.each([
    ['sandbox', 0, 'OK'],
    ['sandbox-no-terms', 8, 'MODEL_ACCESS_DENIED'],
    ['sandbox-new', 8, 'USE_CASE_FORM'],
    ['sandbox-new-viewer', 8, 'IAM_PROFILE_DENIED'],
    ['sandbox-forbidden', 8, 'IAM_PROFILE_DENIED'],
    ['work', 0, 'OK'],
  ])(
    'is with --sandbox one of the sandbox, and none of this machine is read: %s',
    async (name, code, cause) => {
      const model = '--model eu.anthropic.claude-sonnet-4-5-20250929-v1:0';
      const words = `validate bedrock --direct --config-file ${bedrockFile} --aws-profile ${name} ${model} --sandbox --json`;
      const ran = await portai(words);
      expect(ran.stderr).toBe('');
      expect(ran).toMatchObject({ code });
      expect(ran.stdout).toContain(cause);
      expect(ran.stdout + ran.stderr).not.toContain('AKIA0000000000000OK1');
    },
  );

  test('is with --sandbox none that the sandbox does not have', async () => {
    const words = `validate bedrock --direct --config-file ${bedrockFile} --aws-profile sandbox-nwe --sandbox`;
    const ran = await portai(words);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('the sandbox has no profile');
  });

  test('is of no use to a provider elsewhere', async () => {
    const ran = await direct('--aws-profile work');
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('--aws-profile is for providers on AWS');
  });
});

describe('the flags of a direct test', () => {
  test.each([
    '--stream',
    '--model gpt-5',
    '--no-generate',
    '--value-env KEY',
    '--request-budget 3',
  ])('mean nothing without --direct: %s', async (flags) => {
    const ran = await portai(`validate openai ${flags}`);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('goes with --direct only');
  });

  test('--model tests those models and no others', async () => {
    const ran = await direct('--json --model gpt-4.1 --model o3', toOpenai(openaiHost()));
    expect(Object.keys(read(ran.stdout)[0]?.testedModels ?? {})).toEqual(['gpt-4.1', 'o3']);
  });

  test('--request-budget ends the test when it is used up, and says what was not tested', async () => {
    const openai = openaiHost();
    const flags = '--json --model a --model b --model c --request-budget 1';
    const ran = await direct(flags, toOpenai(openai));
    expect(ran.code).toBe(12);
    expect(openai.seen).toHaveLength(1);
    expect(read(ran.stdout)[0]?.testedModels).toMatchObject({ c: { cause: 'BUDGET_REACHED' } });
  });

  test('--show-request prints each request as curl on stderr, before the result', async () => {
    const ran = await direct('--show-request', toOpenai(openaiHost()));
    expect(ran.stderr).toContain('curl https://api.openai.com/v1/responses');
    expect(ran.stderr).toContain('Reply with the word pong.');
    expect(ran.stdout).not.toContain('curl');
  });
});

describe('what Port stores', () => {
  const stored = {
    provider: 'openai',
    enabled: true,
    config: { apiKeySecretName: 'openai-key' },
    effectiveModels: { 'gpt-5': { enabled: true }, 'gpt-4.1': { enabled: false } },
  };

  test('is read, and its enabled models are tested; nothing is written', async () => {
    const port = script({ 'GET /v1/llm-providers': { json: { result: [stored] } } });
    const openai = openaiHost();
    const ran = await portai('validate --all --direct --json --value-env KEY', {
      env: { ...signedIn, KEY: key },
      send: hosts({ 'api.port.io': port.send, 'api.openai.com': openai.send }),
    });
    expect(ran.code).toBe(0);
    expect(port.asked()).toEqual(['GET /v1/llm-providers']);
    expect(Object.keys(read(ran.stdout)[0]?.testedModels ?? {})).toEqual(['gpt-5']);
  });

  test('of which something cannot be tested from here is not all right', async () => {
    const strange = { ...stored, provider: 'brand-new' };
    const port = script({ 'GET /v1/llm-providers': { json: { result: [stored, strange] } } });
    const ran = await portai('validate --all --direct --value-env KEY', {
      env: { ...signedIn, KEY: key },
      send: hosts({ 'api.port.io': port.send, 'api.openai.com': openaiHost().send }),
    });
    expect(ran.code).toBe(12);
    expect(ran.stderr).toContain('Not tested: brand-new');
  });
});

test('an interruption prints what was known, and ends with 130', async () => {
  const stop = new AbortController();
  const good = openaiHost();
  const send: Send = (request) => {
    if (request.body?.includes('"a"')) return good.send(request);
    stop.abort('interrupted');
    return Promise.reject(new Error('stopped'));
  };
  const ran = await direct('--json --model a --model b', {
    ...toOpenai({ send }),
    signal: stop.signal,
  });
  expect(ran.code).toBe(130);
  expect(read(ran.stdout)[0]?.testedModels).toMatchObject({
    a: { isValid: true },
    b: { isValid: false, cause: 'INTERRUPTED' },
  });
});

describe('a long wait', () => {
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  /** A world in which time passes only while the provider thinks, which takes so many seconds. */
  function slow(seconds: number): RunOptions {
    let time = 0;
    const openai = openaiHost();
    return {
      now: () => new Date(time),
      sleep: async (milliseconds, signal) => {
        const end = time + milliseconds;
        while (time < end && signal?.aborted !== true) await turn();
      },
      ...toOpenai({
        send: async (request) => {
          for (const end = time + seconds * 1_000; time < end; time += 250) await turn();
          return openai.send(request);
        },
      }),
    };
  }

  test('is told of after three seconds', async () => {
    const ran = await direct('', slow(5));
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('waiting for the model gpt-5, 3 s');
  });

  test.each(['--json', '--quiet'])('is not told of with %s', async (flag) => {
    const ran = await direct(flag, slow(5));
    expect(ran).toMatchObject({ code: 0, stderr: '' });
  });
});

test('in the sandbox its simulated providers are tested, and the report says so', async () => {
  const ran = await direct('--sandbox', {
    screen: true,
    env: { KEY: 'sk-proj-good-key-of-a-test' },
  });
  expect(ran.stdout).toContain("Preflight against the sandbox's simulated providers");
  expect(ran.code).toBe(0);
});

test.each([
  ['no JSON', 'openai', '{'],
  ['a list', 'openai', '[]'],
  ['an unknown part', 'openai', '{"config": {}, "surprise": 1}'],
  ['another type', 'openai', '{"provider": "bedrock", "config": {}}'],
  ['an unknown field', 'openai', '{"apiKeySecretName": "k", "surprise": 1}'],
  ['a missing field', 'openai', '{"config": {}}'],
  ['a malformed field', 'bedrock', '{"roleArn": "port", "region": "eu-west-1"}'],
])('a slip in a document, %s, leads to the flags of the type', async (_, type, text) => {
  const ran = await portai(`validate ${type} --direct --config-file - --value-env KEY --json`, {
    env: { KEY: 'sk-proj-abcdefghijklmnop' },
    stdin: text,
  });
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(JSON.parse(ran.stderr)).toMatchObject({
    error: { next: [{ command: `portai providers put ${type} --help` }] },
  });
});
