import { isDeepStrictEqual } from 'node:util';
import {
  flagName,
  isOptional,
  issuesIn,
  type Field,
  type ProviderType,
  type Variant,
} from '../provider-types/define.ts';
import type { Config } from '../config.ts';
import { fail } from '../../../core/fail.ts';

/** What is wrong with one value, in the words of its flag. */
export interface FieldProblem {
  readonly flag: string;
  readonly message: string;
}

const has = (config: Config, key: string) => config[key] !== undefined;

/** The field of that key, in whichever variant has it. */
export function fieldOf({ variants }: ProviderType, key: string): Field | undefined {
  const fields = variants.map((variant): Variant['fields'] => variant.fields);
  return fields.find((each) => Object.hasOwn(each, key))?.[key];
}

/** The variant that a stored configuration was made with: the one that accounts for most of its keys. */
export function variantOf(type: ProviderType, config: Config): Variant {
  const score = ({ fields }: Variant) => {
    const complete = Object.entries(fields).every(
      ([key, field]) => isOptional(field) || has(config, key),
    );
    return (complete ? 1000 : 0) + Object.keys(fields).filter((key) => has(config, key)).length;
  };
  return type.variants.reduce((best, each) => (score(each) > score(best) ? each : best));
}

/** The variants that what is given leaves possible. Values of two variants at once are refused. */
export function openVariants(type: ProviderType, given: Config): readonly Variant[] {
  const keys = Object.keys(given).filter((key) => has(given, key));
  const open = type.variants.filter(({ fields }) => keys.every((key) => key in fields));
  if (open.length > 0) return open;
  const groups = type.variants
    .map(({ fields }) => {
      const own = keys.filter(
        (key) => key in fields && !type.variants.every((v) => key in v.fields),
      );
      return { flags: own.flatMap((key) => fields[key] ?? []).map(flagName) };
    })
    .filter(({ flags }) => flags.length > 0);
  throw fail(
    'Usage',
    `Choose one way to connect to ${type.title}: ${groups.map(({ flags }) => flags.join(' ')).join(' or ')}`,
    { hint: 'They exclude each other.' },
  );
}

/** Required fields without a value, in the order in which they are asked. */
export function missingFields(variant: Variant, given: Config): [string, Field][] {
  return Object.entries(variant.fields).filter(
    ([key, field]) => !has(given, key) && !isOptional(field),
  );
}

/** What is stored already, and is not judged again. */
export interface Standing {
  readonly config: Config;
  /** Whether what is stored connects the same way: then its gaps stand as well. */
  readonly sameVariant: boolean;
}

/** Everything wrong with a configuration, but for what stands there already; empty when it can be sent. */
export function problemsOf(variant: Variant, config: Config, standing?: Standing): FieldProblem[] {
  const stored = standing?.config ?? {};
  const stands = (key: string) =>
    has(config, key)
      ? isDeepStrictEqual(config[key], stored[key])
      : !has(stored, key) && standing?.sameVariant === true;
  const unknown = Object.keys(config)
    .filter((key) => !Object.hasOwn(variant.fields, key) && !Object.hasOwn(stored, key))
    .map((key) => ({ flag: key, message: `is not a setting of "${variant.title}"` }));
  const wrong = Object.entries(variant.fields).flatMap(([key, field]) => {
    if (stands(key)) return [];
    const issue = issuesIn(field, config[key]).find(
      ({ path: [part] }) => !partStands(config[key], stored[key], part),
    );
    if (!issue) return [];
    const at = issue.path.length > 0 ? ` (at ${issue.path.join('.')})` : '';
    return [
      {
        flag: flagName(field),
        message: has(config, key) ? `${issue.message}${at}` : 'is required',
      },
    ];
  });
  const halves = (variant.together ?? []).flatMap(([a, b]) => {
    const lone = has(config, a) ? b : a;
    const field = variant.fields[lone];
    const partner = variant.fields[lone === b ? a : b];
    if (has(config, a) === has(config, b) || !field || !partner) return [];
    if (stands(a) && stands(b)) return [];
    return [{ flag: flagName(field), message: `is required together with ${flagName(partner)}` }];
  });
  return [...unknown, ...wrong, ...halves];
}

/** Whether one item of a list, or one entry of a map, is there already as it is. */
function partStands(now: unknown, stored: unknown, part: PropertyKey | undefined): boolean {
  if (part === undefined || typeof now !== 'object' || typeof stored !== 'object') return false;
  const [item] = Object.entries(now ?? {}).filter(([key]) => key === String(part));
  const there = Object.entries(stored ?? {});
  return (
    item !== undefined &&
    there.some(
      ([key, value]) =>
        (Array.isArray(stored) || key === item[0]) && isDeepStrictEqual(value, item[1]),
    )
  );
}

/** Names of the secrets that a configuration of any type refers to, by the field that does. */
export function secretReferences(config: Config): { field: string; secret: string }[] {
  return Object.entries(config).flatMap(([field, value]) =>
    field.endsWith('SecretName') && typeof value === 'string' ? [{ field, secret: value }] : [],
  );
}
