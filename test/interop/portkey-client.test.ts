import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { requireBuild, shell, start } from '../support/spawn.ts';
import { callPortkey, type Answered, type Call } from './support/portkey-client.ts';

/** The sandbox in Portkey's place, before Portkey's own client: the package portkey-ai of npm. */

beforeAll(requireBuild);

const served = z.object({
  portkey: z.object({ url: z.string(), apiKey: z.string(), workspaceKey: z.string() }),
});

/** A sandbox of this test's own, and who calls it: with the organization's key, or with that of `eng`. */
async function sandbox() {
  const process = start(['sandbox', '--ephemeral', '--json']);
  const line: unknown = JSON.parse(await process.says('\n', 'stdout'));
  const { url: baseURL, apiKey, workspaceKey } = served.parse(line).portkey;
  return {
    asAdmin: (calls: readonly Call[]) => callPortkey({ apiKey, baseURL }, calls),
    asEng: (calls: readonly Call[]) => callPortkey({ apiKey: workspaceKey, baseURL }, calls),
    portai: (words: string) =>
      shell(words, { env: { PORTKEY_BASE_URL: baseURL, PORTKEY_API_KEY: apiKey } }),
  };
}

const create: Call = [
  'integrations.create',
  { name: 'OpenAI', slug: 'openai-prod', ai_provider_id: 'openai', key: 'sk-of-this-test' },
];
const allow: Call = [
  'integrations.models.update',
  {
    slug: 'openai-prod',
    allow_all_models: false,
    models: [{ slug: 'gpt-5', enabled: true }],
  },
];
const letEngIn: Call = [
  'integrations.workspaces.update',
  {
    slug: 'openai-prod',
    workspaces: [
      {
        id: 'eng',
        enabled: true,
        usage_limits: [{ type: 'cost', credit_limit: 500, periodic_reset: 'monthly' }],
        rate_limits: [{ type: 'requests', unit: 'rpm', value: 2 }],
      },
    ],
  },
];
const ask = (model: string): Call => [
  'chat.completions.create',
  { model, messages: [{ role: 'user', content: 'ping' }] },
];

const valueOf = (answered: Answered | undefined): unknown =>
  answered && 'value' in answered ? answered.value : { refused: answered };

