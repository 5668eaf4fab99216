import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DiagnosisFacts, SimulatedCall } from '../../../../src/aws/diagnosis/facts.ts';
import { diagnose, type CheckId } from '../../../../src/aws/diagnosis/diagnose.ts';
import type { PolicyDocument } from '../../../../src/aws/iam-documents/policy-document.ts';
import { portPrincipals, trustPolicy } from '../../../../src/aws/iam-documents/trust.ts';

const both = [portPrincipals.eu, portPrincipals.us];
const id = 'port-0123456789abcdef';
const arn = 'arn:aws:iam::111122223333:role/port-bedrock';
const now = new Date('2026-01-02T03:04:05Z');
const open = { gates: { value: [] }, lifecycle: { value: 'ACTIVE' } };

const role = (trust: PolicyDocument, createdAt = new Date('2025-01-01T00:00:00Z')) => ({
  value: { arn, trust, createdAt },
});
const call = (more: Partial<SimulatedCall> = {}): SimulatedCall => ({
  call: 'bedrock:InvokeModel on eu-north-1 foundation-model/m',
  decision: 'allowed',
  byOrganization: undefined,
  byBoundary: undefined,
  missingContext: [],
  ...more,
});

const well: DiagnosisFacts = {
  roleArn: arn,
  problemInArn: undefined,
  region: 'eu-west-1',
  now,
  caller: { value: { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/admin' } },
  role: role(trustPolicy(both, id)),
  externalId: { known: true, configured: 'aws-external-id', stored: true, given: id },
  calls: { value: [call()] },
  guardrail: undefined,
  models: [{ model: 'claude', profiles: ['eu.claude'], listed: true, ...open }],
};

const checkOf = (facts: DiagnosisFacts, wanted: CheckId) => {
  const found = diagnose(facts).find((each) => each.id === wanted);
  if (!found) throw new Error(`There is no check ${wanted}`);
  return found;
};
const withTrust = (trust: PolicyDocument): DiagnosisFacts => ({ ...well, role: role(trust) });
const statement = (more: object = {}): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: both }, Action: 'sts:AssumeRole', ...more }],
});
const conditioned = (condition: Record<string, Record<string, string | string[]>>) =>
  statement({ Condition: condition });

test('where everything is right nothing fails, and only the quota is not known', () => {
  const verdicts = diagnose(well).map(({ id: name, verdict }) => [name, verdict]);
  expect(verdicts.filter(([, verdict]) => verdict !== 'pass')).toEqual([
    ['guardrail', 'skip'],
    ['quota', 'unknown'],
  ]);
});

describe('the account', () => {
  test('that is another one is named, with both numbers', () => {
    const roleArn = 'arn:aws:iam::999900001111:role/port-bedrock';
    expect(checkOf({ ...well, roleArn }, 'account')).toMatchObject({
      verdict: 'fail',
      says: 'the role is in 999900001111, these credentials in 111122223333',
    });
  });

  test('whose credentials say nothing leaves it open', () => {
    const facts = { ...well, caller: { unread: 'sts:GetCallerIdentity is not allowed' } };
    expect(checkOf(facts, 'caller').verdict).toBe('unknown');
    expect(diagnose(facts).some((each) => each.id === 'account')).toBe(false);
  });
});

test('an ARN that the control plane refuses fails with its reason', () => {
  const problemInArn = 'create the role at the root';
  expect(checkOf({ ...well, problemInArn }, 'arn')).toMatchObject({
    verdict: 'fail',
    fix: problemInArn,
  });
});

