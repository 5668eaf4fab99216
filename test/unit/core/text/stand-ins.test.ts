import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withStandIns } from '../../../../src/core/text/stand-ins.ts';

const ids = (known: readonly string[]) => ({
  known,
  open: new Set(['api.port.io']),
  ownWords: new Set(['verdict']),
});

describe('stand-ins for ids', () => {
  test('are the same for the same id, in whatever letter case, and tell ids apart', () => {
    expect(withStandIns({ a: 'Org_1 and org_2', b: ['org_1'] }, ids(['org_1', 'org_2']))).toEqual({
      a: '<id-1> and <id-2>',
      b: ['<id-1>'],
    });
  });

  test.each([
    ['an e-mail address', 'ada@example.com is no admin', '<id-1> is no admin'],
    ['an ARN', 'of arn:aws:iam::123456789012:role/port, which', 'of <id-1>, which'],
    ['a UUID', 'id 3FA2c1d0-1111-2222-3333-444455556666.', 'id <id-1>.'],
    ['a key id of AWS', 'AKIAIOSFODNN7EXAMPLE', '<id-1>'],
    ['an AWS account', 'account 123456789012', 'account <id-1>'],
    ['an address of a machine', 'connect 10.1.2.3:443', 'connect <id-1>:443'],
    ['a host', 'https://llm.corp.example:8443/v1?x=1', 'https://<id-1>/v1?x=1'],
  ])('take the place of %s wherever it stands', (_, text, hidden) => {
    expect(withStandIns(text, ids([]))).toBe(hidden);
  });

  test.each([
    'https://api.port.io/v1',
    'claude-haiku-4-5-20251001, us.anthropic.claude-sonnet-4-20250514-v1:0',
    'gpt-4.1 answered in 1200 ms at 2026-11-27T19:25:11.779Z',
  ])('leave what everybody knows: %s', (text) => {
    expect(withStandIns(text, ids([]))).toBe(text);
  });

  test('of an ordinary word stand where the word stands alone, and not in the words of the program', () => {
    expect(
      withStandIns(
        { verdict: 'pass', says: 'Acme, --Acme-file, acme', list: { verdict: 'Acme' } },
        ids(['Acme', 'pass']),
      ),
    ).toEqual({ verdict: 'pass', says: '<id-1>, --Acme-file, acme', list: { verdict: 'Acme' } });
  });

  test('leave no known id with a digit or a mark in any text, however it is put together', () => {
    const id = fc.stringMatching(/^[a-z]{1,8}[-_.@+$(*\\][a-zA-Z0-9]{1,8}$/);
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 5 }), fc.string(), (known, between) => {
        const text = known.map((each) => `${between}${each.toUpperCase()}${each}`).join(between);
        const hidden = String(withStandIns(text, ids(known)));
        const rest = hidden.replace(/<id-\d+>/g, '\n').toLowerCase();
        const others = between.toLowerCase();
        for (const each of known) {
          if (!others.includes(each.toLowerCase())) expect(rest).not.toContain(each.toLowerCase());
        }
      }),
    );
  });
});
