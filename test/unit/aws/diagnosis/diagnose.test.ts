import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  diagnose,
  type BedrockCheck,
  type CheckId,
  type DiagnosisFacts,
} from '../../../../src/aws/diagnosis/diagnose.ts';
import { shutGates, type GateWords } from '../../../../src/aws/model-gates.ts';
import type { PolicyStatement } from '../../../../src/aws/iam-documents/policy-document.ts';
import { portPrincipals, trustPolicy } from '../../../../src/aws/iam-documents/trust.ts';

/** The checklist as a whole, its words, and rarer policies. Each verdict by itself: diagnosis-checks. */

const both = [portPrincipals.eu, portPrincipals.us];
const id = 'port-0123456789abcdef';
const arn = 'arn:aws:iam::111122223333:role/port-bedrock';
const now = new Date('2026-01-02T03:04:05Z');
const longAgo = new Date('2025-01-01T00:00:00Z');

const allowed = {
  call: 'bedrock:InvokeModel on eu-north-1/m',
  decision: 'allowed',
  byOrganization: undefined,
  byBoundary: undefined,
  missingContext: [],
} as const;
const denied = { ...allowed, decision: 'implicitDeny' } as const;
const open: GateWords = {
  region: 'AVAILABLE',
  authorization: 'AUTHORIZED',
  agreement: 'AVAILABLE',
  agreementProblem: undefined,
  entitlement: 'AVAILABLE',
};
const sent = { known: true, configured: 'aws-external-id', stored: true, given: id };
const claude = {
  model: 'claude',
  profiles: ['eu.claude'],
  listed: true,
  gates: { value: shutGates(open) },
  lifecycle: { value: 'ACTIVE' },
};
const well: DiagnosisFacts = {
  roleArn: arn,
  problemInArn: undefined,
  region: 'eu-west-1',
  now,
  caller: { value: { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/admin' } },
  role: { value: { arn, trust: trustPolicy(both, id), createdAt: longAgo } },
  externalId: sent,
  calls: { value: [allowed] },
  guardrail: undefined,
  models: [claude],
};

function checkOf(facts: DiagnosisFacts, wanted: CheckId): BedrockCheck {
  const [found, ...others] = diagnose(facts).filter((each) => each.id === wanted);
  if (!found || others.length > 0) throw new Error(`not one check ${wanted}`);
  return found;
}
const trusting = (...statements: PolicyStatement[]): DiagnosisFacts => ({
  ...well,
  role: { value: { arn, trust: { Statement: statements }, createdAt: longAgo } },
});
const own = { Effect: 'Allow', Principal: { AWS: both }, Action: 'sts:AssumeRole' } as const;
const asking = (value: string | string[], key = 'sts:ExternalId', operator = 'StringEquals') => ({
  ...own,
  Condition: { [operator]: { [key]: value } },
});
const about = (
  externalId: Partial<DiagnosisFacts['externalId']>,
  facts = well,
): DiagnosisFacts => ({
  ...facts,
  externalId: { ...facts.externalId, ...externalId },
});

describe('the checklist', () => {
  test('stands in the order in which one layer needs the other', () => {
    expect(diagnose(well).map((each) => each.id)).toEqual([
      'caller',
      'arn',
      'account',
      'role',
      'principals',
      'action',
      'conditions',
      'deny',
      'age',
      'external-id',
      'permissions',
      'guardrail',
      'access',
      'quota',
    ]);
  });

  test('says what to do about everything that fails', () => {
    const shut = shutGates(undefined);
    const broken: DiagnosisFacts[] = [
      { ...well, roleArn: 'arn:aws:iam::999900001111:role/team/port' },
      { ...well, role: { value: undefined } },
      trusting(),
      trusting({ ...own, Principal: { AWS: 'AROAEXAMPLE4GTFXUXSYM' } }),
      trusting(asking('x', 'aws:SourceIp')),
      trusting(own, { ...own, Effect: 'Deny' }),
      about({ configured: undefined }),
      about({ stored: false }),
      about({ given: 'another' }),
      ...(['explicitDeny', 'implicitDeny'] as const).flatMap((decision) =>
        [{}, { byOrganization: false }, { byBoundary: false }].map((by): DiagnosisFacts => {
          const calls = { value: [{ ...denied, decision, ...by }] };
          const found = { value: { status: 'READY' } };
          return { ...well, calls, guardrail: { id: 'gr-1', found, calls } };
        }),
      ),
      { ...well, models: [{ ...claude, profiles: [], gates: { value: shut } }] },
    ];
    for (const facts of broken) {
      const failed = diagnose(facts).filter(({ verdict }) => verdict === 'fail');
      expect(failed).not.toEqual([]);
      for (const { says, fix = '' } of failed) {
        expect(fix).not.toBe('');
        expect(says).not.toMatch(/\.$|undefined|\n/);
      }
    }
  });

  test('goes on to the models where nothing of the role may be seen', () => {
    const no = { unread: 'not allowed' };
    const verdicts = diagnose({ ...well, caller: no, role: no, calls: no }).map((each) => [
      each.id,
      each.verdict,
    ]);
    expect(verdicts).toEqual([
      ['caller', 'unknown'],
      ['arn', 'pass'],
      ['role', 'unknown'],
      ['external-id', 'skip'],
      ['permissions', 'unknown'],
      ['guardrail', 'skip'],
      ['access', 'pass'],
      ['quota', 'unknown'],
    ]);
  });
});

test('an ARN without an account is in none', () => {
  const facts = { ...well, roleArn: 'port-bedrock', problemInArn: 'Use an ARN' };
  expect(checkOf(facts, 'arn').fix).toBe('Use an ARN');
  expect(checkOf(facts, 'account').says).toContain('the role is in no account');
});

describe('the trust policy', () => {
  test('may name the two principals in statements of their own', () => {
    const facts = trusting(
      { ...own, Principal: { AWS: portPrincipals.eu } },
      { ...own, Principal: { AWS: [portPrincipals.us] } },
    );
    expect(checkOf(facts, 'principals').verdict).toBe('pass');
  });

  test('does not let Port in by a statement that refuses, or names others than AWS', () => {
    for (const statement of [
      { ...own, Effect: 'Deny' as const },
      { ...own, Principal: { Federated: portPrincipals.eu, Service: portPrincipals.us } },
      { ...own, Principal: undefined },
    ]) {
      expect(checkOf(trusting(statement), 'principals').says).toBe(
        'the trust policy names neither role of Port',
      );
    }
  });

  test.each([portPrincipals.eu, portPrincipals.us])(
    'that names %s and what is left of another is broken, not only one-sided',
    (principal) => {
      const dead = 'AROAEXAMPLE4GTFXUXSYM';
      const check = checkOf(
        trusting({ ...own, Principal: { AWS: [principal, dead] } }),
        'principals',
      );
      expect(check).toMatchObject({ verdict: 'fail', says: expect.stringContaining(dead) });
    },
  );

  test.each(['-', '-2', '/x'])('is not fooled by a name that goes on (%s)', (more) => {
    const longer = both.map((principal) => `${principal}${more}`);
    const facts = trusting({ ...own, Principal: { AWS: longer } });
    expect(checkOf(facts, 'principals').verdict).toBe('fail');
  });

  test('that cannot be read lets nobody in', () => {
    const facts: DiagnosisFacts = {
      ...well,
      role: { value: { arn, trust: undefined, createdAt: now } },
    };
    expect(checkOf(facts, 'principals').verdict).toBe('fail');
    expect(checkOf(facts, 'action').verdict).toBe('fail');
  });

  test.each([
    [{ Action: ['sts:TagSession', 'sts:AssumeRole'] }, 'pass'],
    [{ Action: ['sts:TagSession', 'sts:SetSourceIdentity'] }, 'fail'],
    [{ Action: 'sts.AssumeRole' }, 'fail'],
    [{ Action: 'sts:AssumeRole?' }, 'fail'],
    [{ Action: undefined, NotAction: 's3:*' }, 'pass'],
    [{ Action: undefined, NotAction: ['s3:*', 'sts:*'] }, 'fail'],
    [{ Action: undefined }, 'fail'],
  ])('allows what its actions say: %j is %s', (actions, verdict) => {
    expect(checkOf(trusting({ ...own, ...actions }), 'action').verdict).toBe(verdict);
  });

  test('may ask for the external ID in any case', () => {
    const facts = trusting(asking(id, 'STS:EXTERNALID', 'stringequals'));
    expect(checkOf(facts, 'conditions').verdict).toBe('pass');
    expect(checkOf(facts, 'external-id').verdict).toBe('pass');
  });

  test('names every foreign condition once', () => {
    const Condition = {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      BoolIfExists: { 'aws:MultiFactorAuthPresent': true },
      IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] },
    };
    const statement = { ...own, Condition };
    expect(checkOf(trusting(statement, statement), 'conditions').says).toBe(
      'the trust policy also asks for aws:MultiFactorAuthPresent, aws:SourceIp, which Port cannot meet',
    );
  });

  test('that refuses is named by the statement, conditional or not', () => {
    const deny = { Effect: 'Deny', Sid: 'Perimeter', Principal: '*', Action: 'sts:*' } as const;
    expect(checkOf(trusting(own, deny), 'deny')).toMatchObject({
      verdict: 'fail',
      says: 'a Deny statement (Perimeter) is about sts:AssumeRole',
    });
    const Condition = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } };
    expect(checkOf(trusting(own, { ...deny, Condition }), 'deny')).toMatchObject({
      verdict: 'unknown',
      says: 'a Deny statement (Perimeter) is about sts:AssumeRole, under conditions',
    });
  });
});

