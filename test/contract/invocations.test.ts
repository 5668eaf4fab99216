import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder, portai, testTime } from '../support/run.ts';
import { invokeInSandbox } from '../support/sandbox-invocation.ts';
import { script, signedIn, type Seen } from '../support/script.ts';

const env = { PORTAI_SANDBOX: '1', NO_COLOR: '1' };
const scripted = { ...signedIn, NO_COLOR: '1' };
const hoursAgo = (hours: number) => new Date(testTime.getTime() - hours * 3_600_000);

async function withRecords(): Promise<string> {
  const dir = freshFolder();
  await invokeInSandbox(dir, { id: 'oldest', at: hoursAgo(100), labels: { source: 'ci' } });
  await invokeInSandbox(dir, { id: 'middle', at: hoursAgo(10), labels: { source: 'portai' } });
  await invokeInSandbox(dir, { id: 'latest', at: hoursAgo(1), labels: { source: 'ci', run: '7' } });
  return dir;
}

const ids = (text: string) =>
  z
    .array(z.looseObject({ identifier: z.string() }))
    .parse(JSON.parse(text))
    .map(({ identifier }) => identifier);

describe('portai quota', () => {
  test('shows what is used of the month, with a bar and the time of the reset', async () => {
    const dir = await withRecords();
    const { code, stdout } = await portai('quota', { dir, env, screen: true });
    expect(code).toBe(0);
    expect(stdout).toMatch(/month\s+2026-01/);
    expect(stdout).toMatch(/used\s+3 of 500 {2}░{6} 1%/);
    expect(stdout).toMatch(/reset\s+in 16 days \(2026-02-01T00:00:00.000Z\)/);
  });

  test('keeps the fields of Port in JSON, with what follows from them', async () => {
    const dir = await withRecords();
    const { stdout } = await portai('quota --json', { dir, env });
    expect(JSON.parse(stdout)).toMatchObject({
      monthlyLimit: 500,
      remainingQuota: 497,
      _portai: { used: 3, share: 0.006, resetsAt: '2026-02-01T00:00:00.000Z' },
    });
  });

  test.each([
    [{}, /month\s+Port does not say[\s\S]*used\s+Port does not say[\s\S]*reset\s+Port does not/],
    [{ monthlyLimit: 50 }, /used\s+Port does not say/],
    [{ monthlyLimit: 0, remainingQuota: 0 }, /used\s+0 of 0\n/],
    [{ monthlyLimit: 5, remainingQuota: 9 }, /used\s+0 of 5/],
    [{ monthlyLimit: 50, remainingQuota: 0 }, /used\s+50 of 50 {2}█{6} 100%/],
    [{ remainingTimeMs: 1e300 }, /reset\s+Port does not say/],
  ])('of %j says what Port does not', async (usage, words) => {
    const { send } = script({
      'GET /v1/quota/ai-invocations': { json: { monthlyQuotaUsage: usage } },
    });
    const { code, stdout } = await portai('quota', { env: scripted, send, screen: true });
    expect(code).toBe(0);
    expect(stdout).toMatch(words);
  });

  test('of a field in another form goes on without it, with a warning', async () => {
    const usage = { monthlyLimit: 'many', remainingQuota: 3 };
    const { send } = script({
      'GET /v1/quota/ai-invocations': { json: { monthlyQuotaUsage: usage } },
    });
    const { code, stderr } = await portai('quota', { env: scripted, send });
    expect(code).toBe(0);
    expect(stderr).toContain('monthlyLimit is a string');
  });
});

describe('portai invocations list', () => {
  test.each([
    ['', ['latest', 'middle', 'oldest']],
    ['--since 24h', ['latest', 'middle']],
    ['--until 24h', ['oldest']],
    ['--since 2026-01-15', ['latest', 'middle']],
    ['--label source=ci', ['latest', 'oldest']],
    ['--label source=ci --label run=7', ['latest']],
    ['--status completed', ['latest', 'middle', 'oldest']],
    ['--status failed', []],
    ['--limit 1', ['latest']],
  ])('with "%s" gives %j, the latest first', async (flags, expected) => {
    const dir = await withRecords();
    const { code, stdout } = await portai(`invocations list ${flags} --json`.replace('  ', ' '), {
      dir,
      env,
    });
    expect(code).toBe(0);
    expect(ids(stdout)).toEqual(expected);
  });

  test('says that there are more than it shows', async () => {
    const { stderr } = await portai('invocations list --limit 2', {
      dir: await withRecords(),
      env,
    });
    expect(stderr).toContain('The latest 2 of 3; --limit shows more.');
  });

  test.each([
    ['--since yesterday', '--since: yesterday is no time'],
    ['--label ci', '--label: ci is not of the form key=value'],
    ['--label a=1 --label a=2', 'a label is given more than once'],
    ['--limit 0', '--limit: must be 1 or more'],
  ])('refuses %s before anything is sent', async (flags, words) => {
    const { code, stderr } = await portai(`invocations list ${flags}`, { env: scripted });
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });
});

const blueprint = (properties: Record<string, unknown>) => ({
  json: { ok: true, blueprint: { identifier: '_ai_invocation', schema: { properties } } },
});
const record = (identifier: string, properties: object, createdAt = testTime.toISOString()) => ({
  identifier,
  createdAt,
  properties,
});
const search = 'POST /v1/blueprints/_ai_invocation/entities/search';

