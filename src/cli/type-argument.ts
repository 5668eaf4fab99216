import { z } from 'zod';
import { once } from '../core/once.ts';

/** The argument that names a type. Any word passes: types come and go faster than this program. */
export const typeArgument = once(() =>
  z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]*$/,
      'not the name of a provider type, which has small letters, digits and "-", as openai',
    ),
);
