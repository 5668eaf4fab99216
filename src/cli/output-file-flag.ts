import { basename } from 'node:path';
import { z } from 'zod';
import { looksLikeSecretValue } from '../core/secret-shapes.ts';

/** A flag that names a file to write. A secret value in its place would become its name. */
export const outputFileFlag = () =>
  z
    .string()
    .min(1, 'must not be empty')
    .refine((path) => !looksLikeSecretValue(basename(path)), {
      message: 'this looks like a secret value, not like the name of a file; nothing was written',
    });
