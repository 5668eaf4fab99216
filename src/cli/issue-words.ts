import type { z } from 'zod';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/**
 * What is wrong with a value, to follow the name of its flag or field; zod asks for it wherever a
 * schema has no words of its own. The value is never repeated: it may be a secret.
 */
export function issueWords(issue: RawIssue): string {
  if (issue.input === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? `of the kind ${issue.expected}`}, not ${kindOf(issue.input)}`;
    case 'invalid_value':
      return `must be ${either(issue.values.map(String))}`;
    case 'invalid_format':
      return `must be ${formats[issue.format] ?? 'of another form'}`;
    case 'too_small':
      return bounded('at least', issue.minimum, issue.origin);
    case 'too_big':
      return bounded('at most', issue.maximum, issue.origin);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `must not have ${issue.keys.join(', ')}`;
    case 'invalid_key':
      return 'has a name in it that cannot be used';
    case 'invalid_element':
      return 'has an entry that cannot be used';
    case 'invalid_union':
      return 'has none of the forms that fit here';
    default:
      return 'cannot be used';
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  date: 'a time',
  null: 'null',
};

const formats: Readonly<Record<string, string>> = {
  url: 'a whole URL, such as https://example.com',
  email: 'an e-mail address',
  uuid: 'a UUID',
  datetime: 'a time, such as 2026-01-31T12:00:00Z',
  date: 'a date, such as 2026-01-31',
  json_string: 'JSON',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return kinds[typeof value] ?? 'something else';
}

function bounded(bound: string, limit: number | bigint, origin: string): string {
  const number = String(limit);
  const one = number === '1';
  if (origin === 'string') return `must have ${bound} ${number} character${one ? '' : 's'}`;
  if (['array', 'set', 'map', 'object'].includes(origin)) {
    return `must have ${bound} ${number} ${one ? 'entry' : 'entries'}`;
  }
  return `must be ${bound} ${number}`;
}

const either = (values: readonly string[]) =>
  values.length === 1 ? (values[0] ?? '') : `one of ${values.join(', ')}`;
