import { withTexts } from '../core/text/texts-in-data.ts';
import type { HttpResponse, Send } from '../core/http.ts';
import { readJson } from '../core/text/json.ts';
import type { CredentialsInUse } from '../planes/port/refusal.ts';
import type { Secret } from '../core/secret.ts';
import { createApi } from '../http/api.ts';
import { portClient, type PortClient } from '../planes/port/client.ts';
import { tokenSource } from '../planes/port/token.ts';
import type { StoredCredentials } from '../settings/credentials.ts';
import { dropToken, keepToken, readToken } from '../settings/token-cache.ts';

/** Gives the access token; with `renew` a fresh one, or undefined where nothing can be renewed. */
export type TokenSource = (renew: boolean) => Promise<Secret | undefined>;

/** The two steps from credentials to Port's API. */
export interface PortAccess {
  /** Tokens of a credential pair come from the cache while they last. */
  tokens(credentials: StoredCredentials, signedIn?: CredentialsInUse): Promise<TokenSource>;
  /** The tokens are opened by the first request; `signedIn` is asked when a request was refused. */
  client(
    origin: string,
    tokens: () => Promise<TokenSource>,
    signedIn: () => CredentialsInUse | undefined,
  ): Promise<PortClient>;
}

export function portAccess(options: {
  readonly directory: () => string;
  readonly userAgent: string;
  readonly send: () => Promise<Send>;
  readonly now: () => Date;
  readonly hold: (value: string) => Secret;
  /** Takes what is registered out of a text that Port wrote. */
  readonly redact: (text: string) => string;
  /** Takes what a stored document holds for a name. */
  readonly vouchIn: (json: string) => void;
  readonly signal: AbortSignal;
  /** Time for a connection test, where a person has said; Port's client knows its own otherwise. */
  readonly validationTimeoutMs: () => Promise<number | undefined>;
  /** Told what was odd in an answer. */
  readonly remark: (what: string) => void;
}): PortAccess {
  const { directory, userAgent, send, now, hold, redact, vouchIn, signal } = options;
  return {
    async tokens(mine, signedIn) {
      if (mine.kind === 'token') {
        return (renew) => Promise.resolve(renew ? undefined : mine.accessToken);
      }
      const { origin, clientId, clientSecret } = mine;
      const key = [directory(), origin, clientId] as const;
      return tokenSource({
        origin,
        send: await send(),
        userAgent,
        clientId,
        clientSecret,
        now,
        hold,
        signal,
        ...(signedIn === undefined ? {} : { signedIn }),
        cache: {
          read: () => readToken(...key, now(), hold),
          keep: (token, expiresAt) => keepToken(...key, token, expiresAt),
          drop: () => dropToken(...key),
        },
      });
    },

    async client(origin, tokens, signedIn) {
      const open = await send();
      return portClient(
        createApi({
          origin,
          send: async (request) => {
            const answer = await open(request);
            if (request.method === 'GET' && answer.status === 200) vouchIn(answer.body);
            return answer;
          },
          userAgent,
          signal,
          explain: async (answer, request, wrong) => {
            const { portFailure } = await import('../planes/port/failure.ts');
            return portFailure(withoutValues(answer, redact), request, {
              wrong: wrong === undefined ? undefined : redact(wrong),
              credentials: signedIn(),
            });
          },
          remark: (what) => options.remark(redact(what)),
          authorize: async (renew) => {
            const token = await (await tokens())(renew);
            return token && { authorization: `Bearer ${token.reveal()}` };
          },
        }),
        await options.validationTimeoutMs(),
      );
    },
  };
}

/** A refusal without the values it repeats: its words become part of our own sentences. */
function withoutValues(answer: HttpResponse, redact: (text: string) => string): HttpResponse {
  try {
    const said = withTexts(readJson(answer.body), redact, (key) => key);
    return { ...answer, body: JSON.stringify(said) };
  } catch {
    return { ...answer, body: redact(answer.body) };
  }
}
