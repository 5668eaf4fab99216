import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseFault } from '../../../../src/sandbox/faults.ts';
import type { DialectName } from '../../../../src/sandbox/port/dialects.ts';
import { isPublishedHere, requestCheck } from '../../../support/published.ts';
import { freshSandbox, refusalOf, type Answer } from '../../../support/sandbox-routes.ts';

const ask = { userPrompt: 'Reply with OK', tools: [] };
const invoke = '/v1/ai/invoke';

/** Names and data of the events of an answer. */
function eventsIn({ body }: Answer): { name: string; data: string }[] {
  return body
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => ({
      name: /^event: (.*)$/m.exec(block)?.[1] ?? '',
      data: [...block.matchAll(/^data: (.*)$/gm)].map(([, line = '']) => line).join('\n'),
    }));
}

const names = (answer: Answer) => eventsIn(answer).map(({ name }) => name);
const written = (answer: Answer) =>
  eventsIn(answer)
    .filter(({ name }) => name === 'execution')
    .map(({ data }) => data)
    .join('');

async function withOpenai(key: string, dialect: DialectName = 'guide') {
  const sandbox = freshSandbox({ dialect });
  await sandbox.addSecret('openai-key', key);
  const config = { apiKeySecretName: 'openai-key' };
  await sandbox.admin('POST', '/v1/llm-providers', { provider: 'openai', config });
  return sandbox;
}

describe('an invocation', () => {
  test('answers with server-sent events that end with the quota', async () => {
    const { admin } = freshSandbox();
    const answer = await admin('POST', invoke, ask);
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(written(answer)).toBe('OK');
    const last = eventsIn(answer).at(-1);
    expect(last?.name).toBe('done');
    expect(JSON.parse(last?.data ?? '')).toMatchObject({
      monthlyQuotaUsage: { monthlyLimit: 500, remainingQuota: 499, month: '2026-01' },
    });
  });

  test('calls the tool whose name a pattern fits, in pieces', async () => {
    const { admin } = freshSandbox();
    const answer = await admin('POST', invoke, { ...ask, tools: ['^list_.*'] });
    expect(names(answer).slice(0, 3)).toEqual(['tool_call', 'tool_call', 'tool_result']);
    const calls = eventsIn(answer).slice(0, 2);
    const parts = calls.map(({ data }) =>
      z.object({ arguments: z.string() }).parse(JSON.parse(data)),
    );
    expect(JSON.parse(parts.map((part) => part.arguments).join(''))).toEqual({ limit: 3 });
  });

  test('keeps every line of what was asked', async () => {
    const { admin } = freshSandbox();
    const answer = await admin('POST', invoke, { ...ask, userPrompt: 'one\ntwo\n\nthree' });
    expect(written(answer)).toBe('The sandbox read: one\ntwo\n\nthree');
  });

  test.each([
    ['guide', ['userPrompt', 'prompt']],
    ['document', ['userPrompt']],
    ['observed', ['prompt']],
  ] as const)('in the dialect %s takes its prompt as %j', async (dialect, taken) => {
    const { admin } = freshSandbox({ dialect });
    for (const key of ['userPrompt', 'prompt'] as const) {
      const answer = await admin('POST', invoke, { [key]: 'Hello', tools: [] });
      expect(answer.status).toBe(taken.some((each) => each === key) ? 200 : 422);
    }
  });

  test('as observed begins with its identifier and has names in camel case', async () => {
    const { admin } = freshSandbox({ dialect: 'observed' });
    const answer = await admin('POST', invoke, { prompt: 'Reply with OK', tools: ['list'] });
    expect(names(answer)).toEqual([
      'invocationIdentifier',
      'toolCall',
      'waiting',
      'execution',
      'done',
    ]);
  });

  test('asks the provider with its stored secret, and says where that fails', async () => {
    const { admin } = await withOpenai('sk-proj-fine-0123456789');
    const good = await admin('POST', invoke, { ...ask, provider: 'openai', model: 'gpt-5' });
    expect(written(good)).toBe('OK');
    const broken = await withOpenai('sk-proj-revoked-0123456789');
    const answer = await broken.admin('POST', invoke, { ...ask, provider: 'openai' });
    expect(names(answer).at(-1)).toBe('error');
    expect(names(answer)).not.toContain('done');
  });

  test.each([
    [{ provider: 'anthropic' }, 404, 'LLMProviderNotFoundError'],
    [{ provider: 'port', model: 'gpt-nonsense' }, 400, 'LLMProviderModelNotEnabledError'],
  ])('of %j is refused with %i %s', async (choice, status, name) => {
    const { admin } = freshSandbox();
    expect(refusalOf(await admin('POST', invoke, { ...ask, ...choice }))).toMatchObject({
      status,
      name,
    });
  });

  test('may be made by a member', async () => {
    const { member } = freshSandbox();
    expect((await member('POST', invoke, ask)).status).toBe(200);
  });

  test.runIf(isPublishedHere)('fits the published document exactly where it is taken', async () => {
    const check = requestCheck('POST', invoke);
    const { admin } = freshSandbox({ dialect: 'document' });
    for (const body of [
      ask,
      { ...ask, labels: { source: 'test' }, executionMode: 'Automatic', systemPrompt: '' },
      { userPrompt: 'Hello' },
      { tools: [] },
      { ...ask, prompt: 'twice' },
      { ...ask, labels: { source: 1 } },
      { ...ask, executionMode: 'Never' },
    ]) {
      expect((await admin('POST', invoke, body)).status === 200).toBe(check?.(body));
    }
  });
});

