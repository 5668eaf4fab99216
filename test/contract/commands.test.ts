import { beforeEach, describe, expect, test } from 'vitest';
import { freshFolder, portai, type Ran } from '../support/run.ts';
import { script, signedIn } from '../support/script.ts';

/** What the commands do, end to end on the sandbox: changes, interlocks, and what is left alone. */

const role = 'arn:aws:iam::123456789012:role/port-example';
const putBedrock = `providers put bedrock --region eu-west-1 --role-arn ${role}`;
const goodKey = 'sk-proj-abcdefghijklmnop';

let dir: string;
beforeEach(() => {
  dir = freshFolder();
});

const env = { PORTAI_SANDBOX: '1', GOOD: goodKey, BAD: 'sk-proj-revoked-abcdefgh' };
const run = (line: string): Promise<Ran> => portai(line, { dir, env });

async function json(line: string): Promise<unknown> {
  const ran = await run(`${line} --json`);
  return JSON.parse(ran.stdout === '' ? ran.stderr : ran.stdout);
}

async function withOpenai(value: 'GOOD' | 'BAD'): Promise<void> {
  await run(`secrets add openai-key --value-env ${value}`);
  await run('providers put openai --api-key-secret openai-key');
}

describe('providers put', () => {
  test('creates, says unchanged for the same, and updates with the changed paths', async () => {
    expect(await json(`${putBedrock} --validate`)).toMatchObject({ action: 'created' });
    expect(await json(putBedrock)).toMatchObject({ action: 'unchanged', changed: [] });
    expect(await json('providers put bedrock --region eu-central-1')).toMatchObject({
      action: 'updated',
      changed: ['config.region'],
      provider: { config: { region: 'eu-central-1', roleArn: role } },
    });
  });

  test('tests again what is unchanged when asked to', async () => {
    await run(putBedrock);
    expect(await json('providers put bedrock --validate')).toMatchObject({
      action: 'unchanged',
      validated: [
        'claude-sonnet-4-20250514',
        'claude-haiku-4-5-20251001',
        'claude-sonnet-4-5-20250929',
      ],
    });
  });

  test('saves nothing when the connection test fails, and suggests rotating the named secret', async () => {
    await run('secrets add openai-key --value-env BAD');
    const ran = await run('providers put openai --api-key-secret openai-key --validate');
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(ran.stderr).toMatch(/gpt-5 +invalid +Invalid API key/);
    expect(ran.stderr).toContain('portai secrets set openai-key --value-file <file>');
    expect(await run('providers get openai')).toMatchObject({ code: 4 });
  });

  test('switches to another way to connect, keeping what both share', async () => {
    await run(putBedrock);
    await run('secrets add key-id --value-env GOOD');
    await run('secrets add key-secret --value-env GOOD');
    const words =
      'providers put bedrock --access-key-id-secret key-id --secret-access-key-secret key-secret';
    expect(await json(words)).toMatchObject({
      action: 'updated',
      provider: {
        config: {
          accessKeyIdSecretName: 'key-id',
          secretAccessKeySecretName: 'key-secret',
          region: 'eu-west-1',
        },
      },
    });
    expect((await run('providers get bedrock')).stdout).not.toContain('roleArn');
  });

  test('takes an optional value away with an empty flag', async () => {
    await run(`${putBedrock} --guardrail-id abc123 --guardrail-version 1`);
    const words = ['providers', 'put', 'bedrock', '--guardrail-id', '', '--guardrail-version', ''];
    expect(await portai(words, { dir, env })).toMatchObject({ code: 0 });
    expect((await run('providers get bedrock')).stdout).not.toContain('guardrail');
  });

  test('--create-only refuses what exists, --update-only what does not', async () => {
    expect(await run(`${putBedrock} --update-only`)).toMatchObject({ code: 4, stdout: '' });
    expect(await run(`${putBedrock} --create-only`)).toMatchObject({ code: 0 });
    expect(await run(`${putBedrock} --create-only`)).toMatchObject({ code: 5, stdout: '' });
  });

  test('--if-unchanged-since lets an older state pass and refuses a newer one', async () => {
    await run(putBedrock); // at noon, by the clock of these tests
    const put = 'providers put bedrock --region eu-north-1 --if-unchanged-since';
    const newer = await run(`${put} 2026-01-15T11:59:59Z`);
    expect(newer).toMatchObject({ code: 5, stdout: '' });
    expect(newer.stderr).toContain('2026-01-15T12:00:00.000Z');
    expect(await run(`${put} 2026-01-15T12:00:00Z`)).toMatchObject({ code: 0 });
    expect(await run(`${put} yesterday`)).toMatchObject({ code: 2, stdout: '' });
  });

  test('--dry-run shows the request and sends nothing', async () => {
    expect(await json(`${putBedrock} --validate --dry-run`)).toEqual({
      dryRun: true,
      action: 'create',
      changed: ['config', 'enabled'],
      request: {
        method: 'POST',
        path: '/v1/llm-providers?validate_connection=true',
        body: {
          provider: 'bedrock',
          config: { roleArn: role, region: 'eu-west-1' },
          enabled: true,
        },
      },
    });
    expect(await run('providers get bedrock')).toMatchObject({ code: 4 });
  });

  test('the default provider cannot be disabled, nor its model, but for --force', async () => {
    await withOpenai('GOOD');
    await run('defaults set --provider openai --model gpt-5');
    for (const words of [
      'providers put openai --disable',
      'providers put openai --disable-model gpt-5',
      'providers models disable openai gpt-5',
      'providers delete openai --yes',
    ]) {
      const ran = await run(words);
      expect(ran).toMatchObject({ code: 5, stdout: '' });
      expect(ran.stderr).toContain('defaults set');
    }
    expect(await run('providers put openai --disable --force')).toMatchObject({ code: 0 });
  });

  test('a model that the provider does not offer is told which was meant', async () => {
    await withOpenai('GOOD');
    const ran = await run('providers models disable openai gpt-6');
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('Did you mean gpt-5?');
  });

  test('models are disabled and enabled one by one, the others left as they are', async () => {
    await run(putBedrock);
    expect(await json('providers models disable bedrock claude-haiku-4-5-20251001')).toMatchObject({
      action: 'updated',
      changed: ['overrides.models.claude-haiku-4-5-20251001.enabled'],
    });
    expect((await run('providers models list bedrock')).stdout).toBe(
      'claude-sonnet-4-20250514\tenabled\nclaude-haiku-4-5-20251001\tdisabled\nclaude-sonnet-4-5-20250929\tenabled\n',
    );
    const again = 'providers models disable bedrock claude-haiku-4-5-20251001';
    expect(await json(again)).toMatchObject({ action: 'unchanged' });
    expect(await run('providers models enable bedrock claude-haiku-4-5-20251001')).toMatchObject({
      code: 0,
    });
  });

  test('models can be limited while a provider is created', async () => {
    await run('secrets add anthropic-key --value-env GOOD');
    const words =
      'providers put anthropic --api-key-secret anthropic-key --disable-model claude-sonnet-4-20250514';
    expect(await run(words)).toMatchObject({ code: 0 });
    expect((await run('providers list')).stdout).toContain(
      'anthropic\tenabled\tclaude-haiku-4-5-20251001,claude-sonnet-4-5-20250929\t',
    );
  });

  test('`port` can be read, disabled and enabled, not created or deleted', async () => {
    await withOpenai('GOOD');
    await run('defaults set --provider openai --model gpt-5');
    expect(await run('providers get port')).toMatchObject({ code: 0 });
    expect(await run('providers put port --disable')).toMatchObject({ code: 0 });
    expect((await run('providers list')).stdout).toContain('port\tdisabled');
    expect(await run('providers put port --enable')).toMatchObject({ code: 0 });
    expect(await run('providers delete port --yes')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('providers put port --create-only')).toMatchObject({ code: 5, stdout: '' });
  });

  test('sends two requests for an update, and reads side by side', async () => {
    const stored = {
      provider: 'bedrock',
      enabled: true,
      config: { roleArn: role, region: 'eu-west-1' },
      effectiveModels: {},
    };
    const { send, asked } = script({
      'GET /v1/llm-providers': { json: { result: [stored] } },
      'PUT /v1/llm-providers/bedrock': { json: { result: stored } },
    });
    await portai('providers put bedrock --region eu-north-1', { env: signedIn, send });
    expect(asked()).toEqual(['GET /v1/llm-providers', 'PUT /v1/llm-providers/bedrock']);
  });
});

