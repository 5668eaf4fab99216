import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { portkeySandboxPath } from '../../src/planes/portkey/sandbox-path.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { connectOpenai } from '../support/portkey-sandbox.ts';
import { freshFolder, portai, testTime } from '../support/run.ts';
import { script, type Answer, type Seen } from '../support/script.ts';

const env = {
  PORTKEY_API_KEY: 'portkey-key-of-this-test',
  KEY: 'sk-proj-abcdefghijklmnopqrstuvwxyz',
  WORKSPACE_KEY: 'workspace-key-of-this-test',
};

const row = (slug: string, enabled = true) => ({ slug, enabled, is_custom: false });

function portkey(integration: object = {}, allowAll = false) {
  return {
    'GET /v1/integrations/one': {
      json: { slug: 'one', name: 'One', ai_provider_id: 'openai', ...integration },
    },
    'GET /v1/integrations/one/models': {
      json: {
        total: 2,
        allow_all_models: allowAll,
        models: [row('gpt-4o'), row('gpt-old', false)],
      },
    },
  } as const;
}

const chat: Answer = {
  json: {
    id: 'c',
    object: 'chat.completion',
    model: 'gpt-4o',
    choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 5, completion_tokens: 1 },
  },
};

/** Source: reference of Portkey's API, how limits bite at request time. */
const refusal = (status: number, type: string, message: string): Answer => ({
  status,
  json: { error: { message, type, param: null, code: null } },
});
const notAllowed = refusal(
  412,
  'model_not_allowed_error',
  'Model gpt-old is not allowed for this integration',
);

const gateway = 'integrations validate one --through-gateway --gateway-key-env WORKSPACE_KEY';

describe('integrations validate, without a credential', () => {
  test('tests nothing, says what to give, and ends with 12', async () => {
    const { send, asked } = script(portkey());
    const ran = await portai('integrations validate one --json', { env, send });
    expect(ran.code).toBe(12);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      untested: expect.stringContaining('gives out no credential'),
      give: expect.stringContaining('--value-env'),
      sent_to: [],
    });
    expect(asked()).toHaveLength(2);
    const through = await portai('integrations validate one --through-gateway', { env, send });
    expect(through).toMatchObject({
      code: 12,
      stdout: expect.stringContaining('--gateway-key-env'),
    });
  });

  test.each([
    ['cohere', {}],
    ['azure-openai', { azure_auth_mode: 'managed' }],
    ['bedrock', { aws_auth_type: 'serviceRole' }],
    ['vertex-ai', { vertex_auth_type: 'workload' }],
    ['openai', { custom_host: 'https://llm.example/v1', custom_headers: { a: 'ab*****cde' } }],
  ])('%s with %j is unverifiable, whatever is given', async (id, configurations) => {
    const { send, asked } = script(portkey({ ai_provider_id: id, configurations }));
    const ran = await portai('integrations validate one --value-env KEY', { env, send });
    expect(ran.code).toBe(12);
    expect(asked()).toHaveLength(2);
  });
});

describe('integrations validate, at the provider', () => {
  test('sends the credential to the provider, never to Portkey', async () => {
    const { send, seen } = script({
      ...portkey({ configurations: { openai_project: 'proj-1' } }),
      'POST /v1/responses': {
        json: {
          object: 'response',
          status: 'completed',
          model: 'gpt-4o',
          output: [{ type: 'message', content: [{ type: 'output_text', text: 'ok' }] }],
        },
      },
      'GET /v1/models': { status: 401, json: { error: { message: 'no key' } } },
    });
    const ran = await portai('integrations validate one --value-env KEY --json', { env, send });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      sent_to: ['api.openai.com'],
      report: { testedModels: { 'gpt-4o': { isValid: true } } },
    });
    expect(ran.code).toBe(0);
    const withKey = seen.filter(({ headers }) => JSON.stringify(headers).includes(env.KEY));
    expect(withKey.map(({ path }) => path)).toEqual(['/v1/responses']);
    expect(withKey[0]?.headers).toMatchObject({ 'openai-project': 'proj-1' });
    expect(ran.stdout + ran.stderr).not.toContain(env.KEY);
  });

  test('a credential that the provider refuses ends with 8', async () => {
    const error = { message: 'Incorrect API key provided', code: 'invalid_api_key' };
    const { send } = script({
      ...portkey(),
      'POST /v1/responses': { status: 401, json: { error } },
    });
    const ran = await portai('integrations validate one --value-env KEY --json', { env, send });
    expect(ran.code).toBe(8);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      report: { credential: { verdict: 'refused' } },
    });
  });
});

