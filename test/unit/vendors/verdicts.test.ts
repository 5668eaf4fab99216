import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causeEntry, causeNames, isCause, type Cause } from '../../../src/vendors/causes.ts';
import {
  asAsked,
  credentialIn,
  questionKinds,
  verdictOf,
  type QuestionKind,
} from '../../../src/vendors/verdicts.ts';

const causes: readonly Cause[] = causeNames.filter(isCause);
const statuses: readonly (number | undefined)[] = [
  undefined,
  ...Array.from({ length: 500 }, (_, index) => 100 + index),
];

const good = (status: number | undefined) => status !== undefined && status >= 200 && status <= 299;
const schemaRefused = (status: number | undefined) =>
  good(status) ||
  (status !== undefined &&
    status >= 400 &&
    status <= 501 &&
    ![401, 403, 407, 429].includes(status));

/** Everything that may be called working, and with what remark; a cell that is not here may not. */
const successes: readonly (readonly [
  QuestionKind,
  Cause,
  'pass' | 'warn',
  (status: number | undefined) => boolean,
])[] = [
  ['free', 'OK', 'pass', good],
  ['free', 'ZERO_TOKEN_OK', 'pass', good],
  ['empty', 'OK', 'pass', good],
  ['empty', 'ZERO_TOKEN_OK', 'pass', (status) => status === 400],
  ['word', 'OK', 'pass', good],
  ['word', 'TRUNCATED_OK', 'pass', good],
  ['word', 'CONTENT_POLICY', 'warn', good],
  ['word', 'GUARDRAIL_INTERVENED', 'warn', good],
  ['word', 'WRONG_DEPLOYMENT', 'warn', good],
  ['word', 'OTHER_MODEL', 'warn', good],
  ['stream', 'OK', 'pass', good],
  ['stream', 'TRUNCATED_OK', 'pass', good],
  ['stream', 'GUARDRAIL_INTERVENED', 'warn', good],
  ['structured', 'OK', 'pass', good],
  ['structured', 'TRUNCATED_OK', 'pass', good],
  ['structured', 'STRUCTURED_UNSUPPORTED', 'warn', schemaRefused],
  ['structured', 'CONTENT_POLICY', 'warn', good],
  ['structured', 'GUARDRAIL_INTERVENED', 'warn', good],
  ['guardrail', 'OK', 'pass', good],
  ['guardrail', 'GUARDRAIL_INTERVENED', 'warn', good],
];

function wanted(question: QuestionKind, cause: Cause, status: number | undefined) {
  return successes.find(
    ([of, which, , on]) => of === question && which === cause && on(status),
  )?.[2];
}

/** Causes that are good somewhere, and where they are not leave open what was asked. */
const leavingOpen: readonly Cause[] = ['TRUNCATED_OK', 'CONTENT_POLICY', 'GUARDRAIL_INTERVENED'];

/** Every cell of the table, by what differs from it: a list of none makes a short failure. */
function turned(question: QuestionKind): string[] {
  return causes.flatMap((cause) => {
    const catalogue = causeEntry(cause).verdict;
    const good = catalogue === 'pass' || catalogue === 'warn';
    const otherwise = !good ? catalogue : leavingOpen.includes(cause) ? 'unknown' : 'fail';
    return statuses.flatMap((status) => {
      const verdict = verdictOf({ cause, status, recognised: true }, question);
      const expected = wanted(question, cause, status) ?? otherwise;
      return verdict === expected
        ? []
        : [`${cause} ${String(status)}: ${verdict}, not ${expected}`];
    });
  });
}

describe('a verdict', () => {
  test.each(questionKinds)(
    'on what was asked as "%s" is good for a success of that alone',
    (question) => {
      expect(turned(question)).toEqual([]);
    },
  );

  test('on the plain question is never good where the status refuses', () => {
    const refusing = statuses.filter((each = 0) => each >= 300);
    const good = causes.flatMap((cause) =>
      refusing
        .filter((status) =>
          ['pass', 'warn'].includes(verdictOf({ cause, status, recognised: true }, 'word')),
        )
        .map((status) => `${cause} ${String(status)}`),
    );
    expect(good).toEqual([]);
  });

  test.each<[Cause, number, 'fail' | 'unknown']>([
    ['TRUNCATED_OK', 400, 'unknown'],
    ['CONTENT_POLICY', 400, 'unknown'],
    ['CONTENT_POLICY', 446, 'unknown'],
    ['RATE_LIMITED', 429, 'unknown'],
    ['RATE_LIMITED', 200, 'unknown'],
    ['STOP_UNKNOWN', 200, 'unknown'],
    ['STRUCTURED_UNSUPPORTED', 400, 'fail'],
    ['ZERO_TOKEN_OK', 400, 'fail'],
    ['OK', 500, 'fail'],
    ['WRONG_DEPLOYMENT', 400, 'fail'],
    ['OTHER_MODEL', 400, 'fail'],
    ['OVERLOADED', 503, 'unknown'],
    ['KEY_INVALID', 401, 'fail'],
  ])('of %s with %i on the plain question is "%s"', (cause, status, verdict) => {
    expect(verdictOf({ cause, status, recognised: true }, 'word')).toBe(verdict);
  });

  test('of a cause that fails or leaves it open stays so, whatever was asked', () => {
    for (const cause of causes) {
      const { verdict } = causeEntry(cause);
      if (verdict === 'pass' || verdict === 'warn') continue;
      for (const question of questionKinds) {
        expect([cause, verdictOf({ cause, status: 200, recognised: true }, question)]).toEqual([
          cause,
          verdict,
        ]);
      }
    }
  });
});