describe.each([
  ['providers put openai --enable-model gpt-9', true],
  ['providers put openai --disable-model gpt-9', false],
  ['providers models enable openai gpt-9', true],
  ['providers models disable openai gpt-9', false],
])('%s, which Port does not mention', (words, enabled) => {
  const known = { 'gpt-5': { enabled: true } };
  const stored = {
    provider: 'openai',
    enabled: true,
    config: { apiKeySecretName: 'key' },
    effectiveModels: known,
  };
  const models = { ...known, 'gpt-9': { enabled } };
  const world = (answer: object) =>
    script({
      'GET /v1/llm-providers': { json: { result: [stored] } },
      'GET /v1/llm-providers/defaults': { json: { result: { provider: 'port', model: 'x' } } },
      'PUT /v1/llm-providers/openai': { json: { result: { ...stored, ...answer } } },
    });

  test('is refused, and sent with --force as the refusal promises', async () => {
    const { send, asked, seen } = world({ overrides: { models }, effectiveModels: models });
    const refused = await portai(words, { env: signedIn, send });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('--force sends the name anyway');
    expect(asked()).not.toContain('PUT /v1/llm-providers/openai');
    const forced = await portai(`${words} --force --json`, { env: signedIn, send });
    expect(forced).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(forced.stdout)).toMatchObject({
      action: 'updated',
      changed: ['overrides.models.gpt-9.enabled'],
    });
    expect(seen.find(({ method }) => method === 'PUT')?.body).toMatchObject({
      overrides: { models },
    });
  });

  test('is not said to be done where the answer leaves it out', async () => {
    const { send } = world({ overrides: { models: known } });
    const ran = await portai(`${words} --force`, { env: signedIn, send });
    expect(ran).toMatchObject({ code: 9, stdout: '' });
    expect(ran.stderr).toContain('gpt-9 is not among its models');
  });
});

