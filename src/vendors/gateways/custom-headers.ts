import { looksLikeSecretValue } from '../../core/secret-shapes.ts';
import { configInvalid } from '../config-invalid.ts';
import { sendableHeaders } from './header-form.ts';

/** Headers that a connection adds to every request, as whoever stored them spelled them. */
export type CustomHeaders = Readonly<Record<string, string>>;

/** Headers of the connection itself: sent along, they break the request or do nothing. */
const ofTheConnection =
  /^(?:host|content-length|connection|transfer-encoding|keep-alive|proxy-connection|upgrade|te|trailer|expect)$/i;

/**
 * Custom headers by lower-case name: they override ours. Those of the connection are left out. Throws
 * CONFIG_INVALID for one that no HTTP message can carry, such as one with a line break in it.
 */
export function headersToSend(given: CustomHeaders): Record<string, string> {
  const entries = Object.entries(given).filter(([name]) => !ofTheConnection.test(name));
  const { data, error } = sendableHeaders().safeParse(
    Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value])),
  );
  if (!data)
    throw configInvalid(`A custom header cannot be sent: ${error.issues[0]?.message ?? ''}`);
  return data;
}

const secretName =
  /auth|token|secret|cookie|passw|credential|session|api-?key|(?:^|[-_])key(?:[-_]|$)/i;

/**
 * What is worth knowing of custom headers before anything is sent.
 *
 * @param credential the header in which the stored credential goes; undefined without one
 */
export function customHeaderRemarks(
  given: CustomHeaders,
  credential: 'authorization' | 'x-api-key' | undefined,
  plane: string,
): string[] {
  const sent = headersToSend(given);
  const leftOut = Object.keys(given).flatMap((name) =>
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
      ? [`${plane} stores custom headers in clear, ${inClear.join(' and ')} among them.`]
      : []),
    ...leftOut.map((name) => `The custom header ${name} was left out: the connection sets it.`),
  ];
}
