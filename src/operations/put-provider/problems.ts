import { fail } from '../../core/fail.ts';
import { withTexts } from '../../core/text/texts-in-data.ts';
import { couldBeSecret } from '../../core/secret-shapes.ts';
import type { NameProblem } from '../../core/name-problem.ts';
import type { Problem } from '../../core/problem.ts';
import { nameInWords, problemInPlainText, typedInTheOpen } from '../../core/text/typed-names.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import {
  flagName,
  type ProviderType,
  type Variant,
} from '../../planes/port/provider-types/define.ts';
import {
  fieldOf,
  problemsOf,
  secretReferences,
  variantOf,
  type FieldProblem,
} from '../../planes/port/rules/config-fields.ts';
import { defaultInUse, missingSecrets } from '../../planes/port/rules/interlocks.ts';
import {
  knowsModels,
  unknownModels,
  type ModelSwitchRequest,
} from '../../planes/port/rules/model-switches.ts';
import type { ProviderChange } from '../../planes/port/rules/provider-change.ts';
import type { Config } from '../../planes/port/config.ts';
import { modelStates, possibleDefaults } from '../stored-providers.ts';
import { preflightSecretNames } from './preflight-secret-names.ts';
import type { CompletePut } from './request.ts';
import { takesAway, type PutState } from './state.ts';

/** Problems of the given values with Port's published schema, named by their flags. */
export function malformedConfig(
  {
    request: { provider, type, skipClientChecks },
    variant,
    config,
  }: Pick<CompletePut, 'request' | 'variant' | 'config'>,
  stored: Provider | undefined,
): Problem[] {
  if (!type || !variant || !config || skipClientChecks) return [];
  const before = stored?.config ?? undefined;
  const standing = before && {
    config: before,
    sameVariant: variantOf(type, before) === variant,
  };
  const secretFields = Object.entries(variant.fields).filter(([, field]) => field.holds);
  const open = Object.entries(config).filter(
    ([key, value]) =>
      (key in variant.fields || !(key in (before ?? {}))) &&
      !secretFields.some(([field]) => field === key) &&
      key !== 'customHeaders' &&
      JSON.stringify(value) !== JSON.stringify(before?.[key]),
  );
  const ofSchema = problemsOf(variant, config, standing);
  const inTheOpen = open.flatMap(([key, value]) => valueInTheOpen(variant, key, value));
  // The schema of a field may have said the same of it.
  const isSaid = ({ flag, message }: FieldProblem) =>
    ofSchema.some((said) => said.flag === flag && said.message === message);
  const problems = [...ofSchema, ...inTheOpen.filter((problem) => !isSaid(problem))];
  if (problems.length === 0) return [];
  const error = fail(
    'InvalidConfig',
    problems.map(({ flag, message }) => `${flag}: ${message}`).join('; '),
    {
      details: { problems },
      hint: 'Nothing was sent. --skip-client-checks leaves the decision to Port.',
      next: [{ command: ['providers', 'put', provider, '--help'], why: 'the flags of the type' }],
    },
  );
  return [{ error, overridable: false }];
}

/** Problems of a given value that could be a secret, in a field that everybody can read. */
function valueInTheOpen(variant: Variant, key: string, value: unknown): FieldProblem[] {
  const texts: string[] = [];
  withTexts(value, (text) => {
    texts.push(text);
    return text;
  });
  const message = texts.map(problemInPlainText).find((problem) => problem !== undefined);
  const field = variant.fields[key];
  return message === undefined ? [] : [{ flag: field ? flagName(field) : key, message }];
}

/**
 * Problems of secret names that could be values and that no secret has. Once stored, such a value
 * would be readable for everybody, so --force does not override the problem.
 */
export async function valuesForNames(
  { request: { type, skipClientChecks } }: CompletePut,
  { update }: ProviderChange,
  { stored, secretNames }: PutState,
): Promise<Problem[]> {
  const before = secretReferences(stored?.config ?? {}).map(({ secret }) => secret);
  const odd = secretReferences(update.config ?? {}).filter(
    ({ secret }) => couldBeSecret(secret) && !before.includes(secret),
  );
  if (odd.length === 0 || skipClientChecks) return [];
  const names = (await secretNames()) ?? [];
  const unknown = odd.find(({ secret }) => !names.includes(secret));
  if (!unknown) return [];
  const flag = flagsOf(type)(unknown.field);
  const error = fail(
    'InvalidConfig',
    `${flag} ${nameInWords(unknown.secret)} could be a value, and names no secret`,
    { hint: `Nothing was sent. ${typedInTheOpen} --skip-client-checks sends it as a name.` },
  );
  return [{ error, overridable: false }];
}

