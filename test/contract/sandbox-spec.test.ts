import type { ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Method } from '../../src/core/http.ts';
import {
  answerCheck,
  isPublishedHere,
  requestCheck,
  sayWhatIsMissing,
} from '../support/published.ts';
import { freshSandbox } from '../support/sandbox-routes.ts';

sayWhatIsMissing(18);

function described(check: ValidateFunction | undefined): ValidateFunction {
  if (!check) throw new Error('the document describes no such body');
  return check;
}
const bodySchema = (method: Method, path: string) => described(requestCheck(method, path));
const answerSchema = (method: Method, path: string, status: number) =>
  described(answerCheck(method, path, status));

const types = ['openai', 'anthropic', 'azure-openai', 'bedrock'] as const;
const models = [
  'gpt-5',
  'claude-sonnet-4-20250514',
  'claude-haiku-4-5-20251001',
  'claude-sonnet-4-5-20250929',
] as const;

/** Mostly what a request should have, sometimes what it should not. */
const mostly = <T>(good: fc.Arbitrary<T>, ...odd: fc.Arbitrary<unknown>[]) =>
  fc.oneof({ weight: 12, arbitrary: good }, ...odd.map((arbitrary) => ({ weight: 1, arbitrary })));
const odd = fc.constantFrom<unknown>('', null, 1, [], {});
const name = mostly(fc.constant('key'), odd);