describe('integrations validate, in the sandbox', () => {
  test('asks through the simulated gateway, where a model that is not allowed is refused', async () => {
    const dir = freshFolder();
    await connectOpenai(dir);
    const sandbox = openSandbox({
      dir: join(dir, 'sandbox'),
      now: () => testTime,
      sleep: () => Promise.resolve(),
    });
    const put = async (path: string, body: object) => {
      const { status } = await sandbox.send({
        method: 'PUT',
        url: new URL(
          `https://sandbox.example${portkeySandboxPath}/integrations/openai-prod/${path}`,
        ),
        headers: {
          'x-portkey-api-key': await sandbox.portkeyKey('admin'),
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      expect(status).toBe(200);
    };
    await put('models', { allow_all_models: false, models: [{ slug: 'gpt-5', enabled: true }] });
    await put('workspaces', {
      workspaces: [{ id: 'eng', enabled: true }],
      override_existing_workspace_access: false,
      create_default_provider: true,
    });
    const words = 'integrations validate openai-prod --through-gateway --gateway-key-env MEMBER';
    const ran = await portai(`${words} --model gpt-5 --prove-limits --sandbox --json`, {
      dir,
      env: { MEMBER: await sandbox.portkeyKey('member') },
    });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      report: { testedModels: { 'gpt-5': { isValid: true } } },
      allow_list: { result: 'refused' },
    });
    expect(ran.code).toBe(0);
  });
});

describe('integrations validate, through the gateway', () => {
  const answers = (rule: (request: Seen) => Answer) =>
    script({ ...portkey(), 'POST /v1/chat/completions': rule });

  test('asks for each allowed model at its provider, with the key of a workspace', async () => {
    const { send, seen } = answers(() => chat);
    const ran = await portai(`${gateway} --json`, { env, send });
    expect(ran.code).toBe(0);
    expect(seen.at(-1)).toMatchObject({
      headers: { 'x-portkey-api-key': env.WORKSPACE_KEY },
      body: { model: '@one/gpt-4o' },
    });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      sent_to: ['api.portkey.ai'],
      report: { notProved: expect.arrayContaining([expect.stringContaining('--prove-limits')]) },
    });
  });

  test('a model that is switched off and refused with 412 proves the allow list', async () => {
    const { send } = answers(({ body }) =>
      JSON.stringify(body).includes('gpt-old') ? notAllowed : chat,
    );
    const ran = await portai(`${gateway} --prove-limits --json`, { env, send });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      allow_list: { model: 'gpt-old', result: 'refused' },
    });
  });

  test.each([
    ['an alias and a model', 'alias=mini,', 'mini'],
    ['a model alone', '', 'gpt-4o-mini'],
  ])('a deployment of Azure by %s that is off the list is asked for', async (_, alias, name) => {
    const deployment = (model: string, more: object) => ({
      azure_deployment_name: `d-${model}`,
      azure_api_version: '2024-10-21',
      azure_model_slug: model,
      ...more,
    });
    const { send, seen } = script({
      ...portkey({
        ai_provider_id: 'azure-openai',
        configurations: {
          azure_deployment_config: [
            deployment('gpt-4o', { is_default: true }),
            deployment('gpt-4o-mini', alias === '' ? {} : { alias: name }),
          ],
        },
      }),
      'GET /v1/integrations/one/models': {
        json: { allow_all_models: false, models: [row('gpt-4o')] },
      },
      'POST /v1/chat/completions': ({ body }) =>
        JSON.stringify(body).includes(`@one/${name}"`) ? notAllowed : chat,
    });
    const ran = await portai(`${gateway} --prove-limits --json`, { env, send });
    expect(seen.at(-1)?.body).toMatchObject({ model: `@one/${name}` });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      allow_list: { model: name, result: 'refused' },
    });
    expect(ran.code).toBe(0);
  });

  test('an answer that names another model is a remark, and one of the same family is none', async () => {
    const answering = (model: string) => ({ json: { ...Object(chat.json), model } });
    const found = async (model: string) => {
      const { send } = answers(() => answering(model));
      const ran = await portai(`${gateway} --json`, { env, send });
      expect(ran.code).toBe(0);
      return ran.stdout;
    };
    expect(await found('gpt-3.5-turbo')).toContain('asked for gpt-4o, answered as gpt-3.5-turbo');
    expect(await found('gpt-4o-2024-08-06')).not.toContain('answered as');
  });

  test('on a pipe the allow list has a row of its own', async () => {
    const { send } = answers(({ body }) =>
      JSON.stringify(body).includes('gpt-old') ? notAllowed : chat,
    );
    const ran = await portai(`${gateway} --prove-limits`, { env, send });
    const row = ran.stdout.trimEnd().split('\n').at(-1)?.split('\t');
    expect(row?.slice(0, 5)).toEqual(['one', 'gpt-old', 'pass', '-', 'ALLOW_LIST']);
    expect(row?.[5]).toContain('It took 1 more request.');
  });

  test('a provider that the workspace does not have is said, with how to let it in', async () => {
    const { send } = answers(() => ({
      status: 400,
      json: { status: 'failure', message: 'Invalid provider passed' },
    }));
    const ran = await portai(gateway, { env: { ...env, NO_COLOR: '1' }, send, screen: true });
    expect(ran.code).toBe(8);
    expect(ran.stdout).toContain('The gateway knows no such provider');
    expect(ran.stdout).toContain('portai integrations workspaces grant one <workspace>');
    expect(ran.stdout).not.toMatch(/nothing was sent/i);
  });

  test('a model that is not allowed is said, with how to allow it', async () => {
    const { send } = answers(() => notAllowed);
    const ran = await portai(`${gateway} --model gpt-old`, {
      env: { ...env, NO_COLOR: '1' },
      send,
      screen: true,
    });
    expect(ran.stdout).toContain('portai integrations models enable one gpt-old');
  });

  test('a model that is switched off and answers disproves it, and ends with 8', async () => {
    const { send } = answers(() => chat);
    const ran = await portai(`${gateway} --prove-limits --json`, { env, send });
    expect(ran.code).toBe(8);
    expect(JSON.parse(ran.stdout)).toMatchObject({ allow_list: { result: 'answered' } });
  });

  test.each([
    [412, 'integration_exhaust_error', 'Portkey Integration one Usage Limit Exceeded'],
    [412, 'workspace_exhaust_error', 'Portkey Workspace Usage Limit Exceeded'],
    [429, 'integration_rate_limit_error', 'Portkey Integration one Rate Limit Exceeded'],
  ])('%i %s is a limit, not a failure of the key: 11', async (status, type, message) => {
    const { send } = answers(() => refusal(status, type, message));
    const ran = await portai(`${gateway} --json`, { env, send });
    expect(ran.code).toBe(11);
    expect(ran.stdout).not.toContain('nothing was spent up to one');
    expect(ran.stdout).not.toContain('"verdict":"refused"');
  });

  test.each<[string, Answer, number]>([
    ['HTML', { text: '<html>hello', headers: { 'content-type': 'text/html' } }, 8],
    ['a 200 without choices', { json: {} }, 8],
    ['a 200 with no choice', { json: { ...Object(chat.json), choices: [] } }, 12],
    [
      'a provider that the workspace does not have',
      { status: 400, json: { status: 'failure', message: 'Invalid provider passed' } },
      8,
    ],
    ['412 for an allowed model', notAllowed, 8],
  ])('%s is never a pass', async (_, answer, code) => {
    const { send } = answers(() => answer);
    expect(await portai(`${gateway} --json`, { env, send })).toMatchObject({ code });
  });

  test('what a hostile gateway writes moves no cursor', async () => {
    const { send } = answers(() => refusal(400, 'x', 'a\u001b[2Jb\u0007c'));
    const ran = await portai(gateway, { env, send, screen: true });
    expect(ran.stdout).not.toContain('\u001b[2J');
    expect(ran.stdout).not.toContain('\u0007');
  });

  test('flags of the one way do not go with the other', async () => {
    for (const flags of ['--prove-limits', '--through-gateway --value-env KEY']) {
      const ran = await portai(`integrations validate one ${flags}`, { env });
      expect(ran).toMatchObject({ code: 2, stdout: '' });
    }
  });
});

