import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PortaiError } from '../../src/core/errors.ts';
import type { Send } from '../../src/core/http.ts';
import { freshFolder, portai, type RunOptions } from '../support/run.ts';
import { script, type Answer } from '../support/script.ts';

/** A key with no shape of a real one. */
const key = 'sk-simulated-0001';
const env = { KEY: key };
const withKey = ['--value-env', 'KEY'];

const sandboxed = (words: readonly string[], options: RunOptions = {}) =>
  portai(['--sandbox', 'integrations', ...words], { ...options, env: { ...env, ...options.env } });

const azure = [
  ...['create', 'azure-openai', '--name', 'Azure Production - US East'],
  ...['--slug', 'azure-prod-useast', '--resource-name', 'contoso-eastus', ...withKey],
];
const deployments = [
  '--deployment',
  'alias=gpt-4o-deploy,name=gpt4o-e1,api-version=2024-10-21,model=gpt-4o,default',
  '--deployment',
  'alias=gpt-35-deploy,name=gpt35-e1,api-version=2024-10-21,model=gpt-35-turbo',
];
const provision = [
  ...['--model', 'gpt-4o', '--model', 'gpt-35-turbo'],
  ...['--workspace', 'eng,budget-usd=500,reset=monthly,rate=requests:100/min'],
  ...['--workspace', 'research,budget-tokens=2M,reset=weekly'],
  ...['--auto-provision', 'budget-usd=50'],
];

const parsed = ({ stdout }: { stdout: string }): unknown => JSON.parse(stdout);
const errorOf = ({ stderr }: { stderr: string }) =>
  z
    .looseObject({
      error: z.looseObject({
        name: z.string(),
        message: z.string(),
        hint: z.string().optional(),
        next: z.array(z.looseObject({ command: z.string() })),
      }),
    })
    .parse(JSON.parse(stderr.trim().split('\n').at(-1) ?? '')).error;

