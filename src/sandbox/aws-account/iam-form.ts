import type { HttpResponse } from '../../core/http.ts';
import type { AwsCaller } from './caller.ts';
import { iamRefusal } from './iam-answers.ts';
import type { Answer, SimulationDependencies } from '../vendors/vendor.ts';

/** The form in which IAM is asked: lists are `Name.member.1`, structures `Name.member.1.Key`. */

/** One call by somebody who may make it. */
export interface IamCall {
  readonly form: URLSearchParams;
  readonly caller: AwsCaller;
  readonly dependencies: SimulationDependencies;
}

export type IamOperation = (call: IamCall) => Answer | Promise<Answer>;

/** The values of a list, in their order. */
export function members(form: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = form.get(`${name}.member.${index}`);
    if (value === null) return values;
    values.push(value);
  }
}

/** A list of keys and values as a record; the names of both are given. */
export function pairs(
  form: URLSearchParams,
  name: string,
  key: string,
  value: string,
): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (let index = 1; ; index += 1) {
    const at = form.get(`${name}.member.${index}.${key}`);
    if (at === null) return found;
    found.push([at, form.get(`${name}.member.${index}.${value}`) ?? '']);
  }
}

const constraint = (problem: string): HttpResponse =>
  iamRefusal(400, 'ValidationError', `1 validation error detected: ${problem}`);

/** What is wrong with a name of at most so many characters; undefined when nothing is. */
export function nameProblem(
  field: string,
  name: string,
  longest: number,
): HttpResponse | undefined {
  const at = `Value at '${field}' failed to satisfy constraint: Member must`;
  if (name === '') return constraint(`${at} not be null`);
  if (name.length > longest) {
    return constraint(`${at} have length less than or equal to ${longest}`);
  }
  return /^[\w+=,.@-]+$/.test(name)
    ? undefined
    : iamRefusal(
        400,
        'ValidationError',
        `The specified value for ${field} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
      );
}

const shortest = 3600;
const longest = 43_200;

/** What is wrong with a session's length in seconds; undefined when nothing is. */
export function durationProblem(seconds: number): HttpResponse | undefined {
  const at = `Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value`;
  if (!(seconds >= shortest)) return constraint(`${at} greater than or equal to ${shortest}`);
  return seconds > longest ? constraint(`${at} less than or equal to ${longest}`) : undefined;
}

const mostTags = 50;

/** What is wrong with tags; undefined when nothing is. Keys differ in more than their case. */
export function tagProblem(tags: readonly (readonly [string, string])[]): HttpResponse | undefined {
  const keys = new Set(tags.map(([key]) => key.toLowerCase()));
  if (keys.size < tags.length) {
    return iamRefusal(
      400,
      'InvalidInput',
      'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  }
  if (keys.size > mostTags) {
    return constraint(
      `Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to ${mostTags}`,
    );
  }
  const good = tags.every(
    ([key, value]) =>
      /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) &&
      /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value),
  );
  return good
    ? undefined
    : constraint(
        String.raw`Value at 'tags' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+`,
      );
}

const pageSize = 100;

/** One page of a list, and the XML that says whether there is more. */
export function page<T>(
  form: URLSearchParams,
  all: readonly T[],
): { readonly shown: readonly T[]; readonly more: string } {
  const start = Number(form.get('Marker') ?? '0') || 0;
  const end = start + (Number(form.get('MaxItems') ?? pageSize) || pageSize);
  const more = end < all.length ? `<Marker>${end}</Marker>` : '';
  return {
    shown: all.slice(start, end),
    more: `<IsTruncated>${String(more !== '')}</IsTruncated>${more}`,
  };
}
