import { z } from 'zod';

/** The argument that names a type. Any word passes: types come and go faster than this program. */
export const typeArgument = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]*$/,
    'not the name of a provider type, which has small letters, digits and "-", as openai',
  );