describe('the role', () => {
  test('that is not there ends the look at it', () => {
    const checks = diagnose({ ...well, role: { value: undefined } });
    expect(checks.find((each) => each.id === 'role')?.verdict).toBe('fail');
    expect(checks.map((each) => each.id)).not.toContain('permissions');
  });

  test('that may not be read is no failure', () => {
    const facts = { ...well, role: { unread: 'iam:GetRole is not allowed' } };
    expect(checkOf(facts, 'role')).toMatchObject({
      verdict: 'unknown',
      says: 'could not look: iam:GetRole is not allowed',
    });
    expect(checkOf(facts, 'external-id').verdict).toBe('skip');
  });

  test('at another path is another role', () => {
    const other = { arn: 'arn:aws:iam::111122223333:role/team/port-bedrock' };
    const facts = {
      ...well,
      role: { value: { ...well.role, ...other, trust: undefined, createdAt: now } },
    };
    expect(checkOf(facts, 'role').verdict).toBe('fail');
  });

  test('that is two minutes old is settled, and not before', () => {
    const at = (seconds: number) =>
      checkOf(
        { ...well, role: role(trustPolicy(both, id), new Date(now.getTime() - seconds * 1000)) },
        'age',
      ).verdict;
    expect([at(0), at(119), at(120)]).toEqual(['warn', 'warn', 'pass']);
  });
});

describe("Port's principals", () => {
  test.each([
    ['both by ARN', both, 'pass'],
    ['everybody', ['*'], 'warn'],
    ["the root of Port's account", ['arn:aws:iam::185657066287:root'], 'warn'],
    ["Port's account number", ['185657066287'], 'warn'],
    ['one of two', [portPrincipals.eu], 'warn'],
    ['another role', ['arn:aws:iam::185657066287:role/other'], 'fail'],
    ['what is left of a deleted role', ['AROAEXAMPLE4GTFXUXSYM'], 'fail'],
  ])('%s: %j is %s', (_, principals, verdict) => {
    expect(checkOf(withTrust(trustPolicy(principals, id)), 'principals').verdict).toBe(verdict);
  });

  test('the one that is missing is named, and so is what is left of a deleted one', () => {
    const lacking = checkOf(withTrust(trustPolicy([portPrincipals.us], id)), 'principals');
    expect(lacking.says).toContain(portPrincipals.eu);
    const dead = checkOf(withTrust(trustPolicy(['AROAEXAMPLE4GTFXUXSYM'], id)), 'principals');
    expect(dead.says).toContain('AROAEXAMPLE4GTFXUXSYM');
  });
});

test.each([
  ['sts:AssumeRole', 'pass'],
  ['STS:assumerole', 'pass'],
  ['sts:*', 'pass'],
  ['sts:Assume????', 'pass'],
  ['*', 'pass'],
  ['sts:TagSession', 'fail'],
  ['sts:AssumeRoleWithWebIdentity', 'fail'],
  ['sts:Assume', 'fail'],
])('the action %s: %s', (action, verdict) => {
  expect(checkOf(withTrust(statement({ Action: action })), 'action').verdict).toBe(verdict);
});

