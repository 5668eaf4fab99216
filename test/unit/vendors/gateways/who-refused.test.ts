import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { causeEntry, isCause, type Cause } from '../../../../src/vendors/causes.ts';
import { tables } from '../../../../src/vendors/answers/dialects.ts';
import { readCompletion, type Dialect } from '../../../../src/vendors/answers/read-answer.ts';
import { credentialIn } from '../../../../src/vendors/verdicts.ts';
import { readRefusalContent } from '../../../../src/vendors/answers/error-envelope.ts';
import {
  collectedAnswers,
  dialectOf,
  ownAnswers,
  type RecordedAnswer,
} from '../../../support/recorded-answers.ts';

/** Whose refusal an answer is must not depend on who carried it, nor on what contradicts it. */

const rows = [...ownAnswers, ...collectedAnswers];
const everyDialect = Object.keys(tables).filter((name): name is Dialect => name in tables);
const behindBaseUrl = ['openai-compatible', 'anthropic-compatible'] as const;
const json = { 'content-type': 'application/json' };

const blamed = (cause: string) => (isCause(cause) ? causeEntry(cause).credential : 'unknown');

/** What the vendors say of a key, of a model and of everything else, each in an envelope of its own. */
const vendors = ['openai', 'anthropic', 'azure', 'google', 'aws'];
const theirs = rows.filter(
  ({ family, status, body, cause }) =>
    vendors.includes(family) &&
    status >= 400 &&
    body.startsWith('{') &&
    cause !== 'PROBE_BUG' &&
    cause !== 'ZERO_TOKEN_OK' &&
    cause !== 'TRUNCATED_OK',
);

const exceptionOf: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'AuthenticationError',
  403: 'PermissionDeniedError',
  404: 'NotFoundError',
  429: 'RateLimitError',
};

const portkeyNames: Readonly<Record<string, string>> = {
  azure: 'azure-openai',
  aws: 'bedrock',
  google: 'vertex-ai',
};

const gateways: Readonly<Record<string, (row: RecordedAnswer) => string>> = {
  Portkey: ({ family, status, headers, body }) => {
    const { message, codes } = readRefusalContent({ status, headers, body });
    const provider = portkeyNames[family] ?? family;
    const code = codes[0] ?? null;
    const error = { message: `${provider} error: ${message}`, type: null, param: null, code };
    return JSON.stringify({ error, provider });
  },
  LiteLLM: ({ family, status, body }) => {
    const named = exceptionOf[status] ?? 'APIError';
    const message = `litellm.${named}: ${family}Exception - ${body}. Received Model Group=m`;
    return JSON.stringify({ error: { message, type: null, param: null, code: String(status) } });
  },
  OpenRouter: ({ status, body }) =>
    JSON.stringify({
      error: {
        message: 'Provider returned error',
        code: status,
        metadata: { raw: body, provider_name: 'P', is_byok: true },
      },
    }),
};

describe.each(Object.entries(gateways))('a refusal that %s passes on', (_name, wrap) => {
  test.each(behindBaseUrl)('never blames the key of who asked, at %s', (dialect) => {
    for (const row of theirs) {
      const { cause } = readCompletion(dialect, {
        status: row.status,
        headers: json,
        body: wrap(row),
      });
      expect([row.id, cause, blamed(cause)]).not.toContain('refused');
    }
  });

  test('of a key is one of the key inside the gateway', () => {
    const ofKey = theirs.filter(({ cause }) => blamed(cause) === 'refused');
    expect(ofKey.length).toBeGreaterThan(20);
    for (const row of ofKey) {
      const answer = { status: row.status, headers: json, body: wrap(row) };
      const { cause } = readCompletion('openai-compatible', answer);
      expect([row.id, cause]).toEqual([row.id, 'UPSTREAM_KEY_INVALID']);
    }
  });

  test('is never a pass', () => {
    for (const row of theirs.filter(({ cause }) => !usable(cause))) {
      const answer = { status: row.status, headers: json, body: wrap(row) };
      const { cause } = readCompletion('openai-compatible', answer);
      expect([row.id, cause, causeEntry(cause).verdict]).not.toContain('pass');
    }
  });
});

function usable(cause: string): boolean {
  return isCause(cause) && ['pass', 'warn'].includes(causeEntry(cause).verdict);
}

/** Every code that any of the answers has, without what else the answer says. */
const everyCode = [...new Set(rows.flatMap((row) => readRefusalContent(row).codes))];
const codeAlone = (code: string, status: number) => ({
  status,
  headers: json,
  body: JSON.stringify({ error: { message: 'It did not work.', code } }),
});