test('a model with a host of its own is not asked at the host of the integration, and is not green', async () => {
  const { send, asked } = script({
    ...portkey(),
    'GET /v1/integrations/one/models': {
      json: {
        models: [{ ...row('gpt-4o'), configurations: { custom_host: 'https://own.example/v1' } }],
      },
    },
  });
  const ran = await portai('integrations validate one --value-env KEY --json', { env, send });
  expect(ran.code).toBe(12);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    left_out: [{ model: 'gpt-4o', why: expect.stringContaining('a host of its own') }],
    sent_to: [],
  });
  expect(asked()).toEqual(['GET /v1/integrations/one', 'GET /v1/integrations/one/models']);
});

/** A key file as Google makes them, with a key that signs. */
const keyFile = JSON.stringify({
  type: 'service_account',
  project_id: 'example',
  private_key_id: 'a1',
  private_key: generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString(),
  client_email: 'portkey@example.iam.gserviceaccount.com',
});
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

describe('each kind whose provider can be asked from here', () => {
  test.each<{
    readonly kind: string;
    readonly create: readonly string[];
    readonly validate: readonly string[];
    readonly value?: string;
    readonly model: string;
    readonly host: string;
  }>([
    {
      kind: 'anthropic',
      create: ['--value-env', 'VALUE', '--model', 'claude-sonnet-4-5-20250929'],
      validate: ['--value-env', 'VALUE'],
      value: 'sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789',
      model: 'claude-sonnet-4-5-20250929',
      host: 'api.anthropic.com',
    },
    {
      kind: 'azure-openai',
      create: [
        ...['--value-env', 'VALUE', '--resource-name', 'example', '--deployment'],
        'alias=fast,name=example,api-version=2024-10-21,model=gpt-5,default',
      ],
      validate: ['--value-env', 'VALUE'],
      value: '0123456789abcdef0123456789abcdef',
      model: 'fast',
      host: 'example.openai.azure.com',
    },
    {
      kind: 'bedrock',
      create: [
        ...['--aws-auth', 'accessKey', '--aws-region', 'us-east-1', '--model', claude],
        ...['--aws-access-key-id', 'AKIAIOSFODNN7EXAMPLE', '--aws-secret-access-key-env', 'VALUE'],
      ],
      validate: ['--value-env', 'VALUE', '--access-key-id', 'AKIAIOSFODNN7EXAMPLE'],
      value: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      model: claude,
      host: 'bedrock-runtime.us-east-1.amazonaws.com',
    },
    {
      kind: 'bedrock',
      create: [
        ...['--aws-auth', 'assumedRole', '--aws-region', 'us-east-1', '--model', claude],
        ...['--role-arn', 'arn:aws:iam::123456789012:role/example'],
      ],
      validate: ['--aws-profile'],
      model: claude,
      host: 'sts.us-east-1.amazonaws.com',
    },
    {
      kind: 'vertex-ai',
      create: [
        ...['--vertex-auth', 'serviceAccount', '--vertex-region', 'us-east5', '--project'],
        ...['example', '--service-account-env', 'VALUE', '--model', 'gemini-2.5-flash'],
      ],
      validate: ['--value-env', 'VALUE'],
      value: keyFile,
      model: 'gemini-2.5-flash',
      host: 'us-east5-aiplatform.googleapis.com',
    },
    {
      kind: 'vertex-ai',
      create: [
        ...['--vertex-auth', 'serviceAccount', '--vertex-region', 'us-east5', '--project'],
        ...['example', '--service-account-env', 'VALUE'],
        ...['--model', 'anthropic.claude-sonnet-4-5@20250929'],
      ],
      validate: ['--value-env', 'VALUE'],
      value: keyFile,
      model: 'anthropic.claude-sonnet-4-5@20250929',
      host: 'us-east5-aiplatform.googleapis.com',
    },
    {
      kind: 'openai',
      create: [
        ...['--custom-host', 'https://llm.example.com/v1', '--value-env', 'VALUE'],
        ...['--model', 'llama-3'],
      ],
      validate: ['--value-env', 'VALUE'],
      value: 'a-key-of-the-server-itself',
      model: 'llama-3',
      host: 'llm.example.com',
    },
  ])(
    '$kind ($model) passes, and its credential goes to its own hosts only',
    async ({ kind, create, validate, value = '', model, host }) => {
      const dir = freshFolder();
      const run = (words: readonly string[]) =>
        portai(['--sandbox', 'integrations', ...words], { dir, env: { VALUE: value } });
      const made = await run(['create', kind, '--name', 'One', ...create]);
      expect(made, made.stderr).toMatchObject({ code: 0 });
      const ran = await run(['validate', 'one', ...validate, '--json']);
      expect(ran, ran.stderr).toMatchObject({ code: 0 });
      const said = JSON.parse(ran.stdout);
      expect(said).toMatchObject({
        sent_to: expect.arrayContaining([host]),
        report: { testedModels: { [model]: { isValid: true } } },
      });
      if (value !== '') expect(made.stderr + ran.stdout + ran.stderr).not.toContain(value);
    },
  );

  test('a Claude on Vertex without its publisher is asked for as Portkey does: at Google', async () => {
    const dir = freshFolder();
    const run = (words: readonly string[]) =>
      portai(['--sandbox', 'integrations', ...words], { dir, env: { VALUE: keyFile } });
    const sign = ['--vertex-auth', 'serviceAccount', '--vertex-region', 'us-east5'];
    await run([
      ...['create', 'vertex-ai', '--name', 'One', ...sign, '--project', 'example'],
      ...['--service-account-env', 'VALUE', '--model', 'claude-sonnet-4-5@20250929'],
    ]);
    const ran = await run(['validate', 'one', '--value-env', 'VALUE', '--json']);
    expect(ran.code).toBe(8);
    expect(ran.stdout).toContain('MODEL_NOT_FOUND');
  });
});