describe('the time a connection test gets', () => {
  const stored = {
    provider: 'bedrock',
    enabled: true,
    config: { roleArn: role, region: 'eu-west-1' },
    effectiveModels: {},
  };

  test.each([
    ['90 s, longer than other requests', '', 90_000],
    ['what --timeout says', ' --timeout 7', 7000],
  ])('is %s', async (_, flag, milliseconds) => {
    const limits: (number | undefined)[] = [];
    const { send } = script({
      'GET /v1/llm-providers': { json: { result: [stored] } },
      'PUT /v1/llm-providers/bedrock': { json: { result: stored } },
    });
    const watched: typeof send = (request) => {
      if (request.method === 'PUT') limits.push(request.timeoutMs);
      return send(request);
    };
    await portai(`providers put bedrock --validate${flag}`, { env: signedIn, send: watched });
    expect(limits).toEqual([milliseconds]);
  });
});

describe('providers delete', () => {
  test('needs --yes where nobody can be asked, and deletes once', async () => {
    await run(putBedrock);
    expect(await run('providers delete bedrock')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('providers delete bedrock --dry-run')).toMatchObject({ code: 0 });
    expect(await run('providers delete bedrock --yes')).toMatchObject({ code: 0 });
    expect(await run('providers delete bedrock --yes')).toMatchObject({ code: 4, stdout: '' });
  });
});

