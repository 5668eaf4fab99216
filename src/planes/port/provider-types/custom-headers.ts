import { z } from 'zod';
import { customHeaders } from './field-schemas.ts';
import { looksLikeSecretValue } from '../../../core/secret-shapes.ts';
import { configInvalid } from '../../../vendors/config-invalid.ts';
import type { Config } from '../../../vendors/test-requests.ts';

/** Headers that a configuration adds to every request, as whoever stored them spelled them. */

const given = z.record(z.string(), z.string()).nullish();

/** Headers of the connection itself: sent along, they break the request or do nothing. */
const ofTheConnection =
  /^(?:host|content-length|connection|transfer-encoding|keep-alive|proxy-connection|upgrade|te|trailer|expect)$/i;

/**
 * Custom headers by lower-case name: they override ours, as they do in Port. Those of the connection
 * are left out. Throws CONFIG_INVALID for one that no HTTP message can carry, such as one with a
 * line break in it.
 */
export function customHeadersOf(config: Config): Record<string, string> {
  const entries = entriesOf(config).filter(([name]) => !ofTheConnection.test(name));
  const { data, error } = customHeaders.safeParse(
    Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value])),
  );
  if (!data)
    throw configInvalid(`A custom header cannot be sent: ${error.issues[0]?.message ?? ''}`);
  return data;
}

function entriesOf(config: Config): [string, string][] {
  const { data, success } = given.safeParse(config['customHeaders']);
  if (!success) throw configInvalid('The custom headers are not pairs of a name and a text');
  return Object.entries(data ?? {});
}

const secretName =
  /auth|token|secret|cookie|passw|credential|session|api-?key|(?:^|[-_])key(?:[-_]|$)/i;

/**
 * What is worth knowing of custom headers before anything is sent.
 *
 * @param credential the header in which the stored credential goes; undefined without one
 */
export function customHeaderRemarks(
  config: Config,
  credential: 'authorization' | 'x-api-key' | undefined,
): string[] {
  const sent = customHeadersOf(config);
  const leftOut = entriesOf(config).flatMap(([name]) =>
    ofTheConnection.test(name) ? [name.toLowerCase()] : [],
  );
  const inClear = Object.entries(sent).flatMap(([name, value]) =>
    secretName.test(name) || looksLikeSecretValue(value) ? [name] : [],
  );
  const own = ['authorization', 'x-api-key'].filter((name) => Object.hasOwn(sent, name));
  return [
    ...(credential !== undefined && own.includes(credential)
      ? [`The custom header ${credential} takes the place of the stored credential.`]
      : []),
    ...(credential === 'x-api-key' && own.includes('authorization')
      ? ['Two credentials are sent: the stored one and the custom header authorization.']
      : []),
    ...(inClear.length > 0
      ? [`Port stores custom headers in clear, ${inClear.join(' and ')} among them.`]
      : []),
    ...leftOut.map((name) => `The custom header ${name} was left out: the connection sets it.`),
  ];
}
