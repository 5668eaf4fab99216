import { z } from 'zod';
import { once } from '../../core/once.ts';
import { fieldsOf } from '../../core/text/json.ts';
import type { Config } from './config.ts';
import type { Provider } from './nouns.ts';
import { findProviderType, providerTypes } from './provider-types/index.ts';
import { hideValues } from './rules/mask-headers.ts';
import { modelsOf } from './rules/model-switches.ts';

/** A provider as it was, to be put back: names and switches. It holds no value of a secret or a header. */
export interface PreviousProvider {
  readonly enabled: boolean;
  /** Values of custom headers are hidden. */
  readonly config?: Config;
  /** Which models were on. */
  readonly models: Readonly<Record<string, boolean>>;
  /** Paths of the configuration that were left out since their values could be secrets. */
  readonly omitted: readonly string[];
}

/** Returns what of a provider may be kept. What `redact` would change is left out and named. */
export function keptOf(provider: Provider, redact: (text: string) => string): PreviousProvider {
  const omitted: string[] = [];
  const kept = provider.config ? without(hideValues(provider.config), redact, omitted) : undefined;
  const config = fieldsOf(kept);
  const models = modelsOf(findProviderType(provider.provider), provider, providerTypes);
  return {
    enabled: provider.enabled,
    ...(config === undefined ? {} : { config }),
    models: Object.fromEntries(models.map(({ model, enabled }) => [model, enabled])),
    omitted,
  };
}

/** Reads what the history has kept; undefined if it is of another form. */
export function readPrevious(kept: unknown): PreviousProvider | undefined {
  const { data } = form().safeParse(kept);
  if (!data) return undefined;
  const { config, ...rest } = data;
  return { ...rest, ...(config === undefined ? {} : { config }) };
}

const form = once(() =>
  z.object({
    enabled: z.boolean(),
    config: z.custom<Config>((value) => fieldsOf(value) !== undefined).optional(),
    models: z.record(z.string(), z.boolean()),
    omitted: z.array(z.string()),
  }),
);

/** The same data without the texts that `redact` would change; their paths are added to `omitted`. */
function without(
  value: unknown,
  redact: (text: string) => string,
  omitted: string[],
  path = 'config',
): unknown {
  if (typeof value === 'string') {
    if (redact(value) === value) return value;
    omitted.push(path);
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((each: unknown, index) => without(each, redact, omitted, `${path}.${index}`));
  }
  const fields = fieldsOf(value);
  if (!fields) return value;
  const entries = Object.entries(fields).flatMap(([key, each]): [string, unknown][] => {
    if (redact(key) !== key) {
      omitted.push(path);
      return [];
    }
    const kept = without(each, redact, omitted, `${path}.${key}`);
    return kept === undefined ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}