describe('defaults', () => {
  test('get tells a system default from one that the organization set', async () => {
    expect(await json('defaults get')).toMatchObject({ _portai: { source: 'system' } });
    await run(putBedrock);
    const set = 'defaults set --provider bedrock --model claude-haiku-4-5-20251001';
    expect(await json(set)).toMatchObject({ action: 'updated' });
    expect(await json(set)).toMatchObject({ action: 'unchanged' });
    expect(await json('defaults get')).toMatchObject({
      provider: 'bedrock',
      model: 'claude-haiku-4-5-20251001',
      _portai: { source: 'organization' },
    });
  });

  test('set refuses a model that is not enabled and says which are', async () => {
    await withOpenai('GOOD');
    const ran = await run('defaults set --provider openai --model gpt-4');
    expect(ran).toMatchObject({ code: 9, stdout: '' });
    expect(ran.stderr).toContain('Enabled there: gpt-5');
    expect(ran.stderr).not.toContain('models enable');
    const haiku = 'claude-haiku-4-5-20251001';
    await run(`providers models disable port ${haiku}`);
    const off = await run(`defaults set --provider port --model ${haiku}`);
    expect(off).toMatchObject({ code: 9, stdout: '' });
    expect(off.stderr).toContain(`portai providers models enable port ${haiku}`);
  });

  test('set refuses a disabled provider and one that is not configured', async () => {
    await withOpenai('GOOD');
    await run('providers put openai --disable');
    expect(await run('defaults set --provider openai --model gpt-5')).toMatchObject({ code: 5 });
    expect(await run('defaults set --provider anthropic --model x')).toMatchObject({ code: 4 });
  });

  test('set with --dry-run sends nothing', async () => {
    const words = 'defaults set --provider port --model claude-sonnet-4-20250514 --dry-run';
    expect(await json(words)).toMatchObject({ dryRun: true, action: 'update' });
    expect(await json('defaults get')).toMatchObject({ _portai: { source: 'system' } });
  });
});

describe('secrets', () => {
  test('add refuses a name that exists, set replaces its value', async () => {
    expect(await run('secrets add a-key --value-env GOOD')).toMatchObject({ code: 0 });
    const again = await run('secrets add a-key --value-env GOOD');
    expect(again).toMatchObject({ code: 5, stdout: '' });
    expect(again.stderr).toContain('portai secrets set a-key');
    expect((await run('secrets set a-key --value-env GOOD')).stdout).toBe('updated\ta-key\n');
  });

  test('set with a description alone leaves the value as it is', async () => {
    await withOpenai('GOOD');
    expect(
      await portai(['secrets', 'set', 'openai-key', '--description', 'for Port'], { dir, env }),
    ).toMatchObject({ code: 0, stderr: '' });
    expect((await run('secrets get openai-key')).stdout).toContain('description\tfor Port');
    expect(await run('validate openai')).toMatchObject({ code: 0 });
  });

  test('usages names the providers and fields; none is an empty answer', async () => {
    await withOpenai('GOOD');
    expect((await run('secrets usages openai-key')).stdout).toBe(
      'openai\tapiKeySecretName\tenabled\n',
    );
    await run('secrets add spare --value-env GOOD');
    expect(await json('secrets usages spare')).toEqual([]);
    expect(await run('secrets usages nobody')).toMatchObject({ code: 4 });
  });

  test('delete refuses a secret in use, but for --force', async () => {
    await withOpenai('GOOD');
    const ran = await run('secrets delete openai-key --yes');
    expect(ran).toMatchObject({ code: 5, stdout: '' });
    expect(ran.stderr).toContain('openai (apiKeySecretName)');
    expect(await run('secrets delete openai-key --yes --force')).toMatchObject({ code: 0 });
  });

  test('--dry-run of a value shows a mask', async () => {
    const ran = await run('secrets add x --value-env GOOD --dry-run --json');
    expect(ran.stdout).toContain('"secretValue": "[secret]"');
    expect(ran.stdout + ran.stderr).not.toContain(goodKey);
    expect((await run('secrets list')).stdout).toBe('');
  });

  test('a value of three lines and only --keep-newline keeps the last line end', async () => {
    const { send, seen } = script({
      'GET /v1/organization/secrets/x': { status: 404, json: { ok: false, error: 'not_found' } },
      'POST /v1/organization/secrets': { json: { ok: true, secret: { secretName: 'x' } } },
    });
    const add = 'secrets add x --value-stdin --keep-newline';
    await portai(add, { env: signedIn, send, stdin: 'one-line\r\n' });
    expect(seen.at(-1)?.body).toMatchObject({ secretValue: 'one-line\r\n' });
  });
});

