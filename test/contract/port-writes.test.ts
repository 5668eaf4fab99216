import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../src/core/errors.ts';
import type { Send } from '../../src/core/http.ts';
import { providerTypes } from '../../src/planes/port/provider-types/index.ts';
import { freshFolder, portai } from '../support/run.ts';
import { script, signedIn, type Answer, type Seen } from '../support/script.ts';

/** What a write sends, and what is made of its answer. */

const env = { ...signedIn, VALUE: 'a-value-of-its-own' };
const providers = '/v1/llm-providers';
const defaults = '/v1/llm-providers/defaults';
const secrets = '/v1/organization/secrets';
const openai = {
  provider: 'openai',
  enabled: true,
  config: { apiKeySecretName: 'k1' },
  effectiveModels: { 'gpt-5': { enabled: true } },
};
const systemDefault = { json: { ok: true, result: { provider: 'port', model: 'm' } } };
const notFound = { status: 404, json: { ok: false, error: 'not_found', message: 'no' } };

/** Every command that writes: its words, its request, and what is there afterwards. */
const writes: readonly {
  readonly words: string;
  readonly request: string;
  readonly is: object;
  readonly key: string;
  /** What the server answers to everything else. */
  readonly rest: Readonly<Record<string, Answer | readonly Answer[]>>;
  /** What it answers where the write was not made. */
  readonly gone: Readonly<Record<string, Answer | readonly Answer[]>>;
}[] = [
  {
    words: 'providers put openai --api-key-secret k1',
    request: `POST ${providers}`,
    is: openai,
    key: 'result',
    gone: { [`GET ${providers}/openai`]: notFound },
    rest: {
      [`GET ${providers}`]: { json: { result: [] } },
      [`GET ${providers}/openai`]: { json: { result: openai } },
      [`GET ${secrets}`]: { json: { secrets: [{ secretName: 'k1' }] } },
    },
  },
  {
    words: 'providers put openai --disable',
    request: `PUT ${providers}/openai`,
    is: { ...openai, enabled: false },
    key: 'result',
    gone: { [`GET ${providers}/openai`]: notFound },
    rest: {
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`GET ${providers}/openai`]: { json: { result: { ...openai, enabled: false } } },
      [`GET ${defaults}`]: systemDefault,
    },
  },
  {
    words: 'providers models disable openai gpt-5',
    request: `PUT ${providers}/openai`,
    is: { ...openai, effectiveModels: { 'gpt-5': { enabled: false } } },
    key: 'result',
    gone: { [`GET ${providers}/openai`]: notFound },
    rest: {
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`GET ${providers}/openai`]: {
        json: { result: { ...openai, effectiveModels: { 'gpt-5': { enabled: false } } } },
      },
      [`GET ${defaults}`]: systemDefault,
    },
  },
  {
    words: 'defaults set --provider openai --model gpt-5',
    request: `PUT ${defaults}`,
    is: { provider: 'openai', model: 'gpt-5' },
    key: 'result',
    gone: { [`GET ${defaults}`]: [systemDefault, notFound] },
    rest: {
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`GET ${defaults}`]: [
        systemDefault,
        { json: { result: { provider: 'openai', model: 'gpt-5' } } },
      ],
    },
  },
  {
    words: 'secrets add k1 --value-env VALUE',
    request: `POST ${secrets}`,
    is: { secretName: 'k1' },
    key: 'secret',
    gone: { [`GET ${secrets}/k1`]: notFound },
    rest: { [`GET ${secrets}/k1`]: [notFound, { json: { secret: { secretName: 'k1' } } }] },
  },
  {
    words: 'secrets set k1 --value-env VALUE',
    request: `PATCH ${secrets}/k1`,
    is: { secretName: 'k1' },
    key: 'secret',
    gone: { [`GET ${secrets}/k1`]: [{ json: { secret: { secretName: 'k1' } } }, notFound] },
    rest: { [`GET ${secrets}/k1`]: { json: { secret: { secretName: 'k1' } } } },
  },
];

/** Commands whose answer has nothing to read. */
const deletes = [
  {
    words: 'providers delete openai --yes',
    request: `DELETE ${providers}/openai`,
    rest: {
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`GET ${defaults}`]: systemDefault,
    },
  },
  {
    words: 'secrets delete k1 --yes',
    request: `DELETE ${secrets}/k1`,
    rest: {
      [`GET ${providers}`]: { json: { result: [] } },
      [`GET ${secrets}/k1`]: { json: { secret: { secretName: 'k1' } } },
    },
  },
];

