import { variable, type Env } from '../../core/sources.ts';
import { fail } from '../../core/fail.ts';

/** Credentials as text, on their way into a Secret. */
export type PlainCredentials =
  | { readonly kind: 'client'; readonly clientId: string; readonly clientSecret: string }
  | { readonly kind: 'token'; readonly accessToken: string };

/** What `port config --init` writes into a fresh file; people export it as it is. */
const placeholders: readonly string[] = ['your-client-id', 'your-client-secret'];

/**
 * Credentials of the environment and the variable they go by: a token first, then a client. One half
 * of a client is a usage error that names the other.
 */
export function environmentCredentials(
  env: Env,
): { readonly credentials: PlainCredentials; readonly variable: string } | undefined {
  const given = (name: string) => {
    const text = variable(env, name);
    return text !== undefined && placeholders.includes(text) ? undefined : text;
  };
  // `port auth token` prints the whole header unless it is told otherwise.
  const accessToken = given('PORT_ACCESS_TOKEN')?.replace(/^Bearer\s+/i, '');
  if (accessToken !== undefined) {
    return { credentials: { kind: 'token', accessToken }, variable: 'PORT_ACCESS_TOKEN' };
  }
  const clientId = given('PORT_CLIENT_ID');
  const clientSecret = given('PORT_CLIENT_SECRET');
  if (clientId !== undefined && clientSecret !== undefined) {
    return { credentials: { kind: 'client', clientId, clientSecret }, variable: 'PORT_CLIENT_ID' };
  }
  if (clientId !== undefined) throw incomplete('PORT_CLIENT_SECRET', 'PORT_CLIENT_ID');
  if (clientSecret !== undefined) throw incomplete('PORT_CLIENT_ID', 'PORT_CLIENT_SECRET');
  return undefined;
}

function incomplete(missing: string, there: string) {
  return fail('IncompleteCredentials', `${missing} is not set, but ${there} is: they go together`, {
    hint: `Set ${missing}, or unset ${there} to use stored credentials. An empty value and the placeholders ${placeholders.join(' and ')} count as not set.`,
  });
}
