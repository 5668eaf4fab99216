import { z } from 'zod';
import { once } from '../../core/once.ts';

/** Causes that a limit of Portkey or of the provider has, which say nothing against a key. */
const limits: readonly string[] = ['QUOTA_EXHAUSTED', 'RATE_LIMITED'];

/** Models by name, as a connection test through Portkey's gateway found them. */
type TestedModels = Readonly<Record<string, { readonly isValid: boolean; readonly cause: string }>>;

/**
 * Returns true if a budget or a rate limit kept a model from answering through Portkey's gateway. Such a
 * test ends with `limited`, whichever command made it: what was asked was read, and a limit answered.
 */
export const isEndedByLimit = (models: TestedModels): boolean =>
  Object.values(models).some(({ isValid, cause }) => !isValid && limits.includes(cause));

const details = once(() =>
  z.looseObject({
    preflight: z.looseObject({
      testedModels: z.record(
        z.string(),
        z.looseObject({ isValid: z.boolean(), cause: z.string() }),
      ),
    }),
  }),
);

/** The same of the details of an error that has the report of a preflight. */
export const isPreflightEndedByLimit = (found: unknown): boolean =>
  isEndedByLimit(details().safeParse(found).data?.preflight.testedModels ?? {});