describe('an agent', () => {
  const path = '/v1/agent/incident-helper/invoke';

  test('answers 202 without a stream, and its result is read by its identifier', async () => {
    const { admin } = freshSandbox();
    const answer = await admin('POST', path, { prompt: 'Who is on call?' });
    expect(answer.status).toBe(202);
    const { invocation } = z
      .object({ invocation: z.object({ identifier: z.string() }) })
      .parse(answer.json);
    const result = await admin('GET', `${invoke}/${invocation.identifier}`);
    expect(result.json).toMatchObject({
      ok: true,
      result: { status: 'Completed', selectedAgent: 'incident-helper' },
    });
  });

  test('streams when asked to', async () => {
    const { admin } = freshSandbox();
    const answer = await admin('POST', `${path}?stream=true`, { prompt: 'Who is on call?' });
    expect(names(answer).at(-1)).toBe('done');
  });

  test('that is not there is not found', async () => {
    const { admin } = freshSandbox();
    const answer = await admin('POST', '/v1/agent/nobody/invoke', { prompt: 'Hello' });
    expect(answer.status).toBe(404);
  });
});

const entity = z.object({
  identifier: z.string(),
  properties: z.record(z.string(), z.unknown()),
});
const page = z.object({ entities: z.array(entity), next: z.string().optional() });

describe('records of invocations', () => {
  const search = '/v1/blueprints/_ai_invocation/entities/search';

  test('are found by status and time, in pages', async () => {
    const { admin } = await withOpenai('sk-proj-revoked-0123456789');
    for (const provider of ['port', 'openai', 'port']) {
      await admin('POST', invoke, { ...ask, provider, labels: { source: 'test' } });
    }
    const completed = { property: 'status', operator: '=', value: 'Completed' };
    const query = { combinator: 'and', rules: [completed] };
    const first = page.parse((await admin('POST', search, { query, limit: 1 })).json);
    const second = page.parse((await admin('POST', search, { query, from: first.next })).json);
    const found = [...first.entities, ...second.entities];
    expect(found.map(({ properties }) => properties['labels'])).toEqual([
      { source: 'test' },
      { source: 'test' },
    ]);
    expect(second.next).toBeUndefined();
  });

  test('name provider and model as their blueprint says', async () => {
    for (const [dialect, key] of [
      ['guide', 'provider'],
      ['observed', 'llmProvider'],
    ] as const) {
      const { admin } = freshSandbox({ dialect });
      await admin('POST', invoke, { prompt: 'Hello', tools: [] });
      const blueprint = await admin('GET', '/v1/blueprints/_ai_invocation');
      expect(blueprint.json).toHaveProperty(`blueprint.schema.properties.${key}`);
      const all = await admin('GET', '/v1/blueprints/_ai_invocation/entities');
      expect(page.parse(all.json).entities[0]?.properties[key]).toBe('port');
    }
  });

  test('of a rule that nobody knows are refused', async () => {
    const { admin } = freshSandbox();
    const rules = [{ property: 'nonsense', operator: '=', value: 'x' }];
    const answer = await admin('POST', search, { query: { combinator: 'and', rules } });
    expect(answer.status).toBe(422);
  });
});

describe('with a fault', () => {
  const faulty = (fault: string) => freshSandbox({ faults: [parseFault(fault)] });

  test('ai-quota the month is used up for models of Port', async () => {
    const { admin } = faulty('ai-quota:2');
    expect(await admin('POST', invoke, ask)).toMatchObject({
      status: 429,
      json: { type: 'QUOTA_ERROR', resetDate: '2026-02-01T00:00:00.000Z' },
    });
    expect((await admin('GET', '/v1/quota/ai-invocations')).json).toMatchObject({
      monthlyQuotaUsage: { remainingQuota: 0 },
    });
  });

  test('ai-error an error stands in place of the answer', async () => {
    expect(names(await faulty('ai-error').admin('POST', invoke, ask))).toEqual(['error']);
  });

  test('ai-cut the last event is missing', async () => {
    expect(names(await faulty('ai-cut').admin('POST', invoke, ask))).toEqual(['execution']);
  });
});

test('the users of the organization are listed with their roles', async () => {
  const { admin } = freshSandbox();
  expect((await admin('GET', '/v1/users')).json).toMatchObject({
    users: [
      { email: 'admin@sandbox.local', roles: [{ name: 'Admin' }] },
      { email: 'member@sandbox.local', roles: [{ name: 'Member' }] },
    ],
  });
});
