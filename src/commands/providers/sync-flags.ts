import { z } from 'zod';
import { mutationFlags } from '../../cli/mutation.ts';
import { once } from '../../core/once.ts';

/** The flags of `providers models sync`. */
export const syncFlags = once(() =>
  mutationFlags().extend({
    add: z.boolean().default(true),
    prune: z.boolean().default(false),
    check: z.boolean().default(false),
    validate: z.boolean().default(false),
    showRequest: z.boolean().default(false),
  }),
);

/** The same as values. */
export type SyncFlags = z.infer<ReturnType<typeof syncFlags>>;
