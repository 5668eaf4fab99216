import { z } from 'zod';

/**
 * What Port sends, read loosely: unknown fields, types and models pass through, because Port's own
 * documents disagree about them. Requests are built from provider types and are closed there.
 */

const modelSwitches = z.record(z.string(), z.looseObject({ enabled: z.boolean().optional() }));

export const provider = z.looseObject({
  provider: z.string(),
  enabled: z.boolean().default(true),
  config: z.record(z.string(), z.unknown()).nullish(),
  overrides: z.looseObject({ models: modelSwitches.nullish() }).nullish(),
  effectiveModels: modelSwitches.default({}),
  createdAt: z.string().nullish(),
  createdBy: z.string().nullish(),
  updatedAt: z.string().nullish(),
  updatedBy: z.string().nullish(),
});

/** A provider as stored: one per type and organization. */
export type Provider = z.infer<typeof provider>;

export const defaults = z.looseObject({
  provider: z.string(),
  model: z.string(),
  createdAt: z.string().nullish(),
  createdBy: z.string().nullish(),
  updatedAt: z.string().nullish(),
  updatedBy: z.string().nullish(),
});

/** The provider and model that are used when a request names none. */
export type Defaults = z.infer<typeof defaults>;

/** Metadata only. A value has no business here; if a server ever sends one, it goes no further. */
export const secret = z
  .looseObject({
    secretName: z.string(),
    description: z.string().nullish(),
    createdAt: z.string().nullish(),
    updatedAt: z.string().nullish(),
  })
  .transform(({ secretValue: _dropped, value: _alsoDropped, ...metadata }) => metadata);

export type SecretMetadata = z.infer<typeof secret>;

export const organization = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
});

export const user = z.looseObject({
  email: z.string().optional(),
  roles: z.array(z.looseObject({ name: z.string() })).optional(),
});

export const accessToken = z.looseObject({
  accessToken: z.string().min(1),
  /** Seconds. */
  expiresIn: z.number().positive(),
});

/** A change as sent; every part is complete, because Port does not say whether PUT merges. */
export interface ProviderUpdate {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly overrides?: { readonly models: Readonly<Record<string, { readonly enabled: boolean }>> };
  readonly enabled: boolean;
}

/**
 * Reads an envelope: the first of the keys that is there, else the bare body. Undefined when that
 * does not fit, so that an unknown envelope is never taken for an empty answer.
 */
export function envelope<T>(
  keys: readonly string[],
  schema: z.ZodType<T>,
): (body: unknown) => T | undefined {
  const wrapped = z.record(z.string(), z.unknown());
  return (body) => {
    const outer = wrapped.safeParse(body).data;
    const key = keys.find((each) => outer?.[each] !== undefined);
    return schema.safeParse(key === undefined ? body : outer?.[key]).data;
  };
}