function record(
  required: Record<string, fc.Arbitrary<unknown>>,
  maybe: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<Record<string, unknown>> {
  const entry = (key: string, arbitrary: fc.Arbitrary<unknown>, chance: number) =>
    fc
      .tuple(fc.integer({ min: 0, max: 99 }), arbitrary)
      .map(([dice, value]): [string, unknown][] => (dice < chance ? [[key, value]] : []));
  return fc
    .tuple(
      ...Object.entries(required).map(([key, arbitrary]) => entry(key, arbitrary, 95)),
      ...Object.entries(maybe).map(([key, arbitrary]) => entry(key, arbitrary, 30)),
      entry('unknown', fc.constant(1), 3),
    )
    .map((entries) => Object.fromEntries(entries.flat()));
}

const region = mostly(
  fc.constantFrom('eu-west-1', 'us-gov-west-1', 'eu-west-10', 'EU-west-1', 'me-central-1'),
  odd,
);
const guardrail = {
  guardrailIdentifier: mostly(fc.constantFrom('abc', ''), odd),
  guardrailVersion: mostly(fc.constantFrom('1', 'DRAFT', 'anything'), odd),
};
const configs = {
  openai: record({ apiKeySecretName: name }),
  anthropic: record({ apiKeySecretName: name }),
  'azure-openai': record({ apiKeySecretName: name, resourceName: name, deploymentId: name }),
  bedrock: fc.oneof(
    record({ accessKeyIdSecretName: name, secretAccessKeySecretName: name, region }, guardrail),
    record(
      {
        roleArn: mostly(
          fc.constantFrom(
            'arn:aws:iam::111122223333:role/port',
            'arn:aws:iam::111122223333:role/a/b',
            'arn:aws-us-gov:iam::111122223333:role/port',
            'arn:aws:iam::1:role/port',
          ),
          odd,
        ),
        region,
      },
      { externalIdSecretName: name, ...guardrail },
    ),
  ),
} as const satisfies Record<(typeof types)[number], fc.Arbitrary<Record<string, unknown>>>;

const modelSwitch = mostly(
  fc.constantFrom<unknown>({}, { enabled: true }, { enabled: false }),
  fc.constantFrom<unknown>({ enabled: 'yes' }, { x: 1 }, null, true),
);
const overridesOf = (names: readonly string[]) =>
  mostly(
    record(
      {},
      {
        models: mostly(record(Object.fromEntries(names.map((each) => [each, modelSwitch]))), odd),
      },
    ),
    record({ models: record(Object.fromEntries(models.map((each) => [each, modelSwitch]))) }),
    odd,
  );
const ownModels = (type: (typeof types)[number]) =>
  type.includes('openai') ? models.slice(0, 1) : models.slice(1);

const newProvider = fc.constantFrom(...types).chain((type) =>
  record(
    {
      provider: mostly(fc.constant(type), fc.constantFrom<unknown>('port', 1)),
      config: mostly(configs[type], odd),
    },
    { overrides: overridesOf(ownModels(type)), enabled: mostly(fc.boolean(), odd) },
  ),
);

/** Counts both outcomes, so that a generator that never produces one of them fails the test. */
function bothWays() {
  const seen = { accepted: 0, refused: 0 };
  return {
    count: (accepted: boolean) => {
      if (accepted) seen.accepted += 1;
      else seen.refused += 1;
    },
    check: () => {
      expect(seen.accepted).toBeGreaterThan(20);
      expect(seen.refused).toBeGreaterThan(20);
    },
  };
}

async function sandbox() {
  const fresh = freshSandbox({ dialect: 'document' });
  await fresh.addSecret('key', 'sk-fine');
  return fresh;
}

const runs = { numRuns: 400, seed: 20260102 };

describe.runIf(isPublishedHere)('compared with the published document, the sandbox', () => {
  test('creates a provider exactly when the body fits the schema', async () => {
    const fits = bodySchema('POST', '/v1/llm-providers');
    const outcomes = bothWays();
    await fc.assert(
      fc.asyncProperty(newProvider, async (body) => {
        const { admin } = await sandbox();
        const { status } = await admin('POST', '/v1/llm-providers', body);
        expect(status).toBe(fits(body) ? 201 : 400);
        outcomes.count(status === 201);
      }),
      runs,
    );
    outcomes.check();
  });

  test('changes a provider only when the body fits, and always when it does and is of the type', async () => {
    const fits = bodySchema('PUT', '/v1/llm-providers/{provider}');
    const outcomes = bothWays();
    const change = fc.constantFrom(...types).chain((type) =>
      fc.tuple(
        fc.constant(type),
        record(
          {},
          {
            config: mostly(configs[type], odd),
            overrides: overridesOf(models),
            enabled: mostly(fc.boolean(), odd),
          },
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(change, async ([type, body]) => {
        const { admin, store } = await sandbox();
        const at = '2026-01-01T00:00:00Z';
        await store.providers.create(type, {
          provider: type,
          enabled: true,
          config: {},
          ...{ createdAt: at, createdBy: 'x', updatedAt: at, updatedBy: 'x' },
        });
        const { status } = await admin('PUT', `/v1/llm-providers/${type}`, body);
        // The schema takes an empty configuration for Port's own provider, and so on paper for all.
        const empty = JSON.stringify(body['config']) === '{}';
        // It also takes the keys of one type under the path of another.
        const foreign = type === 'azure-openai' && Object.keys(body['config'] ?? {}).length === 1;
        expect(status).toBe(fits(body) && !empty && !foreign ? 200 : 400);
        outcomes.count(status === 200);
      }),
      runs,
    );
    outcomes.check();
  });

  test.each([
    [
      'POST',
      '/v1/organization/secrets',
      record(
        {
          secretName: mostly(
            fc.string({
              minLength: 1,
              maxLength: 101,
              unit: fc.constantFrom('a', 'Z', '9', '-', '_'),
            }),
            fc.string(),
            fc.constantFrom('a'.repeat(100), 'a'.repeat(101), 'a b', 'ä', 'a\n'),
            odd,
          ),
          secretValue: mostly(fc.string(), odd),
        },
        {
          description: mostly(
            fc.string({ maxLength: 20 }),
            fc.constantFrom('🔑'.repeat(200), '🔑'.repeat(201)),
            odd,
          ),
        },
      ),
    ],
    [
      'PATCH',
      '/v1/organization/secrets/{secret_name}',
      record(
        {},
        {
          secretValue: mostly(fc.string(), odd),
          description: mostly(fc.constantFrom('', 'x'.repeat(200), 'x'.repeat(201)), odd),
        },
      ),
    ],
    [
      'POST',
      '/v1/auth/access_token',
      record({
        clientId: mostly(fc.constant('sandbox-admin'), odd),
        clientSecret: mostly(fc.constant('sandbox-admin-secret'), odd),
      }),
    ],
  ] as const)(
    'answers 422 exactly to bodies that do not fit: %s %s',
    async (method, path, bodies) => {
      const fits = bodySchema(method, path);
      const outcomes = bothWays();
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const { admin } = await sandbox();
          const { status } = await admin(method, path.replace('{secret_name}', 'key'), body);
          expect(status === 422).toBe(!fits(body));
          outcomes.count(status < 300);
        }),
        runs,
      );
      outcomes.check();
    },
  );

  test('sets defaults only from bodies that fit', async () => {
    const fits = bodySchema('PUT', '/v1/llm-providers/defaults');
    const outcomes = bothWays();
    const body = record({
      provider: mostly(fc.constantFrom('port', ...types), fc.constant('mistral'), odd),
      model: mostly(fc.constantFrom(...models), fc.constant('gpt-6'), odd),
    });
    await fc.assert(
      fc.asyncProperty(body, async (each) => {
        const { admin } = await sandbox();
        const { status } = await admin('PUT', '/v1/llm-providers/defaults', each);
        if (status === 200) expect(fits(each)).toBe(true);
        outcomes.count(status === 200);
      }),
      runs,
    );
    outcomes.check();
  });

  test.each([
    ['POST', '/v1/auth/access_token', { clientId: 'x', clientSecret: 'y' }, 401],
    ['POST', '/v1/auth/access_token', { clientId: 'x' }, 422],
    ['POST', '/v1/organization/secrets', {}, 422],
    ['GET', '/v1/organization/secrets/{secret_name}', undefined, 200],
    ['DELETE', '/v1/organization/secrets/{secret_name}', undefined, 404],
    ['GET', '/v1/llm-providers/defaults', undefined, 200],
    ['POST', '/v1/llm-providers', {}, 400],
    ['GET', '/v1/llm-providers/{provider}', undefined, 404],
    ['PUT', '/v1/llm-providers/{provider}', {}, 404],
    ['DELETE', '/v1/llm-providers/{provider}', undefined, 404],
  ] as const)(
    'answers %s %s (body %j) with %i in the published form',
    async (method, path, body, status) => {
      const { admin } = await sandbox();
      const secret = status === 404 ? 'absent' : 'key';
      const target = path.replace('{secret_name}', secret).replace('{provider}', 'openai');
      const answer = await admin(method, target, body);
      expect(answer.status).toBe(status);
      const fits = answerSchema(method, path, status);
      fits(answer.json);
      expect(fits.errors ?? []).toEqual([]);
    },
  );

  test.each([
    ['openai', { apiKeySecretName: 'key' }],
    ['anthropic', { apiKeySecretName: 'key' }],
    ['azure-openai', { apiKeySecretName: 'key', resourceName: 'r', deploymentId: 'd' }],
    ['bedrock', { roleArn: 'arn:aws:iam::111122223333:role/port', region: 'eu-west-1' }],
  ])('answers with %s in the published form, when created, listed and read', async (id, config) => {
    const { admin } = await sandbox();
    const created = await admin('POST', '/v1/llm-providers', { provider: id, config });
    for (const [answer, fits] of [
      [created, answerSchema('POST', '/v1/llm-providers', 201)],
      [await admin('GET', '/v1/llm-providers'), answerSchema('GET', '/v1/llm-providers', 200)],
      [
        await admin('GET', `/v1/llm-providers/${id}`),
        answerSchema('GET', '/v1/llm-providers/{provider}', 200),
      ],
    ] as const) {
      fits(answer.json);
      expect(fits.errors ?? []).toEqual([]);
    }
  });
});
