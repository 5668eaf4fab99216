import { runSimulation } from '@cloud-copilot/iam-simulate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PolicyStatement } from '../../../../src/aws/iam-documents/policy-document.ts';
import { evaluate, fits } from '../../../../src/sandbox/aws-account/policy-evaluation.ts';

const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const model = (region: string, id = haiku) => `arn:aws:bedrock:${region}::foundation-model/${id}`;
const profile = (id = `eu.${haiku}`) =>
  `arn:aws:bedrock:eu-west-1:111122223333:inference-profile/${id}`;

const action = 'bedrock:InvokeModel';
const allow = (rest: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'bedrock:InvokeModel',
  Resource: '*',
  ...rest,
});

/** What statements decide about calling a model in eu-west-1. */
const decided = (
  statements: readonly PolicyStatement[],
  context: Readonly<Record<string, string>> = {},
  resource = model('eu-west-1'),
) => evaluate([{ Statement: statements }], { action, resource, context });

const decision = (...asked: Parameters<typeof decided>) => decided(...asked).decision;

describe('a decision', () => {
  test('allows only what a statement allows', () => {
    expect(decision([])).toBe('implicitDeny');
    expect(decision([allow()])).toBe('allowed');
    expect(decision([allow({ Action: 'bedrock:ApplyGuardrail' })])).toBe('implicitDeny');
  });

  test('refuses what any statement refuses, whatever the order and document', () => {
    const deny = allow({ Effect: 'Deny' });
    expect(decision([deny, allow()])).toBe('explicitDeny');
    expect(decision([allow(), deny])).toBe('explicitDeny');
    const apart = [{ Statement: [allow()] }, { Statement: [deny] }];
    const question = { action, resource: profile(), context: {} };
    expect(evaluate(apart, question).decision).toBe('explicitDeny');
  });

  test('reads actions without case, and wildcards in them', () => {
    for (const Action of ['BEDROCK:invokemodel', 'bedrock:Invoke*', '*', 'bedrock:InvokeMode?']) {
      expect(decision([allow({ Action })]), Action).toBe('allowed');
    }
    for (const Action of ['bedrock:Invoke', 'bedrock:InvokeModel?', 'iam:*']) {
      expect(decision([allow({ Action })]), Action).toBe('implicitDeny');
    }
  });

  test('reads everything but the actions and resources that NotAction and NotResource name', () => {
    const { Action: _action, Resource: _resource, ...bare } = allow();
    const but = (NotAction: string) => [{ ...bare, NotAction, Resource: '*' }];
    expect(decision(but('iam:*'))).toBe('allowed');
    expect(decision(but('bedrock:*'))).toBe('implicitDeny');
    const outside = (NotResource: string) => [{ ...bare, Action: '*', NotResource }];
    expect(decision(outside(model('us-*')))).toBe('allowed');
    expect(decision(outside(model('eu-*')))).toBe('implicitDeny');
  });

  test('names nothing without a resource', () => {
    const { Resource: _resource, ...bare } = allow();
    expect(decision([bare])).toBe('implicitDeny');
  });

  test('compares resources part by part: a region wildcard takes the empty region', () => {
    const everywhere = [allow({ Resource: model('*') })];
    expect(decision(everywhere, {}, model('eu-north-1'))).toBe('allowed');
    expect(decision(everywhere, {}, model(''))).toBe('allowed');
    expect(decision(everywhere, {}, `${model('eu-north-1')}x`)).toBe('implicitDeny');
    // The star stands for a region, not for a region and an account.
    expect(decision([allow({ Resource: 'arn:aws:bedrock:*:inference-profile/x' })])).toBe(
      'implicitDeny',
    );
    expect(decision([allow({ Resource: model('EU-WEST-1') })])).toBe('implicitDeny');
  });
});

