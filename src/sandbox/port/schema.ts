import { z } from 'zod';
import { modelFeatures } from '../../planes/port/provider-types/field-schemas.ts';
import { claudeModels, latestClaudeModels } from '../../planes/port/provider-types/anthropic.ts';
import {
  isOptional,
  type Field,
  type ProviderType,
  type Variant,
} from '../../planes/port/provider-types/define.ts';
import type { Config } from '../../planes/port/config.ts';
import { providerTypes } from '../../planes/port/provider-types/index.ts';
import { wireProblems } from './wire-problems.ts';

/** What the sandbox knows: Port's schema of January 2026, or that and the newer models of its guides. */
export type CatalogName = 'published' | 'latest';

/** The models that PUT /v1/llm-providers/{provider} asks for, whichever provider it is about. */
const publishedModels = [
  'gpt-5',
  'claude-sonnet-4-20250514',
  'claude-haiku-4-5-20251001',
  'claude-sonnet-4-5-20250929',
] as const;

/** Patterns and lengths of Port's schema, where it has others than "one character or more". */
const wireTexts: Readonly<Record<string, z.ZodType>> = {
  region: z
    .string()
    .min(1)
    .regex(/^[a-z]{2}-[a-z]+-\d{1}$/),
  roleArn: z
    .string()
    .min(1)
    .regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@-]+$/),
  guardrailIdentifier: z.string(),
  guardrailVersion: z.string(),
};

const wireModels = z
  .array(
    z.strictObject({
      name: z.string().min(3),
      displayName: z.string().optional(),
      contextWindow: z.number().positive().optional(),
      supportedFeatures: z.partialRecord(z.enum(modelFeatures), z.boolean()).optional(),
    }),
  )
  .min(1);

function wireField(key: string, field: Field): z.ZodType {
  const kinds = {
    text: wireTexts[key] ?? z.string().min(1),
    switch: z.boolean(),
    models: wireModels,
    headers: z.record(z.string(), z.string()),
  } as const satisfies Record<NonNullable<Field['kind']>, z.ZodType>;
  const schema = kinds[field.kind ?? 'text'];
  return isOptional(field) ? schema.optional() : schema;
}

function configProblems(variant: Variant, config: Config): string[] {
  const schema = z.strictObject(
    Object.fromEntries(
      Object.entries(variant.fields).map(([key, field]) => [key, wireField(key, field)]),
    ),
  );
  return wireProblems(schema, config, 'body/config').map((problem) => {
    const missing = /^body\/config must have required property '(.+)'$/.exec(problem)?.[1];
    return missing === undefined ? problem : `${missing} is required`;
  });
}

/** Where a type can be configured in two dialects, the older catalogue takes the first, the newer the last. */
function dialects(type: ProviderType, catalog: CatalogName): readonly Variant[] {
  if (!type.alternate) return type.variants;
  return [catalog === 'latest' ? (type.variants.at(-1) ?? type.variants[0]) : type.variants[0]];
}

/** The variant that takes a configuration as it is, or what the nearest one has against it. */
export function fitConfig(
  type: ProviderType,
  config: Config,
  catalog: CatalogName,
): { variant: Variant } | { problems: string[] } {
  const tried = dialects(type, catalog).map((variant) => ({
    variant,
    problems: configProblems(variant, config),
  }));
  const best = tried.reduce((a, b) => (b.problems.length < a.problems.length ? b : a));
  return best.problems.length === 0 ? { variant: best.variant } : { problems: best.problems };
}

const named = z.looseObject({ models: z.array(z.looseObject({ name: z.string() })) });

/** Every model a provider has, switched on or not: the type's own, or those its configuration names. */
export function knownModels(
  type: ProviderType,
  config: Config,
  catalog: CatalogName,
): readonly string[] {
  const latest = catalog === 'latest';
  if (type.creatable === false) return latest ? latestClaudeModels : claudeModels;
  if (namesItsModels(type)) {
    return named.safeParse(config).data?.models.map(({ name }) => name) ?? [];
  }
  return latest ? (type.latestModels ?? type.models) : type.models;
}

/** Whether the models are those that a configuration names, and not the type's own. */
export function namesItsModels(type: ProviderType): boolean {
  return type.variants.some(({ fields }) =>
    Object.values(fields).some(({ kind }) => kind === 'models'),
  );
}

/** Every model of the catalogue, whoever serves it. */
export function everyModel(catalog: CatalogName): readonly string[] {
  if (catalog === 'published') return publishedModels;
  return [...publishedModels, ...providerTypes.flatMap(({ latestModels }) => latestModels ?? [])];
}

const modelSwitch = z.strictObject({ enabled: z.boolean().optional() });

function overridesOf(required: readonly string[], allowed: readonly string[]) {
  const entries = (names: readonly string[], schema: z.ZodType) =>
    names.map((name) => [name, schema] as const);
  return z.strictObject({
    models: z
      .strictObject(
        Object.fromEntries([
          ...entries(allowed, modelSwitch.optional()),
          ...entries(required, modelSwitch),
        ]),
      )
      .optional(),
  });
}

/** The closed overrides of POST: exactly the provider's models. */
export function createOverrides(known: readonly string[]) {
  return overridesOf(known, []);
}

/**
 * The closed overrides of PUT: one map for all types, every model of the catalogue in it. Providers
 * that name their models came later; they need only their own.
 */
export function changeOverrides(
  type: ProviderType,
  known: readonly string[],
  catalog: CatalogName,
) {
  const every = everyModel(catalog);
  return namesItsModels(type) ? overridesOf(known, every) : overridesOf([...every, ...known], []);
}
