import type { ConfigFile } from '../../cli/config-file.ts';
import type { Context } from '../../cli/context.ts';
import {
  missingFields,
  openVariants,
  problemsOf,
  variantOf,
  type Problem,
} from '../../planes/port/rules/config-fields.ts';
import { withTexts } from '../../core/text/texts-in-data.ts';
import { usageError } from '../../core/errors.ts';
import { revealValues } from '../../planes/port/rules/mask-headers.ts';
import {
  flagName,
  type ProviderType,
  type Variant,
} from '../../planes/port/provider-types/define.ts';
import { type Config } from '../../vendors/test-requests.ts';
import { problemInPlainText } from '../../core/text/typed-names.ts';
import { askForConfig, type AskOptions } from '../../ui/wizard.ts';
import type { StoredView } from './shared.ts';

/** What is put: a type this version knows, or only its name. */
export interface Subject {
  readonly id: string;
  readonly type: ProviderType | undefined;
}

export interface Wanted {
  readonly config: Config | undefined;
  readonly variant: Variant | undefined;
  /** Whether anything was asked, so that the equivalent command is worth saying. */
  readonly asked: boolean;
}

/** Where a configuration comes from. */
export interface Sources {
  readonly file: ConfigFile;
  readonly fromFlags: Config;
  readonly stored: StoredView | undefined;
  /** Whether nothing but switching on and off was asked for. */
  readonly switchesOnly: boolean;
}

/**
 * The complete configuration: a file replaces the stored one, flags change it, questions fill the
 * rest. What is stored is no mistake of whoever changes something else, so its gaps are asked about
 * only where somebody is there to answer, and not at all when only switches are to be set.
 */
export async function wantedConfig(
  { ask }: Context,
  { type }: Subject,
  { file, fromFlags, stored, switchesOnly }: Sources,
  asking: AskOptions = {},
): Promise<Wanted> {
  const before = stored?.config ?? undefined;
  const fromFile = file.config && revealValues(file.config, before);
  if (!type || type.creatable === false) {
    return { config: fromFile, variant: undefined, asked: false };
  }
  const nothingGiven = fromFile === undefined && Object.keys(fromFlags).length === 0;
  if (stored && nothingGiven && (switchesOnly || !ask.available)) {
    return { config: undefined, variant: undefined, asked: false };
  }
  const given = withoutEmpty({ ...(fromFile ?? keptFrom(type, before, fromFlags)), ...fromFlags });
  if (fromFile) {
    const variant = variantOf(type, given);
    return { config: given, variant, asked: false };
  }
  const known = Object.fromEntries(
    Object.entries(given).filter(([key]) => type.variants.some(({ fields }) => key in fields)),
  );
  openVariants(type, withoutEmpty(fromFlags));
  const same = before && variantOf(type, before);
  const gaps = same ? missingFields(same, known) : [];
  if (
    same === variantOf(type, known) &&
    (gaps.length === 0 || !ask.available) &&
    gaps.every(([key]) => before?.[key] === undefined)
  ) {
    return { config: given, variant: same, asked: false };
  }
  const { variant, answers } = await askForConfig(type, known, ask, asking);
  const asked = Object.keys(answers).length > Object.keys(known).length;
  return { config: { ...given, ...answers }, variant, asked };
}

/** What stays of the stored configuration when flags choose another way to connect: the shared fields. */
function keptFrom(type: ProviderType, before: Config | undefined, fromFlags: Config): Config {
  if (!before) return {};
  const keys = Object.keys(fromFlags);
  const stays = variantOf(type, before);
  if (keys.every((key) => key in stays.fields)) return before;
  const next = type.variants.find(({ fields }) => keys.every((key) => key in fields));
  return Object.fromEntries(
    Object.entries(before).filter(([key]) => next === undefined || key in next.fields),
  );
}

/** An empty flag takes an optional value away. */
function withoutEmpty(config: Config): Config {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== ''));
}

/** What is given now for a field that everybody can read, and could be a value. */
function problemInOpen(variant: Variant, key: string, value: unknown): Problem[] {
  const texts: string[] = [];
  withTexts(value, (text) => {
    texts.push(text);
    return text;
  });
  const message = texts.map(problemInPlainText).find((problem) => problem !== undefined);
  const field = variant.fields[key];
  return message === undefined ? [] : [{ flag: field ? flagName(field) : key, message }];
}

/** Refuses what Port's published schema would refuse of what is given now, in the words of the flags. */
export function requireWellFormed(
  { id, type }: Subject,
  variant: Variant | undefined,
  config: Config | undefined,
  stored: StoredView | undefined,
): void {
  if (!type || !variant || !config) return;
  const before = stored?.config ?? undefined;
  const standing = before && {
    config: before,
    sameVariant: variantOf(type, before) === variant,
  };
  const secretFields = Object.entries(variant.fields).filter(([, field]) => field.namesSecret);
  const open = Object.entries(config).filter(
    ([key, value]) =>
      (key in variant.fields || !(key in (before ?? {}))) &&
      !secretFields.some(([field]) => field === key) &&
      key !== 'customHeaders' &&
      JSON.stringify(value) !== JSON.stringify(before?.[key]),
  );
  const problems = [
    ...problemsOf(variant, config, standing),
    ...open.flatMap(([key, value]) => problemInOpen(variant, key, value)),
  ];
  if (problems.length === 0) return;
  throw usageError(problems.map(({ flag, message }) => `${flag}: ${message}`).join('; '), {
    name: 'InvalidConfig',
    details: { problems },
    hint: 'Nothing was sent. --skip-client-checks leaves the decision to Port.',
    next: [{ command: ['providers', 'put', id, '--help'], why: 'the flags of the type' }],
  });
}