describe('integrations create', () => {
  test('connects, restricts and provisions with one command, and get shows exactly that', async () => {
    const dir = freshFolder();
    const made = await sandboxed([...azure, ...deployments, ...provision], { dir });
    expect(made).toMatchObject({ code: 0 });
    const got = parsed(await sandboxed(['get', 'azure-prod-useast', '--json'], { dir }));
    expect(got).toMatchObject({
      slug: 'azure-prod-useast',
      name: 'Azure Production - US East',
      ai_provider_id: 'azure-openai',
      masked_key: expect.stringContaining('***'),
      configurations: {
        azure_auth_mode: 'default',
        azure_resource_name: 'contoso-eastus',
        azure_deployment_config: [
          {
            alias: 'gpt-4o-deploy',
            azure_deployment_name: 'gpt4o-e1',
            azure_api_version: '2024-10-21',
            azure_model_slug: 'gpt-4o',
            is_default: true,
          },
          { alias: 'gpt-35-deploy', azure_model_slug: 'gpt-35-turbo', is_default: false },
        ],
      },
      allow_all_models: false,
      models: [
        { slug: 'gpt-4o', enabled: true },
        { slug: 'gpt-35-turbo', enabled: true },
      ],
      global_workspace_access: {
        enabled: true,
        usage_limits: [{ type: 'cost', credit_limit: 50 }],
      },
    });
    const { workspaces } = z.looseObject({ workspaces: z.array(z.unknown()) }).parse(got);
    expect(workspaces).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: 'eng',
          enabled: true,
          usage_limits: [
            expect.objectContaining({ type: 'cost', credit_limit: 500, periodic_reset: 'monthly' }),
          ],
          rate_limits: [{ type: 'requests', unit: 'rpm', value: 100 }],
        }),
        expect.objectContaining({
          id: 'research',
          usage_limits: [
            expect.objectContaining({
              type: 'tokens',
              credit_limit: 2_000_000,
              periodic_reset: 'weekly',
            }),
          ],
        }),
      ]),
    );
    const again = await sandboxed(
      ['create', '--resume', 'azure-prod-useast', ...provision, '--json'],
      { dir },
    );
    expect(again.code).toBe(0);
    expect(parsed(again)).toMatchObject({ action: 'unchanged' });
    expect(parsed(await sandboxed(['get', 'azure-prod-useast', '--json'], { dir }))).toEqual(got);
  });

  test('a dry run prints the three calls in their order, the key as a mask, and sends none', async () => {
    const dir = freshFolder();
    const ran = await sandboxed([...azure, ...deployments, ...provision, '-n', '--json'], { dir });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).not.toContain(key);
    expect(parsed(ran)).toMatchObject({
      requests: [
        { method: 'POST', path: '/integrations', body: { key: '[secret]' } },
        {
          method: 'PUT',
          path: '/integrations/azure-prod-useast/models',
          body: { allow_all_models: false },
        },
        {
          method: 'PUT',
          path: '/integrations/azure-prod-useast/workspaces',
          body: { override_existing_workspace_access: false },
        },
      ],
    });
    expect(parsed(await sandboxed(['list', '--json'], { dir }))).toEqual([]);
  });

  test('the three tabs of the page are three lists', async () => {
    const dir = freshFolder();
    expect(
      await sandboxed(['create', 'groq', '--name', 'Groq', ...withKey], { dir }),
    ).toMatchObject({ code: 0 });
    const connected = await sandboxed(['list', '--connected', '--json'], { dir });
    expect(parsed(connected)).toEqual([expect.objectContaining({ slug: 'groq' })]);
    expect(parsed(await sandboxed(['list', '--workspace-created', '--json'], { dir }))).toEqual([]);
    const catalogue = await portai('integrations list --catalog --json');
    expect(parsed(catalogue)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ai_provider_id: 'azure-openai', confirmed: true }),
      ]),
    );
  });

  test('shows limits in words and the use of a budget as a bar on a terminal', async () => {
    const dir = freshFolder();
    await sandboxed([...azure, ...deployments, ...provision], { dir });
    const { stdout } = await sandboxed(['get', 'azure-prod-useast'], { dir, screen: true });
    expect(stdout).toContain('500 USD a month');
    expect(stdout).toContain('100 requests/min');
    expect(stdout).toContain('░');
    expect(stdout).not.toContain(key);
  });

  test('keeps the key file of a service account and a header secret', async () => {
    const dir = freshFolder();
    const account = join(dir, 'account.json');
    const header = join(dir, 'header');
    writeFileSync(
      account,
      JSON.stringify({ type: 'service_account', project_id: 'p', private_key: 'not-a-real-key' }),
    );
    writeFileSync(header, 'a-header-value\n');
    const words = [
      ...['create', 'vertex-ai', '--name', 'Vertex', '--vertex-region', 'us-central1'],
      ...['--service-account-file', account, '--custom-header', `x-team=@${header}`],
    ];
    for (const more of [['-n', '--json'], ['--json']]) {
      const ran = await sandboxed([...words, ...more], { dir });
      expect(ran.code, ran.stderr).toBe(0);
      expect(ran.stdout + ran.stderr).not.toContain('not-a-real-key');
      expect(ran.stdout + ran.stderr).not.toContain('a-header-value');
    }
  });
});

