import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { policyDiff, samePolicy } from '../../../../src/aws/iam-documents/policy-diff.ts';
import type { PolicyDocument } from '../../../../src/aws/iam-documents/policy-document.ts';

const trust = (principals: readonly string[], externalId?: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: [...principals] },
      Action: 'sts:AssumeRole',
      ...(externalId === undefined
        ? {}
        : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
    },
  ],
});

const port = 'arn:aws:iam::185657066287:role/port-eu';

describe('the same policy', () => {
  test('is the same in whatever order and form its words stand', () => {
    const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}:[a-z]{1,6}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, words, (actions, resources) => {
        const one = { Effect: 'Allow' as const, Action: actions, Resource: resources };
        const other = {
          Resource: [...resources].reverse(),
          Sid: 'Named',
          Effect: 'Allow' as const,
          Action: actions.map((action) => action.toUpperCase()).reverse(),
        };
        const deny = { Effect: 'Deny' as const, Action: '*', Resource: '*' };
        const a = { Version: '2012-10-17', Statement: [one, deny] };
        const b = { Version: '2012-10-17', Statement: [deny, other] };
        expect(samePolicy(a, b)).toBe(true);
        expect(policyDiff(a, b)).toEqual([]);
      }),
    );
  });

  test('is one word or a list of one, an account or its root, any caller in either spelling', () => {
    const list = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow' as const, Action: ['a:b'] }],
    };
    const word = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow' as const, Action: 'a:b' }],
    };
    expect(samePolicy(list, word)).toBe(true);
    expect(samePolicy(trust(['111122223333']), trust(['arn:aws:iam::111122223333:root']))).toBe(
      true,
    );
    const anybody = { Effect: 'Allow' as const, Action: 'sts:AssumeRole' };
    expect(
      samePolicy(
        { Statement: [{ ...anybody, Principal: '*' }] },
        { Statement: [{ ...anybody, Principal: { AWS: '*' } }] },
      ),
    ).toBe(true);
  });

  test('is none when there is none on one side only', () => {
    expect(samePolicy(undefined, undefined)).toBe(true);
    expect(samePolicy(undefined, trust([port]))).toBe(false);
    expect(samePolicy(trust([port]), undefined)).toBe(false);
  });

  test('differs with the version, the effect, and any key that portai does not know', () => {
    const [base] = trust([port]).Statement;
    if (!base) throw new Error('a statement');
    const mine = trust([port]);
    expect(samePolicy(mine, { Statement: [base] })).toBe(false);
    expect(samePolicy(mine, { ...mine, Statement: [{ ...base, Effect: 'Deny' }] })).toBe(false);
    expect(samePolicy(mine, { ...mine, Statement: [{ ...base, NotPrincipal: '*' }] })).toBe(false);
  });
});

describe('what becomes different', () => {
  test('is said a line for each word', () => {
    expect(policyDiff(trust(['arn:aws:iam::1:root']), trust([port]))).toEqual([
      '- Principal AWS arn:aws:iam::1:root',
      `+ Principal AWS ${port}`,
    ]);
  });

  test('shows no value of an external id, also when it is all that differs', () => {
    expect(policyDiff(trust([port], 'the-old-id'), trust([port], 'the-new-id'))).toEqual([
      '- Condition StringEquals sts:ExternalId (value not shown)',
      '+ Condition StringEquals sts:ExternalId (value not shown)',
    ]);
    expect(policyDiff(trust([port]), trust([port], 'the-new-id'))).toEqual([
      '+ Condition StringEquals sts:ExternalId (value not shown)',
    ]);
  });

  test('names the statement where it has a name, and pairs statements by it', () => {
    const policy = (resource: string, extra: PolicyDocument['Statement'] = []) => ({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Invoke', Effect: 'Allow' as const, Action: 'b:Invoke', Resource: resource },
        ...extra,
      ],
    });
    const guard = { Sid: 'Guard', Effect: 'Allow' as const, Action: 'b:Guard', Resource: 'g' };
    expect(policyDiff(policy('x', [guard]), policy('y'))).toEqual([
      '- Guard: Action b:Guard',
      '- Guard: Effect Allow',
      '- Guard: Resource g',
      '- Invoke: Resource x',
      '+ Invoke: Resource y',
    ]);
  });

  test('is all of a policy that was not there', () => {
    expect(policyDiff(undefined, trust([port]))).toEqual([
      '+ Version 2012-10-17',
      '+ Action sts:AssumeRole',
      '+ Effect Allow',
      `+ Principal AWS ${port}`,
    ]);
  });
});
