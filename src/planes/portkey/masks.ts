import { isCredentialKey, maskShapes } from '../../core/secret-shapes.ts';
import { jsonIn } from '../../core/text/json.ts';

/** The mark in place of a value that is not shown. */
const mask = '[secret]';

const secretField =
  /(?:^|_)(?:key|secret|token|password|passphrase|private_key|authorization|credentials?)(?:$|_)|service_account_json|^auth_config$/i;
const notSecret =
  /^(?:masked_|aws_access_key_id$|secret_(?:mappings|reference_id|key)$|is_key_required$)/i;

/** Fields whose values are secret whatever their names: headers are used to sign in. */
const secretMaps = /^(?:custom_?headers|vertex_?service_?account_?json|auth_?config)$/i;

/** `azureEntraClientSecret` as `azure_entra_client_secret`: documents write both. */
const snakeCase = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

const isSecretField = (name: string) =>
  !notSecret.test(snakeCase(name)) && (secretField.test(snakeCase(name)) || isCredentialKey(name));

/**
 * Returns a value of JSON with masks in place of what may be secret: fields with the name of a
 * credential, all values of custom headers, and texts with the look of a key. What is false, null or a
 * number stays.
 */
export function withoutSecrets(value: unknown, secret = false): unknown {
  if (typeof value === 'string') return secret && value !== '' ? mask : maskShapes(value);
  if (Array.isArray(value)) return value.map((each: unknown) => withoutSecrets(each, secret));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [
      name,
      withoutSecrets(inner, secret || secretMaps.test(name) || isSecretField(name)),
    ]),
  );
}

/** Reads a body that was sent, of the audit log; undefined where it is no JSON object or list. */
export function sentBodyWithoutSecrets(body: unknown): unknown {
  const parsed = typeof body === 'string' ? jsonIn(body) : body;
  return typeof parsed === 'object' && parsed !== null ? withoutSecrets(parsed) : undefined;
}