/**
 * Problems of given values and models that are unknown and probably mistyped. Stored ones are not
 * checked, since this command did not set them.
 */
export function implausible(
  { request: { type, skipClientChecks, force } }: CompletePut,
  { update }: ProviderChange,
  { enable }: ModelSwitchRequest,
  stored: Provider | undefined,
  now: Date,
): Problem[] {
  if (!type) return [];
  const config = update.config ?? stored?.config ?? {};
  const { fields } = variantOf(type, config);
  const ofValues = Object.entries(fields).flatMap(([key, field]): NameProblem[] => {
    const value = config[key];
    if (typeof value !== 'string' || value === stored?.config?.[key]) return [];
    const found = skipClientChecks ? undefined : field.problem?.(value);
    return found ? [{ ...found, message: `${flagName(field)}: ${found.message}` }] : [];
  });
  const before = new Map((stored ? modelStates(stored) : []).map((each) => [each.model, each]));
  const ofModels = enable.flatMap((model): NameProblem[] => {
    const isOn = before.get(model)?.enabled === true;
    // The name of a model that Port lists is right; only its end is checked.
    const says = before.has(model)
      ? endOf(type.ended?.(model, now))
      : type.problemInModel?.(model, config, now);
    return isOn || says === undefined ? [] : [says];
  });
  const found = [...ofValues, ...ofModels].filter(({ forcible }) => !force || !forcible);
  if (found.length === 0) return [];
  const overridable = found.every(({ forcible }) => forcible);
  const error = fail('InvalidConfig', found.map(({ message }) => message).join(' '), {
    hint: overridable ? 'Nothing was sent. --force sends it as it is.' : 'Nothing was sent.',
  });
  return [{ error, overridable }];
}

const endOf = (says: string | undefined): NameProblem | undefined =>
  says === undefined ? undefined : { message: `${says}.`, forcible: true };

/** Problems that would break the provider or its users. With --force there are none. */
export async function breakage(
  { request, newSecrets }: CompletePut,
  { update }: ProviderChange,
  { stored, providers, secretNames, currentDefault }: PutState,
): Promise<Problem[]> {
  const { provider, type, models, tests, force } = request;
  if (force) return [];
  const offered = stored && knowsModels(stored) ? modelStates(stored) : [];
  const strangers = unknownModels(
    provider,
    [...models.enable, ...models.disable],
    offered.map(({ model }) => model),
  );
  const config = update.config ?? {};
  const references = newReferences(config, stored);
  const names = Object.keys(references).length > 0 ? await secretNames() : undefined;
  const ofThisRun = tests.preflight ? preflightSecretNames(tests.preflight, config) : [];
  const missing = names
    ? missingSecrets(references, [...names, ...newSecrets, ...ofThisRun], flagsOf(type))
    : [];
  const going = {
    provider,
    models: update.enabled ? models.disable : ('all' as const),
    how: 'disabled',
  };
  const inUse = takesAway(request)
    ? defaultInUse(await currentDefault(), going, possibleDefaults(providers))
    : [];
  return [...strangers, ...missing, ...inUse];
}

/** Returns the flag of a field; the key of the field if the type is unknown. */
const flagsOf = (type: ProviderType | undefined) => (key: string) => {
  const field = type && fieldOf(type, key);
  return field ? flagName(field) : key;
};

/**
 * Returns the fields that name a secret, except for secrets that the stored configuration names
 * already.
 */
function newReferences(config: Config, stored: Provider | undefined): Config {
  const before = secretReferences(stored?.config ?? {}).map(({ secret }) => secret);
  const fresh = secretReferences(config).filter(({ secret }) => !before.includes(secret));
  return Object.fromEntries(fresh.map(({ field, secret }) => [field, secret]));
}