describe('other conditions', () => {
  test.each(['aws:MultiFactorAuthPresent', 'aws:SourceIp', 'aws:PrincipalOrgID', 'aws:SourceVpce'])(
    '%s is one that Port cannot meet',
    (key) => {
      const trust = conditioned({
        StringEquals: { 'sts:ExternalId': id, [key]: 'x' },
      });
      expect(checkOf(withTrust(trust), 'conditions')).toMatchObject({
        verdict: 'fail',
        says: expect.stringContaining(key),
      });
    },
  );

  test('of one statement do not matter where another lets Port in', () => {
    const strict = conditioned({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
    const trust = { Statement: [...strict.Statement, ...trustPolicy(both, id).Statement] };
    expect(checkOf(withTrust(trust), 'conditions').verdict).toBe('pass');
  });
});

test.each([
  [{}, 'fail'],
  [{ Principal: { AWS: portPrincipals.us } }, 'fail'],
  [{ Principal: { AWS: 'arn:aws:iam::111122223333:user/other' } }, 'pass'],
  [{ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } }, 'unknown'],
  [{ Action: 's3:*' }, 'pass'],
])('a Deny statement %j: %s', (more, verdict) => {
  const deny = { Effect: 'Deny' as const, Principal: '*', Action: 'sts:*', ...more };
  const trust = { Statement: [...trustPolicy(both, id).Statement, deny] };
  expect(checkOf(withTrust(trust), 'deny').verdict).toBe(verdict);
});

describe('the external ID', () => {
  const given = (value: string | undefined, trust = trustPolicy(both, id)): DiagnosisFacts => ({
    ...withTrust(trust),
    externalId: { known: true, configured: 'aws-external-id', stored: true, given: value },
  });

  test('is compared, and both lengths are said', () => {
    expect(checkOf(given(id), 'external-id').verdict).toBe('pass');
    expect(checkOf(given(`${id}0`), 'external-id')).toMatchObject({
      verdict: 'fail',
      says: 'not equal: the trust policy asks for 21 characters, 22 were given',
    });
  });

  test('that differs by a line end is told apart', () => {
    expect(checkOf(given(`${id}\n`), 'external-id')).toMatchObject({
      verdict: 'fail',
      says: expect.stringContaining('but for a blank or line end'),
    });
  });

  test('may be one of several', () => {
    const trust = conditioned({ StringEquals: { 'sts:ExternalId': ['other', id] } });
    expect(checkOf(given(id, trust), 'external-id').verdict).toBe('pass');
  });

  test('of a statement for somebody else is none of Port’s', () => {
    const admin = { ...trustPolicy(['arn:aws:iam::111122223333:root'], 'admins-own') };
    const trust = { Statement: [...admin.Statement, ...trustPolicy(both, id).Statement] };
    expect(checkOf(given('admins-own', trust), 'external-id').verdict).toBe('fail');
    expect(checkOf(given(id, trust), 'external-id').verdict).toBe('pass');
    const bare = trustPolicy(['arn:aws:iam::111122223333:root'], undefined);
    const beside = { Statement: [...bare.Statement, ...trustPolicy(both, id).Statement] };
    expect(checkOf(given(id, beside), 'external-id').verdict).toBe('pass');
  });

  test.each([
    ['StringLike', 'port-*', 'pass'],
    ['StringLike', 'other-*', 'fail'],
    ['ForAnyValue:StringEquals', id, 'pass'],
    ['StringEqualsIfExists', id, 'warn'],
  ])('%s %s: %s', (operator, value, verdict) => {
    const trust = conditioned({ [operator]: { 'sts:ExternalId': value } });
    expect(checkOf(given(id, trust), 'external-id').verdict).toBe(verdict);
  });

  test('of a role that Port does not use yet is compared all the same', () => {
    const about = { known: false, configured: undefined, stored: undefined };
    expect(checkOf({ ...well, externalId: { ...about, given: id } }, 'external-id').verdict).toBe(
      'pass',
    );
    const none = { ...well, externalId: { ...about, given: undefined } };
    expect(checkOf(none, 'external-id').verdict).toBe('unknown');
  });

  test('cannot be compared where none was given', () => {
    expect(checkOf(given(undefined), 'external-id').verdict).toBe('unknown');
  });

  test.each([
    ['asked for, and Port sends none', { configured: undefined, stored: undefined }, 'fail'],
    ['asked for, and Port has no such secret', { configured: 'x', stored: false }, 'fail'],
  ] as const)('%s', (_, about, verdict) => {
    const facts = { ...well, externalId: { known: true, ...about, given: undefined } };
    expect(checkOf(facts, 'external-id').verdict).toBe(verdict);
  });

  test('that nobody asks for leaves the role open to others on Port', () => {
    const bare = checkOf(withTrust(trustPolicy(both, undefined)), 'external-id');
    expect(bare).toMatchObject({ verdict: 'warn', says: expect.stringContaining('asks for none') });
    const trust = {
      Statement: [
        ...trustPolicy(both, id).Statement,
        ...trustPolicy([portPrincipals.eu], undefined).Statement,
      ],
    };
    expect(checkOf(withTrust(trust), 'external-id')).toMatchObject({ verdict: 'warn' });
  });

  test('never stands in what is said', () => {
    const value = fc.stringMatching(/^[A-Za-z0-9-]{12,40}$/);
    fc.assert(
      fc.property(value, value, (one, other) => {
        const said = JSON.stringify(diagnose(given(one, trustPolicy(both, other))));
        expect(said).not.toContain(one);
        expect(said).not.toContain(other);
      }),
    );
  });
});

describe('permissions', () => {
  test.each([
    [{ decision: 'implicitDeny' }, 'fail', 'no policy of the role allows it'],
    [{ decision: 'explicitDeny' }, 'fail', 'a policy denies it explicitly'],
    [{ decision: 'implicitDeny', byOrganization: false }, 'fail', 'service control policy'],
    [{ decision: 'implicitDeny', byBoundary: false }, 'fail', 'permissions boundary'],
    [
      { decision: 'implicitDeny', byOrganization: false, missingContext: ['aws:x'] },
      'fail',
      'service control policy',
    ],
    [{ decision: 'implicitDeny', missingContext: ['aws:x'] }, 'unknown', 'aws:x'],
    [
      { decision: 'allowed', missingContext: ['aws:x'] },
      'pass',
      'every call that it takes is allowed',
    ],
  ] as const)('%j: %s', (more, verdict, says) => {
    const facts = { ...well, calls: { value: [call(more)] } };
    expect(checkOf(facts, 'permissions')).toMatchObject({
      verdict,
      says: expect.stringContaining(says),
    });
  });

  test('of no call at all are not looked at', () => {
    expect(checkOf({ ...well, calls: { value: [] } }, 'permissions').verdict).toBe('skip');
  });

  test('that may not be simulated are not known', () => {
    const facts = { ...well, calls: { unread: 'iam:SimulatePrincipalPolicy is not allowed' } };
    expect(checkOf(facts, 'permissions').verdict).toBe('unknown');
  });
});

describe('the guardrail', () => {
  const guarded = (more: Partial<NonNullable<DiagnosisFacts['guardrail']>>): DiagnosisFacts => ({
    ...well,
    guardrail: {
      id: 'gr-1',
      found: { value: { status: 'READY' } },
      calls: { value: [call()] },
      ...more,
    },
  });

  test.each([
    ['is there and allowed', {}, 'pass'],
    ['is not there', { found: { value: undefined } }, 'fail'],
    ['is being made', { found: { value: { status: 'CREATING' } } }, 'fail'],
    ['is not allowed', { calls: { value: [call({ decision: 'implicitDeny' as const })] } }, 'fail'],
    ['may not be looked at', { found: { unread: 'no' } }, 'unknown'],
  ])('%s', (_, more, verdict) => {
    expect(checkOf(guarded(more), 'guardrail').verdict).toBe(verdict);
  });
});

describe('a model', () => {
  const gate = {
    gate: 'form',
    cause: 'USE_CASE_FORM',
    says: 'form missing',
    fix: 'Send it.',
  } as const;
  const model = (more: Partial<DiagnosisFacts['models'][number]>): DiagnosisFacts => ({
    ...well,
    models: [{ model: 'claude', profiles: ['eu.claude'], listed: true, ...open, ...more }],
  });

  test.each([
    ['whose gates are shut', { gates: { value: [gate] } }, 'fail'],
    [
      'whose gate opens by itself',
      { gates: { value: [{ ...gate, waitable: true as const }] } },
      'warn',
    ],
    ['whose gates may not be read', { gates: { unread: 'no' } }, 'unknown'],
    ['that AWS retires', { lifecycle: { value: 'LEGACY' } }, 'warn'],
    ['of whose end nothing is known', { lifecycle: { unread: 'no' } }, 'warn'],
  ])('%s', (_, more, verdict) => {
    expect(checkOf(model(more), 'access').verdict).toBe(verdict);
  });

  test('that no profile of the region gives is named', () => {
    expect(checkOf(model({ profiles: [] }), 'profiles')).toMatchObject({
      verdict: 'fail',
      title: 'claude',
      says: 'no inference profile gives it in eu-west-1',
    });
  });
});
