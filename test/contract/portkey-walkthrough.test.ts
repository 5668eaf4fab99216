import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Method } from '../../src/core/http.ts';
import { portkeySandboxPath } from '../../src/planes/portkey/sandbox-path.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { freshFolder, portai, testTime } from '../support/run.ts';

/** The walk-through of Portkey's page "LLM Integrations": one integration, two deployments, two workspaces. */
const walkThrough = [
  ...['integrations', 'create', 'azure-openai', '--name', 'Azure Production - US East'],
  ...['--slug', 'azure-prod-useast', '--value-env', 'KEY', '--resource-name', 'contoso-example'],
  '--deployment',
  'alias=gpt-4o-deploy,name=gpt-4o,api-version=2024-10-21,model=gpt-4o,default',
  '--deployment',
  'alias=gpt-35-deploy,name=gpt-4o-mini,api-version=2024-10-21,model=gpt-4o-mini',
  ...['--model', 'gpt-4o', '--model', 'gpt-4o-mini'],
  ...['--workspace', 'eng,budget-usd=500,reset=monthly,rate=requests:100/min'],
  ...['--workspace', 'research,budget-tokens=2000000,reset=weekly'],
  ...['--auto-provision', 'budget-usd=50'],
];
const env = { PORTAI_SANDBOX: '1', KEY: 'azure-key-of-this-test' };

const stored = async (dir: string): Promise<unknown> => {
  const shown = await portai('integrations get azure-prod-useast --json', { dir, env });
  expect(shown.code).toBe(0);
  return JSON.parse(shown.stdout);
};

/** The sandbox as an application of the workspace `eng` and an admin call it, on a clock of its own. */
function served(dir: string, now: () => Date) {
  const sandbox = openSandbox({ dir: join(dir, 'sandbox'), now, sleep: () => Promise.resolve() });
  const send = async (role: 'admin' | 'member', method: Method, path: string, body: object) =>
    sandbox.send({
      method,
      url: new URL(`https://sandbox.example${portkeySandboxPath}${path}`),
      headers: {
        'x-portkey-api-key': await sandbox.portkeyKey(role),
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
  return {
    admin: async (method: Method, path: string, body: object) => {
      expect((await send('admin', method, path, body)).status).toBe(200);
    },
    call: (model: string) =>
      send('member', 'POST', '/chat/completions', {
        model: `@azure-prod-useast/${model}`,
        messages: [{ role: 'user', content: 'Say one word.' }],
      }),
  };
}

test('the page’s walk-through is one command; what is stored is exactly that, and it bites', async () => {
  const dir = freshFolder();
  expect(await portai(walkThrough, { dir, env })).toMatchObject({ code: 0 });
  const found = await stored(dir);
  expect(found).toMatchObject({
    slug: 'azure-prod-useast',
    name: 'Azure Production - US East',
    ai_provider_id: 'azure-openai',
    allow_all_models: false,
    configurations: {
      azure_resource_name: 'contoso-example',
      azure_deployment_config: [
        { alias: 'gpt-4o-deploy', azure_model_slug: 'gpt-4o', is_default: true },
        { alias: 'gpt-35-deploy', azure_model_slug: 'gpt-4o-mini', is_default: false },
      ],
    },
    models: [
      { slug: 'gpt-4o', enabled: true },
      { slug: 'gpt-4o-mini', enabled: true },
    ],
    global_workspace_access: {
      enabled: true,
      usage_limits: [{ type: 'cost', credit_limit: 50 }],
    },
    workspaces: expect.arrayContaining([
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
        enabled: true,
        usage_limits: [
          expect.objectContaining({
            type: 'tokens',
            credit_limit: 2_000_000,
            periodic_reset: 'weekly',
          }),
        ],
      }),
    ]),
  });
  expect(JSON.stringify(found)).not.toContain(env.KEY);

  const again = await portai(walkThrough, { dir, env });
  expect(again).toMatchObject({ code: 5, stdout: '' });
  expect(await stored(dir)).toEqual(found);

  let clock = testTime;
  const { call, admin } = served(dir, () => clock);
  const statuses: number[] = [];
  for (let count = 0; count < 101; count++) statuses.push((await call('gpt-4o-deploy')).status);
  expect(new Set(statuses.slice(0, 100))).toEqual(new Set([200]));
  expect(statuses[100]).toBe(429);

  clock = new Date(testTime.getTime() + 60_000);
  expect((await call('gpt-35-deploy')).status).toBe(200);
  const third = await call('gpt-4.1');
  expect(third).toMatchObject({ status: 412, body: expect.stringContaining('not allowed') });

  // 13 tokens a call at a cent each: what was called so far is more than this budget.
  await admin('PUT', '/integrations/azure-prod-useast/workspaces', {
    workspaces: [
      {
        id: 'eng',
        enabled: true,
        usage_limits: [{ type: 'cost', credit_limit: 10, periodic_reset: 'monthly' }],
      },
    ],
    override_existing_workspace_access: false,
  });
  const spent = await call('gpt-4o-deploy');
  expect(spent).toMatchObject({ status: 412, body: expect.stringContaining('Usage Limit') });
  clock = new Date('2026-02-01T00:00:01.000Z');
  expect((await call('gpt-4o-deploy')).status).toBe(200);
});