describe('a server of other habits', () => {
  test.each([
    [{ llmProvider: { title: 'x' }, llmModel: { title: 'y' } }],
    [{ a: { title: 'LLM Provider' }, b: { title: 'The model' } }],
    [{ ai_provider: {}, ai_model: {} }],
  ])('names provider and model by its blueprint: %j', async (properties) => {
    const [provider = '', model = ''] = Object.keys(properties);
    const { send } = script({
      'GET /v1/blueprints/_ai_invocation': blueprint(properties),
      [search]: { json: { entities: [record('one', { [provider]: 'openai', [model]: 'gpt-5' })] } },
    });
    const { stdout } = await portai('invocations list', { env: scripted, send });
    expect(stdout.split('\t').slice(2, 4)).toEqual(['openai', 'gpt-5']);
  });

  test('is asked for each page, and what a rule was to leave out is left out here', async () => {
    const pages = new Map([
      [undefined, { entities: [record('one', { status: 'Failed' })], next: 'b' }],
      ['b', { entities: [record('two', { status: 'Completed' })], next: 'c' }],
      ['c', { entities: [record('three', { status: 'failed' })] }],
    ]);
    const from = z.object({ from: z.string().optional() });
    const { send, seen } = script({
      'GET /v1/blueprints/_ai_invocation': blueprint({ status: { enum: ['Completed', 'Failed'] } }),
      [search]: ({ body }: Seen) => ({ json: pages.get(from.parse(body).from) }),
    });
    const ran = await portai('invocations list --status FAILED --json', { env: scripted, send });
    expect(ids(ran.stdout)).toEqual(['one', 'three']);
    expect(seen[1]?.body).toMatchObject({
      query: { combinator: 'and', rules: [{ property: 'status', operator: '=', value: 'Failed' }] },
    });
  });

  test('whose pages lead back to themselves is not asked for ever', async () => {
    const { send, asked } = script({
      'GET /v1/blueprints/_ai_invocation': blueprint({}),
      [search]: { json: { entities: [record('one', {})], next: 'again' } },
    });
    const { code, stdout, stderr } = await portai('invocations list', { env: scripted, send });
    expect(code).toBe(0);
    expect(stdout.match(/^one/gm)).toHaveLength(1);
    expect(stderr).toContain('do not end');
    expect(asked()).toHaveLength(3);
  });

  test('that knows no such rule is asked without it', async () => {
    const ruled = z.object({ query: z.object({ rules: z.array(z.unknown()) }) });
    const { send } = script({
      'GET /v1/blueprints/_ai_invocation': blueprint({ status: {} }),
      [search]: ({ body }: Seen) =>
        ruled.parse(body).query.rules.length > 0
          ? {
              status: 422,
              json: { ok: false, error: 'unprocessable', message: 'unknown operator' },
            }
          : { json: { entities: [record('one', { status: 'Failed' }), record('two', {})] } },
    });
    const ran = await portai('invocations list --status failed --json', { env: scripted, send });
    expect(ids(ran.stdout)).toEqual(['one']);
  });

  test('without Port AI is said to have none', async () => {
    const { send } = script({ 'GET /v1/blueprints/_ai_invocation': { status: 404, json: {} } });
    const { code, stderr } = await portai('invocations list', { env: scripted, send });
    expect(code).toBe(4);
    expect(stderr).toContain('Port AI is not switched on');
  });

  test('cannot move the cursor with what a prompt holds', async () => {
    const { send } = script({
      'GET /v1/blueprints/_ai_invocation': blueprint({ prompt: {}, response: {} }),
      'GET /v1/blueprints/_ai_invocation/entities/one': {
        json: { entity: record('one', { prompt: 'a\u001b[2Jb', response: 'c\u009b31md\nnext' }) },
      },
      [search]: { json: { entities: [record('one', { prompt: 'a\u001b[2Jb\nc' })] } },
    });
    for (const words of ['invocations list', 'invocations get one']) {
      const { stdout } = await portai(words, { env: scripted, send, screen: true });
      expect(stdout).toContain('ab');
      expect(stdout).not.toMatch(/[\u001b\u009b](?!\[\d*m)/);
    }
  });
});

describe('portai invocations get', () => {
  test('shows one record with its prompt and its answer', async () => {
    const dir = await withRecords();
    const { code, stdout } = await portai('invocations get latest', { dir, env, screen: true });
    expect(code).toBe(0);
    expect(stdout).toMatch(/provider\s+port/);
    expect(stdout).toMatch(/labels\s+source=ci,run=7|labels\s+run=7,source=ci/);
    expect(stdout).toContain('answer\nOK');
  });

  test('without a record shows what the route of invocations tells', async () => {
    const { send } = script({
      'GET /v1/blueprints/_ai_invocation': { status: 404, json: {} },
      'GET /v1/blueprints/_ai_invocation/entities/one': { status: 404, json: {} },
      'GET /v1/ai/invoke/one': {
        json: { ok: true, result: { status: 'Failed', error: 'no_agent_match' } },
      },
    });
    const { code, stdout } = await portai('invocations get one --json', { env: scripted, send });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      identifier: 'one',
      _portai: { status: 'Failed', response: 'no_agent_match' },
    });
  });

  test('of what is not there says so, exit 4', async () => {
    const { code, stderr } = await portai('invocations get nobody', { env });
    expect(code).toBe(4);
    expect(stderr).toContain('There is no invocation nobody');
  });
});
