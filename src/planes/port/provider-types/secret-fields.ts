import type { CredentialKind, Field } from './define.ts';
import { secretName } from './field-schemas.ts';

/**
 * The field that names the secret with an API key, under its usual flag.
 *
 * @param what the key in a noun phrase, as help and questions say it: `the OpenAI API key`
 */
export const apiKeyField = (holds: CredentialKind, what: string) =>
  ({
    schema: secretName,
    flag: '--api-key-secret <name>',
    label: `secret that holds ${what}`,
    holds,
  }) satisfies Field;