describe.each(writes)('`$words`', ({ words, request, is, key, rest, gone }) => {
  const run = async (answer: Answer, more: typeof rest = {}) => {
    const { send, asked } = script({ ...rest, [request]: answer, ...more });
    return { ...(await portai(`${words} --retries 0`, { env, send })), asked: asked() };
  };

  test('is done when the answer is what was asked for', async () => {
    expect(await run({ json: { ok: true, [key]: is } })).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('Warning'),
    });
  });

  test.each<[string, Answer]>([
    ['only ok', { json: { ok: true } }],
    ['nothing', { status: 204 }],
    ['null', { json: { ok: true, [key]: null } }],
  ])('is read back when the answer is %s', async (_, answer) => {
    const { code, asked } = await run(answer);
    expect(code).toBe(0);
    expect(asked.slice(asked.indexOf(request) + 1)).toEqual([expect.stringMatching(/^GET /)]);
  });

  test('is no success when the answer is done and nothing is there', async () => {
    expect(await run({ json: { ok: true } }, gone)).toMatchObject({ code: 6, stdout: '' });
  });

  test.each<[string, Answer]>([
    ['ok is false', { json: { ok: false, message: 'no' } }],
    ['ok is false, with what was asked for', { json: { ok: false, [key]: is } }],
    ['there is an error', { json: { error: { name: 'x', message: 'no' } } }],
  ])('is refused when %s, whatever the status', async (_, answer) => {
    expect(await run(answer)).toMatchObject({ code: 9, stdout: '' });
  });

  test('is no success when the answer is about something else', async () => {
    const other = { ...is, provider: 'anthropic', secretName: 'other' };
    const ran = await run({ json: { ok: true, [key]: other } });
    expect(ran.code).toBe(request.endsWith('defaults') ? 9 : 6);
    expect(ran.stderr).toMatch(/answer.* (?:anthropic|"other"|"anthropic")/);
  });
});

test.each(deletes)(
  '`$words` is not done when the answer says no',
  async ({ words, request, rest }) => {
    for (const json of [{ ok: false }, { ok: false, error: 'x' }, { error: 'no such luck' }]) {
      const { send } = script({ ...rest, [request]: { json } });
      expect(await portai(words, { env, send })).toMatchObject({ code: 9, stdout: '' });
    }
  },
);

describe('a write that Port took otherwise', () => {
  const put = async (answer: object, words = 'providers put openai --disable') => {
    const { send } = script({
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`GET ${secrets}`]: { json: { secrets: [{ secretName: 'k1' }, { secretName: 'k2' }] } },
      [`GET ${defaults}`]: systemDefault,
      [`PUT ${providers}/openai`]: { json: { ok: true, result: { ...openai, ...answer } } },
    });
    return portai(words, { env, send, screen: true });
  };

  test.each<[string, object, string, string]>([
    [
      'the switch',
      { enabled: true },
      'providers put openai --disable',
      'it is enabled, not disabled',
    ],
    [
      'the configuration',
      {},
      'providers put openai --api-key-secret k2',
      'config.apiKeySecretName is another',
    ],
    ['a model', {}, 'providers models disable openai gpt-5', 'gpt-5 is enabled'],
  ])('%s: is no tick', async (_, answer, words, said) => {
    const ran = await put(answer, words);
    expect(ran.code).toBe(9);
    expect(ran.stderr).toContain(said);
    expect(ran.stdout).toBe('');
  });

  test('is one line of JSON that names every difference', async () => {
    const ran = await put({}, 'providers put openai --disable --json');
    expect(ran.stdout).toBe('');
    expect(JSON.parse(ran.stderr)).toMatchObject({
      error: { name: 'NotAsSent', details: { differs: ['it is enabled, not disabled'] } },
    });
  });

  test('the default', async () => {
    const { send } = script({
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`GET ${defaults}`]: systemDefault,
      [`PUT ${defaults}`]: { json: { result: { provider: 'port', model: 'm' } } },
    });
    const ran = await portai('defaults set --provider openai --model gpt-5', { env, send });
    expect(ran).toMatchObject({
      code: 9,
      stdout: '',
      stderr: expect.stringContaining('port / m, not openai / gpt-5'),
    });
  });

  test('`providers get` of one type answered with another is an error', async () => {
    const { send } = script({ [`GET ${providers}/bedrock`]: { json: { result: openai } } });
    const ran = await portai('providers get bedrock', { env, send });
    expect(ran).toMatchObject({
      code: 6,
      stdout: '',
      stderr: expect.stringContaining('"openai", not "bedrock"'),
    });
  });
});