describe('a code', () => {
  const contradicting = [429, 500, 502, 503];

  test.each(everyDialect)('refuses no key beside a status of another meaning, at %s', (dialect) => {
    for (const code of everyCode) {
      for (const status of contradicting) {
        const { cause } = readCompletion(dialect, codeAlone(code, status));
        expect([code, status, cause, blamed(cause)]).not.toContain('refused');
      }
    }
  });

  test.each(everyDialect)('of a limit is no pass beside a refused key, at %s', (dialect) => {
    for (const code of everyCode) {
      const { cause } = readCompletion(dialect, codeAlone(code, 401));
      expect([code, cause, usable(cause)]).not.toContain(true);
    }
  });

  test('of a model or an account that a server fault contradicts says nothing of either', () => {
    const sure = (cause: Cause) => {
      const { verdict, scope } = causeEntry(cause);
      return verdict === 'fail' && scope !== 'request';
    };
    const codes = ['model_not_found', 'invalid_api_key', 'account_deactivated', 'expired_key'];
    for (const code of codes) {
      const { cause } = readCompletion('openai', codeAlone(code, 500));
      expect([code, sure(cause)]).toEqual([code, false]);
    }
  });
});

describe('the words of a refusal', () => {
  const sentence = fc
    .array(fc.constantFrom('quite', 'odd', 'teapot', 'here', 'sorry', 'today'), {
      minLength: 3,
      maxLength: 8,
    })
    .map((words) => words.join(' '));
  const name = fc.constantFrom('a', 'result', 'failure', 'data', 'causes', 'context', 'fields');
  const leaf = fc.constantFrom('message', 'msg', 'errorMessage', 'detail', 'description', 'why');

  test('come through from any place in any envelope', () => {
    fc.assert(
      fc.property(
        sentence,
        leaf,
        fc.array(fc.tuple(name, fc.boolean()), { maxLength: 6 }),
        fc.constantFrom(...everyDialect),
        fc.integer({ min: 400, max: 599 }).filter((status) => status !== 407),
        (words, last, path, dialect, status) => {
          const body = path.reduceRight<object>(
            (inner, [key, listed]) => ({ id: 'x1', [key]: listed ? [inner] : inner }),
            { [last]: words },
          );
          const answer = { status, headers: json, body: JSON.stringify(body) };
          expect(readCompletion(dialect, answer).words).toContain(words);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('are the body where nothing in it is a sentence', () => {
    const body = '{"ret":-17,"grund":"kaputt"}';
    expect(readCompletion('openai-compatible', { status: 400, headers: {}, body }).words).toBe(
      body,
    );
  });

  test.each(['', '{}', '[]', 'null', '""'])('are none in %j', (body) => {
    const answer = { status: 400, headers: {}, body };
    expect(readCompletion('openai-compatible', answer).words ?? '').not.toContain('{}');
  });
});

describe('a byte order mark', () => {
  test('changes nothing', () => {
    for (const row of rows) {
      const marked = readCompletion(dialectOf(row), { ...row, body: `\uFEFF${row.body}` });
      expect([row.id, marked.cause]).toEqual([row.id, readCompletion(dialectOf(row), row).cause]);
    }
  });
});

describe('a wall', () => {
  const walls = [
    'This site is blocked: it violates the acceptable usage policy of your organization.',
    'Access denied by the corporate web filter: usage policy, category AI.',
    'The page violates our content policy and is blocked by your administrator.',
    'Blocked by network policy.',
  ];

  test.each(everyDialect)(
    'that speaks of policies is no filter of the vendor, at %s',
    (dialect) => {
      for (const words of walls) {
        const bodies = [
          words,
          JSON.stringify({ message: words }),
          JSON.stringify({ error: { message: words, type: 'forbidden' } }),
        ];
        for (const body of bodies) {
          const { cause } = readCompletion(dialect, { status: 403, headers: json, body });
          expect([body, cause]).not.toContain('CONTENT_POLICY');
          expect([body, usable(cause)]).toEqual([body, false]);
        }
      }
    },
  );
});

describe('a status alone', () => {
  const statuses = [400, 401, 402, 403, 404, 408, 410, 424, 429, 446, 451, 500, 502, 503, 529];
  test.each(statuses)('%i, without a word, shows no credential to be good', (status) => {
    for (const dialect of everyDialect) {
      const read = readCompletion(dialect, { status, headers: {}, body: '' });
      expect([dialect, credentialIn({ ...read, status }, 'word')]).not.toEqual([
        dialect,
        'accepted',
      ]);
    }
  });

  test.each(['KEY_FORBIDDEN', 'MODEL_RETIRED'] as const)(
    'may be %s, so its advice vouches for no key',
    (cause) => {
      expect(causeEntry(cause).advice).not.toMatch(/genuine|credential is fine/i);
    },
  );
});

describe('the words of a page without a heading', () => {
  test.each([
    ['Express', '<!DOCTYPE html><body><pre>Cannot POST /v1/chat/completions</pre></body>'],
    ['S3', '<?xml version="1.0"?><Error><Code>X</Code><Message>Cannot POST /v1</Message></Error>'],
    ['a filter', '<html><body><p>Cannot POST</p></body></html>'],
  ])('of %s are shown', (_, body) => {
    const answer = { status: 404, headers: { 'content-type': 'text/html' }, body };
    expect(readCompletion('openai-compatible', answer).words).toContain('Cannot POST');
  });
});