describe("Portkey's own client", () => {
  test('creates, reads, changes and deletes integrations', async () => {
    const { asAdmin } = await sandbox();
    const [created, listed, read, changed, again, deleted, gone] = await asAdmin([
      create,
      ['integrations.list', { type: 'organisation', current_page: 0, page_size: 10 }],
      ['integrations.retrieve', { slug: 'openai-prod' }],
      ['integrations.update', { slug: 'openai-prod', name: 'Renamed', description: 'd' }],
      ['integrations.retrieve', { slug: 'openai-prod' }],
      ['integrations.delete', { slug: 'openai-prod' }],
      ['integrations.retrieve', { slug: 'openai-prod' }],
    ]);
    expect(valueOf(created)).toMatchObject({ slug: 'openai-prod' });
    expect(valueOf(listed)).toMatchObject({ data: [{ slug: 'openai-prod', name: 'OpenAI' }] });
    expect(valueOf(read)).toMatchObject({
      ai_provider_id: 'openai',
      masked_key: expect.any(String),
    });
    expect(JSON.stringify(valueOf(read))).not.toContain('sk-of-this-test');
    expect(changed).toHaveProperty('value');
    expect(valueOf(again)).toMatchObject({ name: 'Renamed', description: 'd' });
    expect(deleted).toHaveProperty('value');
    // Documents and recorded answers disagree whether what is gone is forbidden or not found.
    expect(gone).toMatchObject({ error: { message: expect.stringMatching(/AB0[38]/) } });
  });

  test('chooses models and lets workspaces in, as portai then shows', async () => {
    const { asAdmin, portai } = await sandbox();
    const [, , , models, workspaces] = await asAdmin([
      create,
      allow,
      letEngIn,
      ['integrations.models.list', { slug: 'openai-prod' }],
      ['integrations.workspaces.list', { slug: 'openai-prod' }],
    ]);
    expect(valueOf(models)).toMatchObject({ models: [{ slug: 'gpt-5', enabled: true }] });
    const rows = z
      .object({ workspaces: z.array(z.looseObject({ id: z.string() })) })
      .parse(valueOf(workspaces)).workspaces;
    expect(rows.find(({ id }) => id === 'eng')).toMatchObject({
      enabled: true,
      usage_limits: [{ credit_limit: 500, periodic_reset: 'monthly' }],
      rate_limits: [{ unit: 'rpm', value: 2 }],
    });
    const shown = await portai('integrations get openai-prod');
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('500 USD a month') });
  });

  test('removes a custom model', async () => {
    const { asAdmin } = await sandbox();
    const custom = { slug: 'my-own', enabled: true, is_custom: true, base_model_slug: 'gpt-5' };
    const [, , deleted, models] = await asAdmin([
      create,
      ['integrations.models.update', { slug: 'openai-prod', models: [custom] }],
      ['integrations.models.delete', { slug: 'openai-prod', slugs: 'my-own' }],
      ['integrations.models.list', { slug: 'openai-prod' }],
    ]);
    expect(deleted).toHaveProperty('value');
    expect(JSON.stringify(valueOf(models))).not.toContain('my-own');
  });

  test('creates, reads, changes and deletes workspaces and providers', async () => {
    const { asAdmin } = await sandbox();
    const at = { workspace_id: 'eng' };
    const answers = await asAdmin([
      create,
      letEngIn,
      ['admin.workspaces.list'],
      ['admin.workspaces.create', { name: 'New' }],
      ['admin.workspaces.retrieve', { workspaceId: 'eng' }],
      ['admin.workspaces.update', { workspaceId: 'eng', description: 'engineers' }],
      ['providers.create', { name: 'Own', slug: 'own', integration_id: 'openai-prod', ...at }],
      ['providers.list', at],
      ['providers.retrieve', { slug: 'own', ...at }],
      ['providers.update', { slug: 'own', name: 'Mine', ...at }],
      ['providers.delete', { slug: 'own', ...at }],
    ]);
    expect(answers.filter((answer) => !('value' in answer))).toEqual([]);
    const [, , workspaces, , eng, , , providers, own] = answers.map(valueOf);
    expect(JSON.stringify(workspaces)).toContain('"slug":"research"');
    expect(eng).toMatchObject({ slug: 'eng' });
    expect(JSON.stringify(providers)).toContain('"slug":"own"');
    expect(own).toMatchObject({ slug: 'own', name: 'Own' });
  });

  test('is answered by the gateway, and refused by its allow list and its rate', async () => {
    const { asAdmin, asEng } = await sandbox();
    await asAdmin([create, allow, letEngIn]);
    const [denied, answered, second, third] = await asEng([
      ask('@openai-prod/gpt-5-mini'),
      ask('@openai-prod/gpt-5'),
      ask('@openai-prod/gpt-5'),
      ask('@openai-prod/gpt-5'),
    ]);
    expect(denied).toMatchObject({ error: { status: 412 } });
    expect(valueOf(answered)).toMatchObject({
      choices: [{ message: { role: 'assistant', content: expect.any(String) } }],
    });
    expect(second).toHaveProperty('value');
    expect(third).toMatchObject({ error: { status: 429 } });
  });

  test('meets refusals in the envelope that it reads', async () => {
    const { asAdmin, asEng } = await sandbox();
    const [, taken] = await asAdmin([create, create]);
    expect(taken).toMatchObject({
      error: { status: 409, message: expect.stringContaining('AB07') },
    });
    const [refused] = await asEng([['admin.workspaces.list']]);
    expect(refused).toMatchObject({
      error: { status: 403, message: expect.stringContaining('AB03') },
    });
  });

  test('has no call for parts of the API, so that nothing of it is proved for those', async () => {
    const { asAdmin } = await sandbox();
    const none = [
      'secretReferences.list',
      'policies.list',
      'usageLimitsPolicies.list',
      'rateLimitsPolicies.list',
      'auditLogs.list',
      'admin.auditLogs.list',
    ];
    expect(await asAdmin(none.map((path): Call => [path]))).toEqual(
      none.map((missing) => ({ missing })),
    );
  });
});