describe('validate', () => {
  test('is valid per model, exit 0, and says that it writes', async () => {
    await withOpenai('GOOD');
    const ran = await run('validate openai');
    expect(ran).toMatchObject({ code: 0, stdout: 'openai\tgpt-5\tvalid\tOK\t-\t-\t-\n' });
    expect(ran.stderr).toContain('a write that needs an admin');
    expect(await json('validate openai')).toMatchObject([
      {
        provider: 'openai',
        status: 'valid',
        models: [{ model: 'gpt-5', status: 'valid', message: 'OK' }],
        wrote: true,
      },
    ]);
  });

  test('is a report when it finds problems: the rows on stdout, exit 8, the provider’s words', async () => {
    await withOpenai('BAD');
    await run(putBedrock);
    const ran = await run('validate --all --json');
    expect(ran).toMatchObject({ code: 8, stderr: '' });
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { provider: 'openai', status: 'invalid', models: [{ status: 'invalid' }], wrote: false },
      { provider: 'bedrock', status: 'valid' },
    ]);
    expect(ran.stdout).toContain('Invalid API key');
  });

  test('is unverifiable, exit 12, for what cannot be tested; never green', async () => {
    const ran = await run('validate port');
    expect(ran.code).toBe(12);
    expect(ran.stdout).toContain('\tunverifiable\t');
    expect(ran.stdout).not.toContain('\tvalid\t');
  });

  test('an outage on the way makes a row unverifiable, exit 6, with the reason', async () => {
    const openai = {
      provider: 'openai',
      enabled: true,
      config: {},
      effectiveModels: { 'gpt-5': {} },
    };
    const { send } = script({
      'GET /v1/llm-providers': { json: { result: [openai] } },
      'PUT /v1/llm-providers/openai': { status: 503, json: { ok: false, error: 'down' } },
    });
    const ran = await portai('validate openai --json', { env: signedIn, send });
    expect(ran).toMatchObject({ code: 6, stderr: '' });
    expect(JSON.parse(ran.stdout)).toMatchObject([{ status: 'unverifiable', wrote: false }]);
  });

  test('models that Port did not mention in a refusal are not called valid', async () => {
    const models = { 'm-one': {}, 'm-two': {} };
    const openai = { provider: 'quantum', enabled: true, config: {}, effectiveModels: models };
    const { send } = script({
      'GET /v1/llm-providers': { json: { result: [openai] } },
      'PUT /v1/llm-providers/quantum': {
        status: 400,
        json: {
          ok: false,
          error: 'LLMProviderModelTestError',
          message: 'failed',
          details: { testedModels: { 'm-one': { isValid: false, message: 'no' } } },
        },
      },
    });
    const ran = await portai('validate quantum', { env: signedIn, send });
    expect(ran.code).toBe(8);
    expect(ran.stdout).toBe(
      'quantum\tm-one\tinvalid\tno\t-\t-\t-\nquantum\tm-two\tunverifiable\tNot tested by Port\t-\t-\t-\n',
    );
  });

  test('--static only reads, finds what is inconsistent, and calls nothing valid', async () => {
    await withOpenai('GOOD');
    expect(await run('validate openai --static')).toMatchObject({ code: 0 });
    await run('secrets delete openai-key --yes --force');
    const ran = await run('validate openai --static');
    expect(ran.code).toBe(8);
    expect(ran.stdout).toContain('openai\tsecrets\tfail\tDo not exist: openai-key\n');
    expect(ran.stdout).not.toContain('valid\t');
  });

  test('a member may check statically and may not validate', async () => {
    await withOpenai('GOOD');
    const member = { ...env, PORTAI_SANDBOX: 'member' };
    expect(await portai('validate openai', { dir, env: member })).toMatchObject({
      code: 7,
      stdout: '',
    });
    expect(await portai('validate openai --static', { dir, env: member })).toMatchObject({
      code: 0,
    });
  });

  test('types or --all: neither and both are usage errors', async () => {
    expect(await run('validate')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('validate openai --all')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('validate nowhere')).toMatchObject({ code: 4, stdout: '' });
  });
});
