import type { Provider } from '../../planes/port/nouns.ts';
import {
  flagName,
  type ProviderType,
  type Variant,
} from '../../planes/port/provider-types/define.ts';
import {
  missingFields,
  openVariants,
  problemsOf,
  variantOf,
} from '../../planes/port/rules/config-fields.ts';
import { revealValues } from '../../planes/port/rules/mask-headers.ts';
import type { Config } from '../../planes/port/config.ts';
import { switchesSomething, type CompletePut, type PutRequest } from './request.ts';
import { fail } from '../../core/fail.ts';

/** The configuration as far as it is known without asking. */
export type KnownConfig =
  | { readonly config: Config | undefined; readonly variant: Variant | undefined }
  | {
      /** All of it that is known, and the fields of the type in it. */
      readonly incomplete: Config;
      readonly fields: Config;
      readonly type: ProviderType;
    };

/**
 * The complete configuration: a document replaces the stored one, fields change it. What is stored is
 * no mistake of whoever changes something else, so its gaps count only where somebody is there to fill
 * them, and not at all when only switches are to be set.
 */
export function knownConfig(
  request: PutRequest,
  stored: Provider | undefined,
  canAsk: boolean,
): KnownConfig {
  const { type, document, fields } = request;
  const before = stored?.config ?? undefined;
  const fromDocument = document?.config && revealValues(document.config, before);
  if (!type || type.creatable === false) return { config: fromDocument, variant: undefined };
  const nothingGiven = fromDocument === undefined && Object.keys(fields).length === 0;
  if (stored && nothingGiven && (switchesSomething(request) || !canAsk)) {
    return { config: undefined, variant: undefined };
  }
  const given = withoutEmpty({ ...(fromDocument ?? keptFrom(type, before, fields)), ...fields });
  if (fromDocument) return { config: given, variant: variantOf(type, given) };
  const known = Object.fromEntries(
    Object.entries(given).filter(([key]) => type.variants.some((each) => key in each.fields)),
  );
  openVariants(type, withoutEmpty(fields));
  const same = before && variantOf(type, before);
  const gaps = same ? missingFields(same, known) : [];
  if (
    same === variantOf(type, known) &&
    (gaps.length === 0 || !canAsk) &&
    gaps.every(([key]) => before?.[key] === undefined)
  ) {
    return { config: given, variant: same };
  }
  return { incomplete: given, fields: known, type };
}

/** The put as it stands, for a caller that asks nobody. */
export function completeWithoutQuestions(
  request: PutRequest,
  stored: Provider | undefined,
): CompletePut {
  const known = knownConfig(request, stored, false);
  const { config, variant } =
    'incomplete' in known
      ? {
          config: known.incomplete,
          variant: variantWithoutQuestions(known.type, openFor(known, request), known.fields),
        }
      : known;
  return {
    request,
    config,
    variant,
    given: request.fields,
    asked: false,
    newSecrets: [],
    values: new Map(),
  };
}

const openFor = (
  { type, fields }: { readonly type: ProviderType; readonly fields: Config },
  { variant }: PutRequest,
) => openVariants(type, fields).filter(({ id }) => variant === undefined || id === variant);

/**
 * The way to connect that the fields are for.
 *
 * @throws one usage error that names every missing flag.
 */
export function variantWithoutQuestions(
  type: ProviderType,
  open: readonly Variant[],
  given: Config,
): Variant {
  const complete = open.find((variant) => problemsOf(variant, given).length === 0);
  if (complete) return complete;
  const [only] = open;
  if (!only) throw fail('Usage', `No way to connect to ${type.title} fits these flags`);
  const full = open.find((variant) => missingFields(variant, given).length === 0);
  if (full) return full;
  const missing = open.map((variant) => missingFields(variant, given).map(([, field]) => field));
  const words = missing.map((fields) => fields.map(({ flag }) => flag).join(' '));
  throw fail('MissingFlags', `Missing for ${type.title}: ${words.join(', or ')}`, {
    details: { missing: missing.map((fields) => fields.map(flagName)) },
    hint: 'On a terminal, portai asks for what is missing.',
    next: [{ command: ['providers', 'put', type.id, '--help'], why: 'all flags of the type' }],
  });
}

/** What stays of the stored configuration when fields choose another way to connect: the shared ones. */
function keptFrom(type: ProviderType, before: Config | undefined, given: Config): Config {
  if (!before) return {};
  const keys = Object.keys(given);
  const stays = variantOf(type, before);
  if (keys.every((key) => key in stays.fields)) return before;
  const next = type.variants.find(({ fields }) => keys.every((key) => key in fields));
  return Object.fromEntries(
    Object.entries(before).filter(([key]) => next === undefined || key in next.fields),
  );
}

/** An empty text takes an optional value away. */
function withoutEmpty(config: Config): Config {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== ''));
}
