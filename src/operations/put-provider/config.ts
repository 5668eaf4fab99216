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

/** The part of the configuration that is known without asking. */
export type KnownConfig =
  | { readonly config: Config | undefined; readonly variant: Variant | undefined }
  | {
      /** `incomplete` holds all known fields; `fields` holds those that the type knows. */
      readonly incomplete: Config;
      readonly fields: Config;
      readonly type: ProviderType;
    };

/**
 * Makes the configuration: a document replaces the stored one, and fields change it. Gaps in the
 * stored configuration are not the fault of a user who changes something else. They count only if
 * somebody can be asked, and never if only switches are set.
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

/** Completes the put for a caller that cannot ask. */
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
 * Returns the way to connect that the fields belong to.
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

/**
 * Returns the stored fields that stay. If the given fields choose another way to connect, those are
 * the fields that both ways share.
 */
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

/** Removes fields that are an empty text, which stands for "no value". */
function withoutEmpty(config: Config): Config {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== ''));
}