const anyEvidence = fc.record({
  cause: fc.constantFrom(...causes),
  status: fc.constantFrom(
    undefined,
    200,
    201,
    302,
    400,
    401,
    403,
    404,
    422,
    429,
    446,
    500,
    502,
    503,
  ),
  coded: fc.boolean(),
  recognised: fc.boolean(),
});

describe('a credential', () => {
  test('is accepted by a success, or by a refusal that had to judge it, and by nothing else', () => {
    const ofTheForm: readonly Cause[] = [
      'UNSUPPORTED_PARAM',
      'STRUCTURED_UNSUPPORTED',
      'ZERO_TOKEN_OK',
    ];
    const ofAnybody: readonly Cause[] = ['CONTENT_POLICY', 'GUARDRAIL_INTERVENED', 'RATE_LIMITED'];
    fc.assert(
      fc.property(anyEvidence, fc.constantFrom(...questionKinds), (evidence, question) => {
        const said = credentialIn(evidence, question);
        const { cause, status = 0, coded, recognised } = evidence;
        if (said !== 'accepted' || ['pass', 'warn'].includes(verdictOf(evidence, question))) return;
        expect(causeEntry(cause).credential).toBe('accepted');
        expect(recognised).toBe(true);
        expect(status).toBeGreaterThanOrEqual(200);
        expect(status).toBeLessThan(500);
        expect(ofTheForm).not.toContain(cause);
        if (ofAnybody.includes(cause)) expect(coded).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test.each<[string, Cause, number, boolean, boolean, string]>([
    ['a missing model in the words of the vendor', 'MODEL_NOT_FOUND', 404, true, true, 'accepted'],
    ['a bare 404', 'MODEL_NOT_FOUND', 404, false, false, 'unknown'],
    ['a bare 403', 'KEY_FORBIDDEN', 403, false, false, 'unknown'],
    ["a rate limit with the vendor's code", 'RATE_LIMITED', 429, true, true, 'accepted'],
    ['a rate limit of a page', 'RATE_LIMITED', 429, true, false, 'unknown'],
    ["a filter with the vendor's code", 'CONTENT_POLICY', 400, true, true, 'accepted'],
    ['a filter by its words alone', 'CONTENT_POLICY', 400, true, false, 'unknown'],
    ['a parameter that is refused', 'UNSUPPORTED_PARAM', 400, true, true, 'unknown'],
    ['a gateway without its model', 'UPSTREAM_FAILED', 502, true, true, 'unknown'],
    ['a wrong key', 'KEY_INVALID', 401, false, false, 'refused'],
  ])('by %s', (_, cause, status, recognised, coded, credential) => {
    expect(credentialIn({ cause, status, recognised, coded }, 'word')).toBe(credential);
  });
});

describe('what a refusal cannot mean where it was given', () => {
  test.each<[string, Cause, number, QuestionKind, Cause]>([
    ['a schema, without one', 'STRUCTURED_UNSUPPORTED', 400, 'word', 'UNSUPPORTED_PARAM'],
    ['a schema, with one', 'STRUCTURED_UNSUPPORTED', 400, 'structured', 'STRUCTURED_UNSUPPORTED'],
    ['an empty question that was full', 'ZERO_TOKEN_OK', 400, 'word', 'REQUEST_REFUSED'],
    ['a count that lost its question', 'ZERO_TOKEN_OK', 400, 'free', 'REQUEST_REFUSED'],
    ['an empty question', 'ZERO_TOKEN_OK', 400, 'empty', 'ZERO_TOKEN_OK'],
    ['a policy of somebody in between', 'CONTENT_POLICY', 403, 'word', 'NETWORK_ACL'],
    ['a filter that says it with 400', 'CONTENT_POLICY', 400, 'word', 'CONTENT_POLICY'],
  ])('%s', (_, cause, status, question, taken) => {
    expect(asAsked({ cause, status, recognised: true }, question).cause).toBe(taken);
  });

  test("a vendor's own code for its filter is the filter, also with 403", () => {
    const reading = {
      cause: 'CONTENT_POLICY',
      status: 403,
      recognised: true,
      coded: true,
    } as const;
    expect(asAsked(reading, 'word').cause).toBe('CONTENT_POLICY');
    expect(verdictOf(reading, 'word')).toBe('unknown');
  });
});
