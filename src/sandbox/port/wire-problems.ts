import type { z } from 'zod';

/**
 * What a body has against a schema, in the words of the validator that Port's servers use
 * (`body/config must have required property 'x'`); empty when it fits.
 */
export function wireProblems(schema: z.ZodType, value: unknown, at: string): string[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues.flatMap((issue) => sayIssue(issue, value, at));
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([name]) => name === String(key))?.[1]
        : undefined,
    value,
  );
}

function sayIssue(issue: z.core.$ZodIssue, value: unknown, at: string): string[] {
  const place = [at, ...issue.path.map(String)].join('/');
  const key = issue.path.at(-1);
  if (issue.path.length > 0 && valueAt(value, issue.path) === undefined) {
    const parent = [at, ...issue.path.slice(0, -1).map(String)].join('/');
    return [`${parent} must have required property '${String(key)}'`];
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((each) => `${place} must NOT have additional properties: ${each}`);
    case 'invalid_type':
      return [`${place} must be ${issue.expected === 'record' ? 'object' : issue.expected}`];
    case 'invalid_value':
      return [`${place} must be equal to one of the allowed values`];
    case 'invalid_format':
      return [`${place} must match pattern "${issue.pattern ?? issue.format}"`];
    case 'too_small':
      if (issue.origin === 'string') {
        return [`${place} must NOT have fewer than ${String(issue.minimum)} characters`];
      }
      return [
        issue.origin === 'array'
          ? `${place} must NOT have fewer than ${String(issue.minimum)} items`
          : `${place} must be > ${String(issue.minimum)}`,
      ];
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'too_big':
      return [`${place} ${issue.message}`];
  }
}