describe('what is refused before anything is sent', () => {
  const cases: [string, string[], string, RegExp][] = [
    [
      'an unknown provider id',
      ['create', 'azure-openia', '--name', 'x'],
      'UnknownProviderId',
      /Did you mean azure-openai\?/,
    ],
    [
      'an alias that is there twice',
      [
        ...azure,
        ...deployments,
        '--deployment',
        'alias=gpt-4o-deploy,name=b,api-version=2,model=c',
      ],
      'InvalidConfig',
      /alias "gpt-4o-deploy" twice/,
    ],
    [
      'two defaults',
      [...azure, ...deployments, '--deployment', 'alias=b,name=b,api-version=2,model=c,default'],
      'InvalidConfig',
      /2 defaults/,
    ],
    [
      'no default among several deployments',
      [
        ...azure,
        ...['--deployment', 'alias=a,name=a,api-version=2,model=c'],
        ...['--deployment', 'alias=b,name=b,api-version=2,model=c'],
      ],
      'InvalidConfig',
      /no default/,
    ],
    [
      'a header without a value',
      ['create', 'openai', '--name', 'x', ...withKey, '--custom-header', 'x-team'],
      'Usage',
      /x-team has no value/,
    ],
    [
      'the value of a header on the command line',
      ['create', 'openai', '--name', 'x', ...withKey, '--custom-header', 'x-team=abcdef'],
      'Usage',
      /does not belong on the command line/,
    ],
    [
      'a private custom host on Portkey’s cloud',
      ['create', 'openai', '--name', 'x', '--custom-host', 'http://10.0.0.7/v1'],
      'InvalidConfig',
      /private or reserved/,
    ],
    [
      'the metadata address as custom host on Portkey’s cloud',
      ['create', 'openai', '--name', 'x', '--custom-host', 'http://169.254.169.254/latest'],
      'InvalidConfig',
      /private or reserved/,
    ],
    [
      'a budget of 0',
      ['create', 'openai', '--name', 'x', ...withKey, '--workspace', 'eng', '--budget-usd', '0'],
      'Usage',
      /1 or more/,
    ],
    [
      'flags that are missing, all at once',
      ['create', 'azure-openai', '--name', 'x'],
      'MissingFlags',
      /--value-file.*--resource-name.*--deployment/s,
    ],
    [
      'what Portkey shows in place of a key',
      ['create', 'openai', '--name', 'x', '--value-env', 'MASK'],
      'SECRET_MALFORMED',
      /mask|in place of a secret/,
    ],
  ];
  test.each(cases)('%s: exit 2', async (_, words, name, message) => {
    const ran = await sandboxed([...words, '--json'], { env: { MASK: 'pa*****X7a' } });
    expect(ran.code, ran.stderr).toBe(2);
    expect(errorOf(ran)).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test('a key on the command line is refused, and not repeated', async () => {
    const ran = await sandboxed(['create', 'openai', '--name', 'x', '--key', 'sk-simulated-9999']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).not.toContain('sk-simulated-9999');
    expect(ran.stderr).toContain('--value-stdin');
  });

  test('--force sends an id that the catalogue lacks', async () => {
    const words = ['create', 'newer-than-portai', '--name', 'x', ...withKey, '-n', '--json'];
    expect((await sandboxed(words)).code).toBe(2);
    const forced = await sandboxed([...words, '--force']);
    expect(forced.code, forced.stderr).toBe(0);
    expect(parsed(forced)).toMatchObject({
      requests: [{ body: { ai_provider_id: 'newer-than-portai' } }],
    });
  });

  test('a workspace that is not there: exit 4, with the one that was meant', async () => {
    const words = ['create', 'openai', '--name', 'x', ...withKey, '--workspace', 'researhc'];
    const ran = await sandboxed([...words, '--json']);
    expect(ran.code).toBe(4);
    expect(errorOf(ran).message).toContain('Did you mean research?');
  });

  test('a slug that is taken: exit 5, use update', async () => {
    const dir = freshFolder();
    const words = ['create', 'openai', '--name', 'Twice', ...withKey, '--json'];
    expect((await sandboxed(words, { dir })).code).toBe(0);
    const ran = await sandboxed(words, { dir });
    expect(ran.code).toBe(5);
    expect(errorOf(ran)).toMatchObject({ name: 'AB07', hint: expect.stringContaining('update') });
  });

  test('the key of a workspace: exit 7, and it says which key is needed and what still works', async () => {
    const words = ['create', 'openai', '--name', 'x', ...withKey, '--workspace', 'eng', '--json'];
    const asMember = { ...env, PORTAI_SANDBOX: 'member' };
    const ran = await portai(['integrations', ...words], { env: asMember });
    expect(ran.code, ran.stderr).toBe(7);
    const { hint } = errorOf(ran);
    expect(hint).toContain('organization’s Admin API key');
    expect(hint).toContain('Enterprise');
    expect(hint).toContain('still work');
  });
});

const signedIn = { ...env, PORTKEY_API_KEY: 'key-of-this-test', VALUE: key };
const base = '/v1/integrations';
const list: Answer = { json: { object: 'list', total: 0, data: [] } };
const refusal = (status: number, errorCode: string, message: string): Answer => ({
  status,
  json: { success: false, data: { message, errorCode } },
});
const words = ['integrations', 'create', 'openai', '--name', 'Prod', ...withKey];
const restricted = [...words, '--model', 'gpt-4o', '--workspace', 'eng', '--json'];
const before = {
  [`GET ${base}`]: list,
  'GET /v1/admin/workspaces/eng': { json: { id: 'w-1', slug: 'eng', name: 'Engineering' } },
  [`POST ${base}`]: { json: { id: 'i-1', slug: 'prod' } },
  [`GET ${base}/prod/models`]: { json: { models: [], allow_all_models: true } },
  [`GET ${base}/prod/workspaces`]: { json: { workspaces: [] } },
};

test('stdin gives one thing: a second flag that reads it is refused at once', async () => {
  const ran = await portai(
    '--sandbox integrations create openai --name V --config-file - --value-stdin',
    { stdin: '{}' },
  );
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain('both read stdin');
});

describe('failure between the calls', () => {
  test('a slug that is taken is read out of a 400 as well', async () => {
    const { send } = script({
      ...before,
      [`POST ${base}`]: refusal(400, 'AB01', 'slug: already exists'),
    });
    const ran = await portai([...words, '--json'], { env: signedIn, send });
    expect(ran.code).toBe(5);
    expect(errorOf(ran)).toMatchObject({ name: 'AB07', hint: expect.stringContaining('update') });
  });

  test('a refusal of the models says what stands, and no workspace has been let in', async () => {
    const server = script({
      ...before,
      [`PUT ${base}/prod/models`]: refusal(400, 'AB01', 'models: not like this'),
    });
    const ran = await portai(restricted, { env: signedIn, send: server.send });
    expect(ran.code, ran.stderr).toBe(9);
    const { hint, next } = errorOf(ran);
    expect(hint).toContain('This stands: the integration prod.');
    expect(next[0]?.command).toBe(
      'portai integrations create --resume prod --model gpt-4o --workspace eng',
    );
    expect(server.asked()).not.toContain(`PUT ${base}/prod/workspaces`);
  });

  test('a plan without budgets says what stands and what is needed', async () => {
    const server = script({
      ...before,
      [`PUT ${base}/prod/models`]: { json: {} },
      [`PUT ${base}/prod/workspaces`]: refusal(403, 'AB03', 'not allowed'),
    });
    const ran = await portai(restricted, { env: signedIn, send: server.send });
    expect(ran.code, ran.stderr).toBe(7);
    expect(errorOf(ran).hint).toContain('These stand: its models: gpt-4o; the integration prod.');
    expect(errorOf(ran).hint).toContain('Enterprise');
  });

  test('Ctrl-C between the calls says what stands and which command goes on', async () => {
    const stop = new AbortController();
    const server = script({
      ...before,
      [`PUT ${base}/prod/models`]: () => {
        stop.abort('interrupted');
        throw new PortaiError({ name: 'Cancelled', message: 'Cancelled', exit: 'interrupted' });
      },
    });
    const send: Send = async (request) => {
      stop.signal.throwIfAborted();
      return server.send(request);
    };
    const ran = await portai(restricted, { env: signedIn, send, signal: stop.signal });
    expect(ran.code).toBe(130);
    const { message, next } = errorOf(ran);
    expect(message).toContain('This stands: the integration prod.');
    expect(message).toContain('This may stand: its models: gpt-4o.');
    expect(next[0]?.command).toContain('--resume prod');
  });

  test('an integration that is stored otherwise than it was sent is said, not called a success', async () => {
    const server = script({
      ...before,
      [`PUT ${base}/prod/models`]: { json: {} },
      [`PUT ${base}/prod/workspaces`]: { json: {} },
      [`GET ${base}/prod`]: { json: { slug: 'prod', name: 'Prod', ai_provider_id: 'openai' } },
    });
    const ran = await portai(restricted, { env: signedIn, send: server.send });
    expect(ran.code, ran.stderr).toBe(9);
    expect(errorOf(ran)).toMatchObject({ name: 'NotAsSent' });
  });
});
