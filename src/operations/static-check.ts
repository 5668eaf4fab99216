import type { Check } from '../core/check.ts';
import { problemsOf, secretReferences, variantOf } from '../planes/port/rules/config-fields.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';
import { validityOf, type Validity } from '../vendors/validity.ts';
import { enabledNames } from './stored-providers.ts';
import { defaultProblem } from './default-choice.ts';
import type { Default, Provider } from '../planes/port/nouns.ts';

/** What is looked at by reading alone. */
type StaticCheckId = 'enabled' | 'secrets' | 'fields' | 'models' | 'default';

/** One such look: a pass says that what is stored fits together, not that it works. */
export type StaticCheck = Check<StaticCheckId>;

const titles: Readonly<Record<StaticCheckId, string>> = {
  enabled: 'Provider enabled',
  secrets: 'Secrets exist',
  fields: 'Configuration complete',
  models: 'Models not ended',
  default: 'Default model enabled',
};

const seen = (
  id: StaticCheckId,
  verdict: 'pass' | 'fail' | 'unknown',
  says: string,
): StaticCheck => ({ id, title: titles[id], verdict, says });

/** What can be said without sending anything to the provider: consistency, not validity. */
export interface StaticRow {
  readonly provider: string;
  readonly status: 'consistent' | 'inconsistent' | 'unverifiable';
  readonly checks: readonly StaticCheck[];
}

/** What is looked at; undefined is what may not be read. */
export interface Surroundings {
  readonly secrets: readonly string[] | undefined;
  /** Null where there is none. */
  readonly defaults: Default | null | undefined;
  /** The day that decides which models have ended. */
  readonly now: Date;
}

const ofChecks: Readonly<Record<StaticCheck['verdict'], Validity>> = {
  pass: 'valid',
  warn: 'valid',
  fail: 'invalid',
  unknown: 'unverifiable',
  skip: 'unverifiable',
};

const ofRows = {
  valid: 'consistent',
  invalid: 'inconsistent',
  unverifiable: 'unverifiable',
} as const satisfies Record<Validity, StaticRow['status']>;

/** What the rows come to together; none says nothing. */
export function staticValidity(rows: readonly StaticRow[]): Validity {
  return validityOf(
    rows.map(({ checks }) => validityOf(checks.map(({ verdict }) => ofChecks[verdict]))),
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

const rowOf = (provider: string, checks: readonly StaticCheck[]): StaticRow => ({
  provider,
  status: ofRows[validityOf(checks.map(({ verdict }) => ofChecks[verdict]))],
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
  return [rowOf(provider, [seen('default', 'fail', message)])];
}

function enabledCheck({ enabled }: Provider): StaticCheck {
  return enabled
    ? seen('enabled', 'pass', 'The provider is enabled')
    : seen('enabled', 'fail', 'The provider is disabled');
}

function secretsCheck({ config }: Provider, secrets: readonly string[] | undefined): StaticCheck {
  const id = 'secrets';
  const named = secretReferences(config ?? {}).map(({ secret }) => secret);
  if (named.length === 0) return seen(id, 'pass', 'No secret is named');
  if (!secrets) return seen(id, 'unknown', 'Secrets may not be listed');
  const missing = named.filter((name) => !secrets.includes(name));
  return missing.length === 0
    ? seen(id, 'pass', `Exist: ${named.join(', ')}`)
    : seen(id, 'fail', `Do not exist: ${missing.join(', ')}`);
}

/** Enabled models that their vendor has ended; no check where none is known to have. */
function endedCheck(provider: Provider, now: Date): StaticCheck[] {
  const ended = findProviderType(provider.provider)?.ended;
  const says = enabledNames(provider).flatMap((model) => ended?.(model, now) ?? []);
  if (says.length === 0) return [];
  return [seen('models', 'fail', says.join('. '))];
}

function fieldsCheck({ provider, config }: Provider): StaticCheck {
  const id = 'fields';
  const type = findProviderType(provider);
  if (!type) return seen(id, 'unknown', 'A type this version does not know');
  const variant = variantOf(type, config ?? {});
  // Fields that are newer than this version are no mistake.
  const known = Object.entries(config ?? {}).filter(([key]) => key in variant.fields);
  const [problem] = problemsOf(variant, Object.fromEntries(known));
  // Port stores it: that Port's published schema says otherwise proves nothing against it.
  return problem
    ? seen(
        id,
        'unknown',
        `Stored, but other than Port's published schema: ${problem.flag}: ${problem.message}`,
      )
    : seen(id, 'pass', 'Complete and well-formed');
}

function defaultCheck(provider: Provider, defaults: Default | null | undefined): StaticCheck {
  const id = 'default';
  if (defaults === undefined) {
    return seen(id, 'unknown', 'The default may not be read');
  }
  if (defaults?.provider !== provider.provider) {
    return seen(id, 'pass', 'Is not the default');
  }
  return defaultProblem(defaults, [provider]) === undefined
    ? seen(id, 'pass', `The default model ${defaults.model} is enabled`)
    : seen(id, 'fail', `The default model ${defaults.model} is not enabled`);
}
