import { portError } from './errors.ts';
import { PortaiError } from '../../core/errors.ts';
import type { Send } from '../../core/http.ts';
import type { TokenCache } from '../plane.ts';
import type { RequestCredentials } from './refusal.ts';
import type { Secret } from '../../core/secret.ts';
import { createApi, path } from '../../http/api.ts';
import { answers } from './wire.ts';

export interface TokenOptions {
  readonly origin: string;
  readonly send: Send;
  readonly userAgent: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly cache: TokenCache;
  readonly now: () => Date;
  readonly hold: (value: string) => Secret;
  readonly signal?: AbortSignal;
  /** Where the pair was found, for the advice of a refusal. */
  readonly signedIn?: RequestCredentials;
}

/**
 * Gives the access token of a credential pair, from the cache while it lasts. Port hands out the same
 * token until it ends, so its lifetime is what `expiresIn` says now, whatever the documents say.
 */
export function tokenSource(options: TokenOptions): (renew: boolean) => Promise<Secret> {
  const { origin, send, userAgent, signal, clientId, clientSecret, cache, now, hold } = options;
  const api = createApi({
    origin,
    send,
    userAgent,
    ...(signal ? { signal } : {}),
    authorize: () => Promise.resolve(undefined),
    explain: async (answer, request, wrong) => {
      const { portFailure } = await import('./failure.ts');
      return portFailure(answer, request, { wrong, credentials: options.signedIn });
    },
  });

  async function exchange(): Promise<Secret> {
    const asked = now();
    const answer = await api({
      method: 'POST',
      path: path`/v1/auth/access_token`,
      body: { clientId, clientSecret: clientSecret.reveal() },
      // Asking twice gives the same token.
      repeatable: true,
      changes: false,
      returns: sendableToken,
    }).catch((error: unknown) => {
      throw asCredentialError(error);
    });
    const token = hold(answer.accessToken);
    const seconds = lifetime(answer.expiresIn);
    if (seconds !== undefined) {
      await cache.keep(token, new Date(asked.getTime() + seconds * 1000));
    }
    return token;
  }

  let pending: Promise<Secret> | undefined;
  return (renew) => {
    if (renew || !pending) {
      const before = renew ? cache.drop().then(() => undefined) : cache.read();
      pending = before.then((cached) => cached ?? exchange());
    }
    return pending;
  };
}

/** A token goes into a header: one that no header can carry is no token. */
function sendableToken(body: unknown): ReturnType<typeof answers.token> {
  const found = answers.token(body);
  if ('wrong' in found) return found;
  const accessToken = found.value.accessToken.trim();
  if (!/^[\x21-\x7e]+$/.test(accessToken))
    return { wrong: 'accessToken cannot be sent in a header' };
  return { ...found, value: { ...found.value, accessToken } };
}

const longestLifetime = 366 * 24 * 3600;

/**
 * Seconds that a token can be kept; undefined where the server does not say so in a usable way. The
 * token itself is as good: it is used now, and not kept.
 */
function lifetime(expiresIn: unknown): number | undefined {
  const digits = typeof expiresIn === 'string' && /^\d+(?:\.\d+)?$/.test(expiresIn);
  const seconds = digits ? Number(expiresIn) : expiresIn;
  return typeof seconds === 'number' && seconds > 0 && seconds <= longestLifetime
    ? seconds
    : undefined;
}

/**
 * On this route every 4xx about the pair means the same: these credentials do not open this door. A
 * web page, or an address without this route, never looked at them.
 */
function asCredentialError(error: unknown): unknown {
  if (!(error instanceof PortaiError)) return error;
  const { status, name } = error.failure;
  if (status !== 404 && status !== 422) return error;
  if (name === 'html_answer' || name === 'no_such_route') return error;
  const { message, name: _name, exit: _exit, ...facts } = error.failure;
  return portError('invalid_credentials', message, {
    ...facts,
    hint: 'Check the client id and secret, and that they belong to this region: EU and US organizations have separate credentials.',
    cause: error,
  });
}
