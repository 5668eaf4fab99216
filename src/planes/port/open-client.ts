import type { Secret } from '../../core/secret.ts';
import { createApi, type ApiOptions } from '../../http/api.ts';
import type { PlaneDependencies } from '../plane.ts';
import { createRawApi, type RawApi } from '../raw-api.ts';
import { namingAddress } from '../address-advice.ts';
import { askFrontDoor, type FrontDoorAnswer } from './front-door.ts';
import { withoutValues } from '../without-values.ts';
import { portClient, type PortClient } from './client.ts';
import type { StoredCredentials } from './credentials.ts';
import type { RequestCredentials } from './refusal.ts';
import { portSettings } from './settings.ts';
import { tokenSource } from './token.ts';

/** Gives the access token; with `renew` a fresh one, or undefined where nothing can be renewed. */
export type TokenSource = (renew: boolean) => Promise<Secret | undefined>;

/** The two steps from credentials to Port's API. */
export interface PortSteps {
  /** Tokens of a credential pair come from the cache while they last. */
  tokens(credentials: StoredCredentials, signedIn?: RequestCredentials): Promise<TokenSource>;
  /** The tokens are opened by the first request; `signedIn` is asked when a request was refused. */
  client(
    origin: string,
    tokens: () => Promise<TokenSource>,
    signedIn: () => RequestCredentials | undefined,
  ): Promise<PortClient>;
  /** The same for calls whose answers nobody here reads. */
  raw(
    origin: string,
    tokens: () => Promise<TokenSource>,
    signedIn: () => RequestCredentials | undefined,
  ): Promise<RawApi>;
  /** One request without credentials. */
  frontDoor(origin: string): Promise<FrontDoorAnswer>;
}

export function portSteps(dependencies: PlaneDependencies): PortSteps {
  const { userAgent, send, now, hold, redact, vouchIn, signal, remark } = dependencies;

  const ownSend = async () => namingAddress(await send(), 'Port', portSettings.apiUrl);

  const optionsFor = async (
    ...[origin, tokens, signedIn]: Parameters<PortSteps['raw']>
  ): Promise<ApiOptions> => {
    const open = await ownSend();
    return {
      origin,
      send: async (request) => {
        const answer = await open(request);
        if (request.method === 'GET' && answer.status === 200) vouchIn(answer.body);
        return answer;
      },
      userAgent,
      signal,
      explain: async (answer, request, wrong) => {
        const { portFailure } = await import('./failure.ts');
        return portFailure(withoutValues(answer, redact), request, {
          wrong: wrong === undefined ? undefined : redact(wrong),
          credentials: signedIn(),
        });
      },
      remark: (what) => remark(redact(what)),
      authorize: async (renew) => {
        const token = await (await tokens())(renew);
        return token && { authorization: `Bearer ${token.reveal()}` };
      },
    };
  };

  return {
    async tokens(mine, signedIn) {
      if (mine.kind === 'token') {
        return (renew) => Promise.resolve(renew ? undefined : mine.accessToken);
      }
      const { origin, clientId, clientSecret } = mine;
      return tokenSource({
        origin,
        send: await ownSend(),
        userAgent,
        clientId,
        clientSecret,
        now,
        hold,
        signal,
        ...(signedIn === undefined ? {} : { signedIn }),
        cache: dependencies.tokenCache(origin, clientId),
      });
    },

    async client(...means) {
      const options = await optionsFor(...means);
      const givenTimeoutMs = await dependencies.givenTimeoutMs();
      return portClient(createApi(options), createRawApi(options), givenTimeoutMs);
    },

    async raw(...means) {
      return createRawApi(await optionsFor(...means));
    },

    async frontDoor(origin) {
      return askFrontDoor({ origin, send: await ownSend(), userAgent, signal, now, redact });
    },
  };
}