describe('switching off', () => {
  const dir = freshFolder();
  const name = fc.stringMatching(/^[a-z][a-z-]{2,8}$/);
  const shape = fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }));
  const type = fc.constantFrom(...providerTypes.map(({ id }) => id), 'mistral');
  const models = fc.dictionary(
    fc.constantFrom('gpt-5', 'm-1', 'm-2'),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const overrides = fc.oneof(
    fc.constant(null),
    shape,
    models.map((map) => ({ models: map, routing: 1 })),
  );

  /** JSON has no -0. */
  const asJson = <T>(value: T): T => {
    const copy: T = JSON.parse(JSON.stringify(value));
    return copy;
  };

  test('works whatever Port stores, and sends it back as it is', async () => {
    const stored = fc.record(
      {
        config: fc.oneof(shape, fc.constant(null)),
        overrides,
        effectiveModels: fc.jsonValue({ maxDepth: 2 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(type, stored.map(asJson), fc.boolean(), async (id, record, enabled) => {
        const here = { provider: id, enabled, ...record };
        const { send, seen } = script({
          [`GET ${providers}`]: { json: { result: [here] } },
          [`GET ${defaults}`]: systemDefault,
          [`PUT ${providers}/${id}`]: { json: { result: { ...here, enabled: false } } },
        });
        const ran = await portai(
          `providers put ${id} --disable${id === 'port' ? ' --force' : ''}`,
          { env, send, dir },
        );
        expect(ran).toMatchObject({ code: 0 });
        const sent = seen.find(({ method }) => method === 'PUT')?.body;
        if (!enabled) expect(sent).toBeUndefined();
        else
          expect(sent).toMatchObject({
            ...(record.config ? { config: record.config } : {}),
            ...(record.overrides ? { overrides: record.overrides } : {}),
            enabled: false,
          });
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [
      'bedrock without a region',
      'bedrock',
      { roleArn: 'arn:aws:iam::891377315606:role/r', externalIdSecretName: 'k1' },
    ],
    [
      'a role with a path in GovCloud',
      'bedrock',
      { roleArn: 'arn:aws-us-gov:iam::123456789012:role/team/r', region: 'us-gov-west-1' },
    ],
    [
      'a newer feature of a model',
      'openai-compatible',
      {
        baseUrl: 'https://l.example.com/v1',
        models: [{ name: 'abc-1', supportedFeatures: { vision: true } }],
      },
    ],
    [
      'keys of two ways to connect',
      'bedrock',
      { roleArn: 'x', accessKeyIdSecretName: 'k1', region: 'x' },
    ],
  ])('works on %s, which --static does not call wrong', async (_, provider, config) => {
    const here = { provider, enabled: true, config, effectiveModels: {} };
    const { send, seen } = script({
      [`GET ${providers}`]: { json: { result: [here] } },
      [`GET ${defaults}`]: systemDefault,
      [`GET ${secrets}`]: { json: { secrets: [{ secretName: 'k1' }] } },
      [`PUT ${providers}/${provider}`]: { json: { result: { ...here, enabled: false } } },
    });
    expect(await portai(`providers put ${provider} --disable`, { env, send })).toMatchObject({
      code: 0,
    });
    expect(seen.at(-1)?.body).toEqual({ config, enabled: false });
    const checked = await portai(`validate --static ${provider} --json`, { env, send });
    expect(checked.code).toBe(12);
    expect(JSON.parse(checked.stdout)).toMatchObject([{ status: 'unverifiable' }]);
  });

  test('of a type that is unknown and not configured says what is there', async () => {
    const { send } = script({
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`GET ${defaults}`]: systemDefault,
    });
    const ran = await portai('providers put opnai --disable', { env, send });
    expect(ran).toMatchObject({ code: 4, stderr: expect.stringContaining('Did you mean openai?') });
  });
});

test('a change of one field does not judge the others', async () => {
  const stored = {
    provider: 'bedrock',
    enabled: true,
    config: { roleArn: 'arn:aws:iam::123456789012:role/r', externalIdSecretName: 'gone' },
    effectiveModels: {},
  };
  const guardrail = { guardrailIdentifier: 'gr-1', guardrailVersion: '1' };
  const { send, seen } = script({
    [`GET ${providers}`]: { json: { result: [stored] } },
    [`GET ${secrets}`]: { json: { secrets: [] } },
    [`PUT ${providers}/bedrock`]: {
      json: { result: { ...stored, config: { ...stored.config, ...guardrail } } },
    },
  });
  const words = 'providers put bedrock --guardrail-id gr-1 --guardrail-version 1';
  expect(await portai(words, { env, send })).toMatchObject({ code: 0 });
  expect(seen.at(-1)?.body).toMatchObject({ config: { ...stored.config, ...guardrail } });
  const wrong = await portai('providers put bedrock --region nowhere', { env, send });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('--region') });
});

describe('what a refusal corrects', () => {
  const missing = (model: string) => ({
    status: 400,
    json: {
      ok: false,
      error: {
        name: 'LLMProviderInvalidConfigError',
        message: `body/overrides/models must have required property '${model}'`,
      },
    },
  });
  const overrides = { models: { 'gpt-5': { enabled: true } } };
  const stored = { ...openai, overrides };

  test.each(['validate openai', 'providers put openai --disable'])(
    '`%s`: models that a validator names one at a time',
    async (words) => {
      const { send, seen } = script({
        [`GET ${providers}`]: { json: { result: [stored] } },
        [`GET ${defaults}`]: systemDefault,
        [`PUT ${providers}/openai`]: [
          missing('claude-a'),
          missing('claude-b'),
          missing('claude-c'),
          { json: { result: { ...stored, enabled: words.startsWith('validate') } } },
        ],
      });
      expect(await portai(words, { env, send })).toMatchObject({ code: 0 });
      expect(seen.at(-1)?.body).toMatchObject({
        overrides: { models: { 'gpt-5': {}, 'claude-a': {}, 'claude-b': {}, 'claude-c': {} } },
      });
    },
  );

  test('ends, also when the server never has enough', async () => {
    let asked = 0;
    const { send } = script({
      [`GET ${providers}`]: { json: { result: [stored] } },
      [`PUT ${providers}/openai`]: () => missing(`model-${asked++}`),
    });
    const words = 'providers put openai --disable --force';
    expect(await portai(words, { env, send })).toMatchObject({ code: 9 });
    expect(asked).toBeLessThan(12);
  });

  test('is nothing where the failure is no refusal', async () => {
    const broken = { ...missing('claude-a'), status: 500 };
    const { send, asked } = script({
      [`GET ${providers}`]: { json: { result: [stored] } },
      [`GET ${defaults}`]: systemDefault,
      [`PUT ${providers}/openai`]: {
        status: 500,
        json: { ok: false, error: 'internal_error', message: broken.json.error.message },
      },
    });
    expect(await portai('providers put openai --disable', { env, send })).toMatchObject({
      code: 6,
    });
    expect(asked().filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });

  test('is no model that was asked for by name: what is refused of it stays refused', async () => {
    const unknown = missing('').json.error;
    const { send, asked } = script({
      [`GET ${providers}`]: { json: { result: [stored] } },
      [`PUT ${providers}/openai`]: {
        status: 400,
        json: {
          ok: false,
          error: {
            ...unknown,
            message: "body/overrides/models must NOT have additional properties: 'gpt-9'",
          },
        },
      },
    });
    const words = 'providers put openai --disable-model gpt-9 --force';
    expect(await portai(words, { env, send })).toMatchObject({ code: 9, stdout: '' });
    expect(asked().filter((line) => line.startsWith('PUT'))).toHaveLength(1);
  });

  test('is no key of the configuration where the failure is no refusal', async () => {
    const { send, asked } = script({
      [`GET ${providers}`]: { json: { result: [] } },
      [`GET ${secrets}`]: { json: { secrets: [{ secretName: 'k1' }] } },
      [`POST ${providers}`]: {
        status: 500,
        json: { ok: false, error: 'internal_error', message: 'endpoint is required' },
      },
    });
    const words =
      'providers put azure-openai --api-key-secret k1 --resource-name acme --deployment-id gpt5';
    expect(await portai(words, { env, send })).toMatchObject({ code: 6, stdout: '' });
    expect(asked().filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  test('counts in what is reported as changed: the other pair of keys is one change', async () => {
    const azure = (resource: string) => ({
      provider: 'azure-openai',
      enabled: true,
      config: {
        apiKeySecretName: 'k1',
        endpoint: `https://${resource}.openai.azure.com`,
        deployment: 'gpt5',
      },
      effectiveModels: {},
    });
    const { send } = script({
      [`GET ${providers}`]: { json: { result: [azure('old')] } },
      [`PUT ${providers}/azure-openai`]: [
        {
          status: 400,
          json: {
            ok: false,
            error: 'LLMProviderInvalidConfigError',
            message: 'endpoint is required',
          },
        },
        { json: { result: azure('new') } },
      ],
    });
    const words = 'providers put azure-openai --resource-name new --deployment-id gpt5';
    const ran = await portai(`${words} --endpoint= --deployment= --json --force`, { env, send });
    expect(JSON.parse(ran.stdout)).toMatchObject({ changed: ['config.endpoint'] });
  });
});

describe('doubt about a write', () => {
  const failing =
    (sent: boolean): Send =>
    ({ method }) =>
      method === 'GET'
        ? Promise.resolve({ status: 200, headers: {}, body: JSON.stringify({ result: [openai] }) })
        : Promise.reject(
            new PortaiError({
              name: 'CONNECTION_RESET',
              message: 'gone',
              exit: 'unreachable',
              details: { cause: 'CONNECTION_RESET', sent },
            }),
          );

  test.each([
    [true, true],
    [false, false],
  ])('is told when the request was sent (%j), and only then', async (sent, doubt) => {
    const words = 'providers put openai --disable --force --retries 0';
    const ran = await portai(words, { env, send: failing(sent) });
    expect(ran.code).toBe(6);
    expect(ran.stderr.includes('may have been made')).toBe(doubt);
  });
});

describe('`secrets set` beside another', () => {
  const there = { json: { ok: true, secret: { secretName: 'k1' } } };
  const words = 'secrets set k1 --value-env VALUE';

  test.each<[string, Answer]>([
    ['409', { status: 409, json: { ok: false, error: 'conflict', message: 'exists' } }],
    [
      'words',
      { status: 422, json: { ok: false, error: 'x', message: 'Secret k1 already exists' } },
    ],
  ])('changes what came to be in the meantime (%s)', async (_, conflict) => {
    const { send, seen } = script({
      [`GET ${secrets}/k1`]: notFound,
      [`POST ${secrets}`]: conflict,
      [`PATCH ${secrets}/k1`]: there,
    });
    expect(await portai(words, { env, send })).toMatchObject({ code: 0, stdout: 'updated\tk1\n' });
    expect(seen.at(-1)?.body).toEqual({ secretValue: env.VALUE });
  });

  test('creates what went in the meantime', async () => {
    const { send } = script({
      [`GET ${secrets}/k1`]: there,
      [`PATCH ${secrets}/k1`]: notFound,
      [`POST ${secrets}`]: there,
    });
    expect(await portai(words, { env, send })).toMatchObject({ code: 0, stdout: 'created\tk1\n' });
  });

  test('is not sent in circles, and `secrets add` keeps its conflict', async () => {
    const conflict = { status: 409, json: { ok: false, error: 'conflict' } };
    const both = script({
      [`GET ${secrets}/k1`]: notFound,
      [`POST ${secrets}`]: conflict,
      [`PATCH ${secrets}/k1`]: notFound,
    });
    expect(await portai(words, { env, send: both.send })).toMatchObject({ code: 4 });
    const add = script({ [`GET ${secrets}/k1`]: notFound, [`POST ${secrets}`]: conflict });
    const ran = await portai('secrets add k1 --value-env VALUE', { env, send: add.send });
    expect(ran).toMatchObject({ code: 5, stdout: '' });
  });

  test.each([there, notFound])(
    'with --dry-run writes nothing, whether the name is there or not',
    async (found) => {
      const { send, asked } = script({ [`GET ${secrets}/k1`]: found });
      expect(await portai(`${words} --dry-run`, { env, send })).toMatchObject({ code: 0 });
      expect(asked()).toEqual([`GET ${secrets}/k1`]);
    },
  );
});

describe('checks before a write', () => {
  const jwt = (email: string) =>
    ['{"alg":"x"}', JSON.stringify({ email }), 's']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
  const dangling = {
    [`GET ${providers}`]: {
      json: {
        result: [openai, { ...openai, provider: 'anthropic', effectiveModels: { 'claude-x': {} } }],
      },
    },
    [`GET ${defaults}`]: { json: { result: { provider: 'openai', model: 'gpt-5' } } },
    [`GET ${secrets}`]: { json: { secrets: [] } },
    [`GET ${secrets}/k1`]: { json: { secret: { secretName: 'k1' } } },
  };
  const blocked = [
    'providers delete openai --yes',
    'providers put openai --disable',
    'providers put bedrock --role-arn arn:aws:iam::123456789012:role/r --region eu-west-1 --external-id-secret none',
    'secrets delete k1 --yes',
    'defaults set --provider openai --model gpt-9',
  ];
  const roleOf = (answer: Answer) => ({ ...dangling, 'GET /v1/users/me%40example.com': answer });
  const mine = { PORT_ACCESS_TOKEN: jwt('me@example.com') };
  const only = (name: string) => roleOf({ json: { user: { roles: [{ name }] } } });

  test.each(blocked)('`%s`: a member is told first that only an admin may', async (words) => {
    const { send } = script(only('Member'));
    const ran = await portai(words, { env: mine, send });
    expect(ran).toMatchObject({ code: 7, stdout: '' });
    expect(ran.stderr).toContain('needs an organization admin');
  });

  test.each(blocked)('`%s`: everybody else is told what is in the way', async (words) => {
    for (const table of [
      only('Admin'),
      only('Of our own'),
      roleOf({ status: 403 }),
      roleOf({ status: 500 }),
    ]) {
      const ran = await portai(`${words} --retries 0`, { env: mine, send: script(table).send });
      expect([5, 9]).toContain(ran.code);
    }
  });

  test('name a default to choose instead, where there is one', async () => {
    const { send } = script(dangling);
    const ran = await portai('providers delete openai --yes', { env, send });
    expect(ran.stderr).toContain('portai defaults set --provider anthropic --model claude-x');
  });

  test('a provider that is not there is not deleted, whether it is asked for with --force or not', async () => {
    for (const more of ['', ' --force']) {
      const { send, asked } = script(dangling);
      const ran = await portai(`providers delete bedrock --yes${more}`, { env, send });
      expect(ran).toMatchObject({ code: 4, stdout: '' });
      expect(asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
    }
  });

  test('a secret that a switched-off provider names is in use', async () => {
    const { send } = script({
      ...dangling,
      [`GET ${providers}`]: { json: { result: [{ ...openai, enabled: false }] } },
    });
    expect(await portai('secrets delete k1 --yes', { env, send })).toMatchObject({ code: 5 });
  });

  test('--create-only is refused for Port’s own, which is always there', async () => {
    const { send, asked } = script({ [`GET ${providers}`]: { json: { result: [] } } });
    expect(await portai('providers put port --enable --create-only', { env, send })).toMatchObject({
      code: 5,
    });
    expect(asked()).toEqual([`GET ${providers}`]);
  });

  test('--update-only is met by Port’s own, which is there without being listed', async () => {
    const own = { provider: 'port', enabled: true, config: null };
    const { send, asked } = script({
      [`GET ${providers}`]: { json: { result: [] } },
      [`PUT ${providers}/port`]: { json: { result: own } },
    });
    expect(await portai('providers put port --enable --update-only', { env, send })).toMatchObject({
      code: 0,
    });
    expect(asked()).toContain(`PUT ${providers}/port`);
  });

  test('a system default that is the same is no choice yet: it is sent', async () => {
    const wanted = { provider: 'openai', model: 'gpt-5' };
    const sent = (request: Seen) => ({
      json: { result: { ...Object(request.body), updatedAt: '2026-01-01T00:00:00Z' } },
    });
    const { send, asked } = script({
      [`GET ${providers}`]: { json: { result: [openai] } },
      [`GET ${defaults}`]: { json: { result: wanted } },
      [`PUT ${defaults}`]: sent,
    });
    const ran = await portai('defaults set --provider openai --model gpt-5', { env, send });
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('updated') });
    expect(asked()).toContain(`PUT ${defaults}`);
  });
});

test('in the sandbox, what a set-up with one model leaves can be validated', async () => {
  const dir = freshFolder();
  const sandbox = { PORTAI_SANDBOX: '1' };
  const setup =
    'bedrock setup --region eu-west-1 --model claude-haiku-4-5-20251001 --create --yes --no-input';
  expect(await portai(setup, { env: sandbox, dir })).toMatchObject({ code: 0 });
  expect(await portai('validate bedrock', { env: sandbox, dir })).toMatchObject({ code: 0 });
});
