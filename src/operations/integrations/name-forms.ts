import { z } from 'zod';
import { once } from '../../core/once.ts';

/** The check of a slug. Source: CreateIntegrationRequest of the OpenAPI document. */
export const slugForm = once(() =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(255, 'has at most 255 characters')
    .regex(/^[a-zA-Z0-9_-]+$/, 'takes letters, digits, "-" and "_"'),
);

/** The check of a name. Source: the same. */
export const nameForm = once(() =>
  z.string().trim().min(1, 'must not be empty').max(255, 'has at most 255 characters'),
);
