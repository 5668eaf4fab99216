import { expect, test } from 'vitest';
import { z } from 'zod';
import { issueWords } from '../../../src/cli/issue-words.ts';

/** A schema and a value for every kind of issue that zod knows, and what a person is told. */
const issues: Readonly<
  Record<z.core.$ZodIssue['code'], readonly (readonly [z.ZodType, unknown, string])[]>
> = {
  invalid_type: [
    [z.string(), 7, 'must be text, not a number'],
    [z.number(), 'seven', 'must be a number, not text'],
    [z.boolean(), null, 'must be true or false, not null'],
    [z.array(z.string()), {}, 'must be a list, not an object'],
    [z.strictObject({}), ['a'], 'must be an object, not a list'],
    [z.record(z.string(), z.string()), true, 'must be an object, not true or false'],
    [z.string(), undefined, 'is missing'],
  ],
  too_big: [
    [z.string().max(2), 'abc', 'must have at most 2 characters'],
    [z.array(z.unknown()).max(1), [1, 2], 'must have at most 1 entry'],
    [z.number().max(5), 6, 'must be at most 5'],
  ],
  too_small: [
    [z.string().min(1), '', 'must have at least 1 character'],
    [z.array(z.unknown()).min(2), [1], 'must have at least 2 entries'],
    [z.number().min(5), 4, 'must be at least 5'],
  ],
  invalid_format: [
    [z.url(), 'nowhere', 'must be a whole URL, such as https://example.com'],
    [z.email(), 'nobody', 'must be an e-mail address'],
    [z.string().regex(/^a$/), 'b', 'must be of another form'],
  ],
  not_multiple_of: [[z.number().multipleOf(3), 4, 'must be a multiple of 3']],
  unrecognized_keys: [[z.strictObject({}), { enabld: 1 }, 'must not have enabld']],
  invalid_union: [[z.union([z.number(), z.boolean()]), 'x', 'has none of the forms that fit here']],
  invalid_key: [
    [z.record(z.string().max(1), z.unknown()), { ab: 1 }, 'has a name in it that cannot be used'],
  ],
  invalid_element: [
    [z.map(z.object({}), z.string()), new Map([[{}, 1]]), 'has an entry that cannot be used'],
  ],
  invalid_value: [
    [z.enum(['eu', 'us']), 'apac', 'must be one of eu, us'],
    [z.literal('eu'), 'us', 'must be eu'],
  ],
  custom: [[z.string().refine(() => false), 'x', 'cannot be used']],
};

const cases = Object.entries(issues).flatMap(([code, rows]) =>
  rows.map(([schema, value, words]) => [code, words, schema, value] as const),
);

test.for(cases)('%s reads: %s', ([code, words, schema, value]) => {
  const [issue] = schema.safeParse(value, { error: issueWords }).error?.issues ?? [];
  expect([code, issue?.message]).toEqual([issue?.code, words]);
});

test('a schema with words of its own keeps them', () => {
  const schema = z.string().min(3, 'a name has three letters');
  const [issue] = schema.safeParse('x', { error: issueWords }).error?.issues ?? [];
  expect(issue?.message).toBe('a name has three letters');
});