test.each([
  ['unknown', undefined, 'skip'],
  ['ahead of the clock of this machine', new Date(now.getTime() + 60_000), 'warn'],
])('the age of a role that is %s: %j is %s', (_, createdAt, verdict) => {
  const facts: DiagnosisFacts = { ...well, role: { value: { arn, trust: undefined, createdAt } } };
  expect(checkOf(facts, 'age').verdict).toBe(verdict);
});

describe('the external ID', () => {
  const says = (facts: DiagnosisFacts) => {
    const { verdict, says: words } = checkOf(facts, 'external-id');
    return [verdict, words];
  };

  test('that Port sends and nobody asks for is named', () => {
    expect(says(trusting(own))).toEqual([
      'warn',
      'the trust policy asks for none, although Port sends aws-external-id',
    ]);
    expect(says(about({ configured: undefined }, trusting(own)))).toEqual([
      'warn',
      'the trust policy asks for none',
    ]);
  });

  test('that only one statement asks for is no protection', () => {
    expect(says(trusting(asking(id), own))).toEqual([
      'warn',
      'one statement of the trust policy lets Port in without any, although Port sends aws-external-id',
    ]);
  });

  test('that Port lacks is told from one that Port does not send', () => {
    expect(says(about({ stored: false }))).toEqual(['fail', 'Port has no secret aws-external-id']);
    expect(checkOf(about({ stored: false }), 'external-id').fix).toContain(
      'portai secrets add aws-external-id',
    );
    expect(checkOf(about({ configured: undefined }), 'external-id').fix).toContain(
      'portai providers put bedrock --external-id-secret',
    );
  });

  test('is compared also where the secrets of Port may not be listed', () => {
    expect(says(about({ stored: undefined }))[0]).toBe('pass');
    expect(says(about({ stored: undefined, given: 'other' }))[0]).toBe('fail');
  });

  test('is equal in every character or not at all', () => {
    for (const given of [id.toUpperCase(), id.slice(1), `${id.slice(0, -1)}g`, '']) {
      expect(says(about({ given }))[1]).toMatch(/^not equal: /);
    }
  });

  test.each([`${id}\r\n`, ` ${id}`, `${id}\t`])(
    'differs by a blank on either side: %j',
    (blank) => {
      const words = `equal but for a blank or line end around one of them (${id.length} and ${blank.length} characters)`;
      expect(says(about({ given: blank }))).toEqual(['fail', words]);
      const turned = `equal but for a blank or line end around one of them (${blank.length} and ${id.length} characters)`;
      expect(says(trusting(asking(blank)))).toEqual(['fail', turned]);
    },
  );

  test('that differs from several says the lengths of all', () => {
    expect(says(trusting(asking(['first', 'the-second'])))).toEqual([
      'fail',
      'not equal: the trust policy asks for 5 or 10 characters, 21 were given',
    ]);
  });

  test('stands in no check, whatever is wrong with it', () => {
    // Longer than any word of the checks in these characters, so that none is in them by chance.
    const value = fc.stringMatching(/^[qzx0.*?[+=,@:/-]{9,30}$/);
    const shape = fc.record({
      operator: fc.constantFrom('StringEquals', 'StringLike', 'stringequalsifexists', 'Bool'),
      asked: fc.constantFrom('first', 'second', 'all', 'none'),
    });
    const ids = fc.record({
      known: fc.boolean(),
      configured: fc.constantFrom(undefined, 'name'),
      stored: fc.constantFrom(undefined, true, false),
      given: fc.constantFrom(undefined, 'first', 'third'),
      end: fc.constantFrom('', '\n', ' '),
    });
    const values = fc.record({ first: value, second: value, third: value });
    fc.assert(
      fc.property(
        values,
        fc.array(shape),
        ids,
        (secrets, shapes, { given, end, ...externalId }) => {
          const { first, second } = secrets;
          const asked = { first, second, all: [first, second] };
          const statements = shapes.map(({ asked: which, operator }) =>
            which === 'none' ? own : asking(asked[which], 'sts:ExternalId', operator),
          );
          const sends = given === undefined ? undefined : `${secrets[given]}${end}`;
          const said = diagnose(about({ ...externalId, given: sends }, trusting(...statements)))
            .map(({ title, says: words, fix = '' }) => `${title} ${words} ${fix}`)
            .join(' ');
          for (const secret of Object.values(secrets)) expect(said).not.toContain(secret);
        },
      ),
    );
  });
});

describe('the simulation', () => {
  const simulated = (...calls: object[]) =>
    checkOf(
      { ...well, calls: { value: calls.map((each) => ({ ...allowed, ...each })) } },
      'permissions',
    );

  test('counts the calls that are allowed, and the ones that are not', () => {
    expect(simulated({}, {}, {}).says).toContain('(3, by iam:SimulatePrincipalPolicy)');
    const no = { decision: 'implicitDeny' };
    expect(simulated({}, { ...no, call: 'one' }).says).toBe('one: no policy of the role allows it');
    expect(simulated({ ...no, call: 'one' }, {}, no, no).says).toBe(
      'one and 2 more: no policy of the role allows it',
    );
  });

  test('puts what is surely denied before what it cannot tell', () => {
    const unclear = { decision: 'implicitDeny', missingContext: ['aws:x'] };
    expect(simulated(unclear, { decision: 'explicitDeny', call: 'two' })).toMatchObject({
      verdict: 'fail',
      says: 'two: a policy denies it explicitly',
    });
  });

  test('names each key that it lacks once, and the way to find out', () => {
    const unclear = { decision: 'implicitDeny', missingContext: ['aws:x', 'aws:y'] };
    expect(simulated(unclear, unclear, {})).toEqual({
      id: 'permissions',
      title: 'Permissions',
      verdict: 'unknown',
      says: 'the policies ask for aws:x, aws:y, which the simulation does not know',
      fix: 'portai bedrock diagnose --deep tries it live.',
    });
  });

  test('sends each denial to those who can lift it', () => {
    const no = { decision: 'explicitDeny' };
    expect(simulated({ ...no, byOrganization: false, byBoundary: false }).fix).toContain(
      'administrators of the organization',
    );
    expect(simulated({ ...no, byOrganization: true, byBoundary: false }).fix).toContain(
      'whoever set the permissions boundary',
    );
    expect(simulated({ ...no, byOrganization: true, byBoundary: true }).fix).toContain(
      'A Deny wins',
    );
  });
});

describe('the guardrail', () => {
  const ready = { id: 'gr-1', found: { value: { status: 'READY' } }, calls: { value: [allowed] } };
  const guardrail = (more: Partial<NonNullable<DiagnosisFacts['guardrail']>>) =>
    checkOf({ ...well, guardrail: { ...ready, ...more } }, 'guardrail');

  test('that is nowhere is named with the region, since it may be in another', () => {
    expect(guardrail({ found: { value: undefined } }).says).toBe(
      'there is no gr-1 of that version in eu-west-1',
    );
  });

  test.each(['CREATING', 'FAILED', 'DELETING', 'A_NEW_WORD'])(
    'is not usable while %s',
    (status) => {
      const check = guardrail({ found: { value: { status } } });
      expect(check).toMatchObject({ verdict: 'fail', says: `its state is ${status}` });
    },
  );

  test('that may not be simulated is not known, and a denial counts where it may not be read', () => {
    expect(guardrail({ calls: { unread: 'no' } }).verdict).toBe('unknown');
    const blind = { found: { unread: 'no' } };
    expect(guardrail({ ...blind, calls: { value: [denied] } })).toMatchObject({
      verdict: 'fail',
      fix: expect.stringContaining('bedrock:ApplyGuardrail'),
    });
  });
});

describe('a model', () => {
  const access = (words: Partial<GateWords>) =>
    checkOf(
      { ...well, models: [{ ...claude, gates: { value: shutGates({ ...open, ...words }) } }] },
      'access',
    );

  test('is never green by a word that is not the good one', () => {
    const gates = fc.constantFrom('region', 'authorization', 'agreement', 'entitlement');
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('available', 'AVAILABLE ', 'PENDING', 'NOT_AVAILABLE', 'PARTLY_AVAILABLE'),
    );
    fc.assert(
      fc.property(gates, word, (gate, said) => {
        fc.pre(said !== 'AVAILABLE' && said !== 'AUTHORIZED');
        expect(access({ [gate]: said }).verdict).not.toBe('pass');
      }),
    );
    expect(access({}).verdict).toBe('pass');
  });

  test('whose agreement is under way only waits, unless something else is shut', () => {
    expect(access({ agreement: 'PENDING', entitlement: 'NOT_AVAILABLE' }).verdict).toBe('warn');
    const several = access({ agreement: 'PENDING', authorization: 'NOT_AUTHORIZED' });
    expect(several.verdict).toBe('fail');
    expect(several.says).toMatch(/form is missing.*; The agreement is being set up/);
    expect(several.fix).toMatch(/Submit the form.* Wait/);
  });

  test.each(['LEGACY', 'END_OF_LIFE', ''])('that AWS calls %j is no longer green', (value) => {
    const facts = { ...well, models: [{ ...claude, lifecycle: { value } }] };
    expect(checkOf(facts, 'access').verdict).toBe('warn');
  });

  test('of whose life AWS says nothing is open', () => {
    const facts = { ...well, models: [{ ...claude, lifecycle: { value: undefined } }] };
    expect(checkOf(facts, 'access').says).toBe('open to the account, by eu.claude');
  });

  test('has a line of its own, and another where no profile gives it', () => {
    const lost = { ...claude, model: 'lost', profiles: [] };
    const lines = diagnose({ ...well, models: [claude, lost] })
      .filter((each) => each.id === 'access' || each.id === 'profiles')
      .map((each) => [each.id, each.title, each.verdict]);
    expect(lines).toEqual([
      ['access', 'claude', 'pass'],
      ['access', 'lost', 'pass'],
      ['profiles', 'lost', 'fail'],
    ]);
  });
});