describe('a condition', () => {
  const key = 'bedrock:InferenceProfileArn';
  const when = (Condition: PolicyStatement['Condition']) => [allow({ Condition })];

  test('takes any of several values, and compares as its operator says', () => {
    const context = { [key]: profile() };
    const met = (operator: string, wanted: string | string[]) =>
      decision(when({ [operator]: { [key]: wanted } }), context) === 'allowed';
    expect(met('StringEquals', ['other', profile()])).toBe(true);
    expect(met('StringEquals', 'arn:aws:bedrock:*')).toBe(false);
    expect(met('StringEquals', profile().toUpperCase())).toBe(false);
    expect(met('StringLike', `arn:aws:bedrock:*:*:inference-profile/*.${haiku}`)).toBe(true);
    expect(met('ArnLike', profile('eu.*'))).toBe(true);
    expect(met('ArnLike', `arn:aws:bedrock:*:inference-profile/eu.${haiku}`)).toBe(false);
    expect(met('StringNotEquals', profile())).toBe(false);
    expect(met('StringNotEquals', ['one', 'other'])).toBe(true);
  });

  test('that asks for a key which is not there fails, but for negations and IfExists', () => {
    const met = (operator: string) =>
      decision(when({ [operator]: { [key]: profile() } })) === 'allowed';
    expect(met('StringEquals')).toBe(false);
    expect(met('ArnLike')).toBe(false);
    expect(met('StringEqualsIfExists')).toBe(true);
    expect(met('StringNotEquals')).toBe(true);
  });

  test('reads booleans in either spelling, keys without case, and Null', () => {
    const secure = when({ Bool: { 'aws:SecureTransport': true } });
    expect(decision(secure, { 'AWS:securetransport': 'true' })).toBe('allowed');
    expect(decision(secure, { 'aws:SecureTransport': 'false' })).toBe('implicitDeny');
    const absent = when({ Null: { [key]: 'true' } });
    expect(decision(absent)).toBe('allowed');
    expect(decision(absent, { [key]: profile() })).toBe('implicitDeny');
  });

  test('must be met with all the others', () => {
    const both = when({
      StringEquals: { 'aws:RequestedRegion': 'eu-west-1', [key]: profile() },
    });
    const region = { 'aws:RequestedRegion': 'eu-west-1' };
    expect(decision(both, region)).toBe('implicitDeny');
    expect(decision(both, { ...region, [key]: profile() })).toBe('allowed');
  });

  test('that cannot be judged counts against the caller', () => {
    const Condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
    const context = { 'aws:SourceIp': '203.0.113.7' };
    expect(decision([allow({ Condition })], context)).toBe('implicitDeny');
    expect(decision([allow(), allow({ Effect: 'Deny', Condition })], context)).toBe('explicitDeny');
  });

  test('is named when it lacks its key, once, and only where the statement is concerned', () => {
    const wanted = { StringEquals: { [key]: profile() } };
    const statements = [
      allow({ Condition: wanted }),
      allow({ Condition: wanted }),
      allow({ Action: 'iam:*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    ];
    expect(decided(statements).missingContext).toEqual([key]);
    expect(decided(statements, { [key]: 'x' }).missingContext).toEqual([]);
  });
});

test('a wildcard takes every character, and others stand for themselves', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const plain = (text: string) => text.replaceAll(/[*?]/g, '.');
      const [start, end] = [plain(before), plain(after)];
      expect(fits(`${start}*${end}`, `${start}\n(${end}`)).toBe(true);
      expect(fits(`${start}?${end}`, `${start}+${end}`)).toBe(true);
      expect(fits(start, start)).toBe(true);
      expect(fits(`${start}?`, start)).toBe(false);
    }),
  );
});

describe('against another simulator of IAM', () => {
  const regions = ['eu-west-1', 'us-east-1', '*', 'eu-*'];
  const patterns = fc.oneof(
    fc.constant('*'),
    fc.constantFrom(...regions).map((region) => model(region)),
    fc.constantFrom(...regions).map((region) => model(region, 'anthropic.*')),
    fc.constantFrom(profile(), profile('eu.*'), profile('*')),
  );
  const actions = fc.constantFrom(
    'bedrock:InvokeModel',
    'bedrock:Invoke*',
    'BEDROCK:invokemodel',
    'bedrock:InvokeModelWithResponseStream',
    'bedrock:*',
  );
  const condition = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('StringEquals', 'StringLike', 'StringNotEquals', 'StringEqualsIfExists'),
        fc.constantFrom('eu-west-1', 'us-east-1', 'eu-*'),
      )
      .map(([operator, value]) => ({ [operator]: { 'aws:RequestedRegion': value } })),
    fc
      .tuple(
        fc.constantFrom('ArnLike', 'ArnEquals', 'StringLike', 'ArnLikeIfExists'),
        fc.array(fc.constantFrom(profile(), profile('eu.*'), profile('us.*')), {
          minLength: 1,
          maxLength: 2,
        }),
      )
      .map(([operator, values]) => ({ [operator]: { 'bedrock:InferenceProfileArn': values } })),
    fc
      .constantFrom('Bool', 'BoolIfExists')
      .map((operator) => ({ [operator]: { 'aws:MultiFactorAuthPresent': 'true' } })),
  );
  const statement = fc
    .record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      act: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), actions),
      res: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), patterns),
      Condition: fc.option(condition, { nil: undefined }),
    })
    .map(({ Effect, act: [actionKey, act], res: [resourceKey, res], Condition }) => ({
      Effect,
      [actionKey]: act,
      [resourceKey]: res,
      ...(Condition ? { Condition } : {}),
    }));
  const question = fc.record({
    action: fc.constantFrom('bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'),
    resource: fc.constantFrom(model('eu-west-1'), model('us-east-1'), profile()),
    context: fc
      .record(
        {
          'aws:RequestedRegion': fc.constantFrom('eu-west-1', 'us-east-1'),
          'bedrock:InferenceProfileArn': fc.constantFrom(profile(), profile(`us.${haiku}`)),
        },
        { requiredKeys: [] },
      )
      .map((given) => ({ ...given })),
  });
  const theirs = {
    Allowed: 'allowed',
    ExplicitlyDenied: 'explicitDeny',
    ImplicitlyDenied: 'implicitDeny',
  } as const;

  test('decides the same on small policies', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(statement, { minLength: 1, maxLength: 3 }),
        question,
        async (Statement, asked) => {
          const result = await runSimulation(
            {
              request: {
                principal: 'arn:aws:iam::111122223333:role/port-bedrock',
                action: asked.action,
                resource: { resource: asked.resource, accountId: '111122223333' },
                contextVariables: asked.context,
              },
              identityPolicies: [{ name: 'p', policy: { Version: '2012-10-17', Statement } }],
              serviceControlPolicies: [],
              resourceControlPolicies: [],
            },
            {},
          );
          if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
          const { decision: ours } = evaluate([{ Statement }], asked);
          seen.add(ours);
          expect(ours).toBe(theirs[result.overallResult]);
        },
      ),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual(['allowed', 'explicitDeny', 'implicitDeny']);
  });
});
