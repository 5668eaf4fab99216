import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causeEntry, isCause } from '../../../../src/vendors/causes.ts';
import type { HttpResponse } from '../../../../src/core/http.ts';
import {
  readAnswer,
  readCompletion,
  readStreamEvent,
  type Dialect,
} from '../../../../src/vendors/answers/read-answer.ts';
import { tables } from '../../../../src/vendors/answers/dialects.ts';
import { renderTestReports } from '../../../../src/ui/render/test-reports.ts';
import { ask, key, probed } from '../../../support/connection-test.ts';
import { screen } from '../../../support/screens.ts';
import {
  collectedAnswers,
  dialectOf,
  ownAnswers,
  type RecordedAnswer,
} from '../../../support/recorded-answers.ts';

/** Servers change their words, cut them off, and put proxies before them: no such answer misleads. */

const rows = [...ownAnswers, ...collectedAnswers];
const everyDialect = Object.keys(tables).filter((name): name is Dialect => name in tables);

/** Whether a row says that the model can be used. */
const usable = ({ cause }: RecordedAnswer) =>
  isCause(cause) && ['pass', 'warn'].includes(causeEntry(cause).verdict);

const refused = fc.constantFrom(...rows.filter((row) => !usable(row)));

/** Words that come up in the answers themselves, and what breaks readers. */
const scraps = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\\',
    '"',
    '{',
    '}',
    '[',
    ']',
    '<',
    '\0',
    '\uD800',
    'null',
    '0',
    '"__proto__":',
  ),
  fc.constantFrom(...rows).map(({ body }) => body),
  fc.string({ unit: 'binary' }),
);

/** Cuts, doubles, replaces and inserts: what is left need not be JSON. */
const broken = (body: string) =>
  fc
    .tuple(fc.nat(body.length), fc.nat(body.length), scraps)
    .map(([from, to, scrap]) => `${body.slice(0, from)}${scrap}${body.slice(to)}`);

const anyHeaders = fc.oneof(
  fc.constantFrom(...rows).map(({ headers }) => headers),
  fc.dictionary(
    fc.constantFrom('content-type', 'retry-after', 'x-amzn-errortype', 'x-request-id', 'server'),
    fc.string(),
  ),
);

const anyAnswer: fc.Arbitrary<HttpResponse> = fc.constantFrom(...rows).chain(({ body, status }) =>
  fc.record({
    status: fc.oneof(fc.constant(status), fc.integer({ min: 200, max: 599 })),
    headers: anyHeaders,
    body: fc.oneof(fc.constant(body), broken(body)),
  }),
);

/** The same refusal as another release, region or proxy would word it: nothing that it says is gone. */
const reworded = fc.tuple(refused, fc.nat(4), anyHeaders).chain(([row, way, headers]) => {
  const { body, status } = row;
  const ways = [
    body,
    `${body}\n\n`,
    ` \t\n${body}`,
    `[${body}]`,
    body.replace(/^\{/, '{"trace":{"ok":true,"status":200},'),
  ];
  return fc.record({
    row: fc.constant(row),
    answer: fc.record({
      status: fc.constant(status),
      headers: fc.constant({ ...headers, ...row.headers }),
      body: fc.constant(ways[way] ?? body),
    }),
  });
});

const passes = (answer: HttpResponse, dialect: Dialect) => {
  const { cause } = readCompletion(dialect, answer);
  return causeEntry(cause).verdict === 'pass';
};

describe('whatever comes', () => {
  test('it is read as a cause of the catalogue, by every dialect, as an answer and as an event', () => {
    fc.assert(
      fc.property(anyAnswer, fc.constantFrom(...everyDialect), (answer, dialect) => {
        const read = readCompletion(dialect, answer);
        expect(isCause(read.cause)).toBe(true);
        expect(isCause(readAnswer(dialect, answer, () => undefined).cause)).toBe(true);
        const failed = answer.status >= 500;
        const event = readStreamEvent(dialect, { name: 'message', data: answer.body, failed });
        expect(failed && (event === 'writes' || event === 'ends')).toBe(false);
        expect(failed && typeof event === 'object' && event.cause === 'OK').toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  test('is no pass with a status that refuses, but for what says that it understood', () => {
    const understood = ['ZERO_TOKEN_OK', 'TRUNCATED_OK', 'CONTENT_POLICY'];
    fc.assert(
      fc.property(anyAnswer, fc.constantFrom(...everyDialect), (answer, dialect) => {
        fc.pre(answer.status >= 300);
        const { cause } = readCompletion(dialect, answer);
        expect(cause).not.toBe('OK');
        if (passes(answer, dialect)) expect(understood).toContain(cause);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('a refusal', () => {
  test('in other words about it stays a refusal', () => {
    fc.assert(
      fc.property(reworded, ({ row, answer }) => {
        expect(passes(answer, dialectOf(row))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([200, 201, 202])('that comes with status %i is no pass', (status) => {
    for (const row of rows.filter((each) => !usable(each))) {
      expect([row.id, passes({ ...row, status }, dialectOf(row))]).toEqual([row.id, false]);
    }
  });

  test('that is cut off anywhere is no pass', () => {
    fc.assert(
      fc.property(refused, fc.double({ min: 0, max: 1, noNaN: true }), (row, share) => {
        const body = row.body.slice(0, Math.floor(row.body.length * share));
        expect(passes({ ...row, body }, dialectOf(row))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a key that is echoed', () => {
  const echoes = [
    key,
    encodeURIComponent(key),
    Buffer.from(key).toString('base64'),
    Buffer.from(`:${key}`).toString('base64url'),
    key.slice(0, 20),
    key.replace(/(?<=.)(?=.)/g, '\u0001'),
    `\u001b[8m${key}\u001b[0m`,
  ];
  const put = (body: string, at: number, echo: string) => {
    const spot = body.indexOf(' ', Math.floor(body.length * at));
    return spot < 0
      ? `${echo} ${body}`
      : `${body.slice(0, spot)} ${JSON.stringify(echo).slice(1, -1)}${body.slice(spot)}`;
  };

  test('is in no report and on no screen, wherever it stands in the answer', async () => {
    const style = await screen(80);
    await fc.assert(
      fc.asyncProperty(
        refused,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(...echoes),
        async (row, at, echo) => {
          const dialect = dialectOf(row);
          const answer = {
            status: row.status,
            headers: { ...row.headers, 'x-request-id': echo },
            body: put(row.body, at, echo),
          };
          const { report } = await probed(() => Promise.resolve(answer), {
            probe: {
              generate: ({ model }) => ({
                first: ask(model, 'generate', { read: (got) => readCompletion(dialect, got) }),
                fallbacks: [],
              }),
            },
          });
          for (const text of [JSON.stringify(report), renderTestReports([report], style)]) {
            const bare = text.replace(/[^\w-]/g, '');
            expect(bare).not.toContain(key);
            expect(bare).not.toContain(key.slice(0, 20));
            expect(bare).not.toContain(Buffer.from(key).toString('base64url'));
          }
          expect(report.testedModels['a']?.isValid).toBe(false);
        },
      ),
      { numRuns: 700 },
    );
  });
});
