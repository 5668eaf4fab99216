import { fail } from '../../core/fail.ts';
import type { SecretMapping } from '../../planes/portkey/nouns.ts';

/** The place that a secret of a vault fills: `key`, or a field of the configuration. */
const targetOf = (field: string) => (field === 'key' ? 'key' : `configurations.${field}`);

/** The mapping of a field of an integration to a secret of a vault. */
export function mappingOf(field: string, reference: string, key?: string): SecretMapping {
  return {
    target_field: targetOf(field),
    secret_reference_id: reference,
    ...(key === undefined || key === '' ? {} : { secret_key: key }),
  };
}

/** The field that a mapping fills, without the part of the body that it is in. */
export const mappedField = ({ target_field: target }: SecretMapping): string =>
  target.replace(/^configurations\./, '');

/**
 * Reads `SLUG`, `SLUG:KEY` or `FIELD=SLUG:KEY`.
 *
 * @throws a usage error
 */
export function readMapping(text: string): SecretMapping {
  const [, field = 'key', reference = '', key] =
    /^(?:([a-z_]+)=)?([^:=]+)(?::(.+))?$/.exec(text) ?? [];
  if (reference === '') {
    throw fail('Usage', '--secret-reference takes SLUG, SLUG:KEY or FIELD=SLUG:KEY');
  }
  return mappingOf(field, reference, key);
}

/** The word of `--secret-reference` that gives the same mapping. */
export function mappingInWord(mapping: SecretMapping): string {
  const { secret_reference_id: reference, secret_key: key } = mapping;
  const field = mappedField(mapping);
  return `${field === 'key' ? '' : `${field}=`}${reference}${key ? `:${key}` : ''}`;
}
