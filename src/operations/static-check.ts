import { problemsOf, secretReferences, variantOf } from '../planes/port/rules/config-fields.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';
import { validityOf, type Validity } from '../vendors/validity.ts';
import { enabledNames } from './stored-providers.ts';
import { defaultProblem } from './default-choice.ts';
import type { Default, Provider } from '../planes/port/nouns.ts';

export interface CheckResult {
  readonly check: string;
  /** `unknown`: could not be looked at, which is not a pass. */
  readonly status: 'pass' | 'fail' | 'unknown';
  readonly message: string;
}

/** What can be said without sending anything to the provider: consistency, not validity. */
export interface StaticRow {
  readonly provider: string;
  readonly status: 'consistent' | 'inconsistent' | 'unverifiable';
  readonly checks: readonly CheckResult[];
}

/** What is looked at; undefined is what may not be read. */
export interface Surroundings {
  readonly secrets: readonly string[] | undefined;
  /** Null where there is none. */
  readonly defaults: Default | null | undefined;
  /** The day that decides which models have ended. */
  readonly now: Date;
}

const ofChecks: Readonly<Record<CheckResult['status'], Validity>> = {
  pass: 'valid',
  fail: 'invalid',
  unknown: 'unverifiable',
};

const ofRows = {
  valid: 'consistent',
  invalid: 'inconsistent',
  unverifiable: 'unverifiable',
} as const satisfies Record<Validity, StaticRow['status']>;

/** What the rows come to together; none says nothing. */
export function staticValidity(rows: readonly StaticRow[]): Validity {
  return validityOf(
    rows.map(({ checks }) => validityOf(checks.map(({ status }) => ofChecks[status]))),
  );
}

export function checkStatically(
  provider: Provider,
  { secrets, defaults, now }: Surroundings,
): StaticRow {
  const checks = [
    enabledCheck(provider),
    secretsCheck(provider, secrets),
    fieldsCheck(provider),
    ...endedCheck(provider, now),
    defaultCheck(provider, defaults),
  ];
  return rowOf(provider.provider, checks);
}

const rowOf = (provider: string, checks: readonly CheckResult[]): StaticRow => ({
  provider,
  status: ofRows[validityOf(checks.map(({ status }) => ofChecks[status]))],
  checks,
});

/** The default where it points at a provider that is not there, so that no row of a provider shows it. */
export function danglingDefault(
  list: readonly Provider[],
  { defaults }: Pick<Surroundings, 'defaults'>,
): StaticRow[] {
  if (!defaults) return [];
  const { provider, model } = defaults;
  const isPorts = findProviderType(provider)?.creatable === false;
  if (isPorts || list.some((each) => each.provider === provider)) return [];
  const message = `The default model ${model} is of ${provider}, which is not configured`;
  return [rowOf(provider, [{ check: 'default', status: 'fail', message }])];
}

function enabledCheck({ enabled }: Provider): CheckResult {
  return enabled
    ? { check: 'enabled', status: 'pass', message: 'The provider is enabled' }
    : { check: 'enabled', status: 'fail', message: 'The provider is disabled' };
}

function secretsCheck({ config }: Provider, secrets: readonly string[] | undefined): CheckResult {
  const check = 'secrets';
  const named = secretReferences(config ?? {}).map(({ secret }) => secret);
  if (named.length === 0) return { check, status: 'pass', message: 'No secret is named' };
  if (!secrets) return { check, status: 'unknown', message: 'Secrets may not be listed' };
  const missing = named.filter((name) => !secrets.includes(name));
  return missing.length === 0
    ? { check, status: 'pass', message: `Exist: ${named.join(', ')}` }
    : { check, status: 'fail', message: `Do not exist: ${missing.join(', ')}` };
}

/** Enabled models that their vendor has ended; no check where none is known to have. */
function endedCheck(provider: Provider, now: Date): CheckResult[] {
  const ended = findProviderType(provider.provider)?.ended;
  const says = enabledNames(provider).flatMap((model) => ended?.(model, now) ?? []);
  if (says.length === 0) return [];
  return [{ check: 'models', status: 'fail', message: says.join('. ') }];
}

function fieldsCheck({ provider, config }: Provider): CheckResult {
  const check = 'fields';
  const type = findProviderType(provider);
  if (!type) return { check, status: 'unknown', message: 'A type this version does not know' };
  const variant = variantOf(type, config ?? {});
  // Fields that are newer than this version are no mistake.
  const known = Object.entries(config ?? {}).filter(([key]) => key in variant.fields);
  const [problem] = problemsOf(variant, Object.fromEntries(known));
  // Port stores it: that Port's published schema says otherwise proves nothing against it.
  return problem
    ? {
        check,
        status: 'unknown',
        message: `Stored, but other than Port's published schema: ${problem.flag}: ${problem.message}`,
      }
    : { check, status: 'pass', message: 'Complete and well-formed' };
}

function defaultCheck(provider: Provider, defaults: Default | null | undefined): CheckResult {
  const check = 'default';
  if (defaults === undefined) {
    return { check, status: 'unknown', message: 'The default may not be read' };
  }
  if (defaults?.provider !== provider.provider) {
    return { check, status: 'pass', message: 'Is not the default' };
  }
  return defaultProblem(defaults, [provider]) === undefined
    ? { check, status: 'pass', message: `The default model ${defaults.model} is enabled` }
    : { check, status: 'fail', message: `The default model ${defaults.model} is not enabled` };
}
