import { looksLikeSecretValue } from '../../../core/secret-shapes.ts';
import type { Secret } from '../../../core/secret.ts';
import { fieldsOf, jsonIn } from '../../../core/text/json.ts';
import { problemInUrl } from '../../../core/text/typed-names.ts';
import type { KindField } from './define.ts';

/** What a document keeps open: the rest of it is secret. */
const openParts = ['type', 'project_id', 'client_email', 'client_id'];

/** A secret as a field takes it: a text, or a JSON document with its secret parts as Secret. */
export function secretValueOf(
  field: KindField,
  value: Secret,
  hold: (text: string) => Secret,
): unknown {
  const document = fieldsOf(jsonIn(value.reveal()));
  if (!document || field.schema().safeParse(value.reveal()).success) return value;
  return Object.fromEntries(
    Object.entries(document).map(([name, part]) => [
      name,
      typeof part === 'string' && part !== '' && !openParts.includes(name) ? hold(part) : part,
    ]),
  );
}

/** The reason to refuse a secret value in the place of one that everybody can read. */
export const valueInTheOpen =
  'this is a secret value, and would be stored where everybody can read it';

/** Ids of access keys of AWS are no secrets, though they look like keys. */
const keyId = /^A[KS]IA[A-Z0-9]{16}$/;

/** Returns the reason why a text may not be the value of an open field; undefined if it may. */
export function problemInOpenValue(text: string): string | undefined {
  if (text.includes('://') && URL.canParse(text)) return problemInUrl(new URL(text));
  return looksLikeSecretValue(text) && !keyId.test(text) ? valueInTheOpen : undefined;
}
