import type { z } from 'zod';
import type { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';

/** Says that a file of the sandbox's state cannot be read, and what to do. */
export function damaged(place: string): PortaiError {
  return fail('SandboxDamaged', `The sandbox cannot read ${place}: it is damaged`, {
    hint: 'Nothing was overwritten. Remove that file, or reset the whole sandbox.',
    next: [{ command: ['sandbox', '--reset'], why: 'start over with an empty sandbox' }],
    details: { path: place },
  });
}

/** The value of a stored text. Throws SandboxDamaged, with the place, when it is not of its schema. */
export function parsed<T>(text: string, schema: z.ZodType<T>, place: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(place);
  }
  const result = schema.safeParse(value);
  if (!result.success) throw damaged(place);
  return result.data;
}

/** A value as it is stored. */
export const textOf = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
