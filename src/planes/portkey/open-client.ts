import type { Send } from '../../core/http.ts';
import type { Secret } from '../../core/secret.ts';
import { createApi, type Api, type ApiOptions } from '../../http/api.ts';
import type { PlaneDependencies } from '../plane.ts';
import { createRawApi, type RawApi } from '../raw-api.ts';
import { namingAddress } from '../address-advice.ts';
import { withoutValues } from '../without-values.ts';
import { portkeyClient, type PortkeyClient } from './client.ts';
import { portkeySettings } from './settings.ts';
import { sayingWhatMayBeMade } from './unanswered.ts';

/** What calls to Portkey are made with. */
export interface PortkeyApiOptions {
  /** The address before the paths, as `readBaseUrl` gives it. */
  readonly baseUrl: string;
  /** Asked for by the first request. */
  readonly apiKey: () => Promise<Secret>;
  readonly send: Send;
  readonly userAgent: string;
  readonly signal?: AbortSignal;
  /** Takes what is registered out of a text that somebody else wrote. */
  readonly redact: (text: string) => string;
  /** Is told what was odd in an answer. */
  readonly remark?: (what: string) => void;
}

/** Header of the API key. Source: security scheme `Portkey-Key` of the OpenAPI document. */
const keyHeader = 'x-portkey-api-key';

/** Makes typed calls to an address with an API key. The catalogue of errors is loaded for a refusal only. */
export function portkeyApi(options: PortkeyApiOptions): Api {
  return sayingWhatMayBeMade(createApi(apiOptions(options)), options.signal);
}

function apiOptions(options: PortkeyApiOptions): ApiOptions {
  const { baseUrl, apiKey, send, userAgent, signal, redact, remark } = options;
  return {
    origin: baseUrl,
    send,
    userAgent,
    ...(signal === undefined ? {} : { signal }),
    ...(remark === undefined ? {} : { remark }),
    // A key is not renewed: a second 401 would say the same.
    authorize: async (renew) => (renew ? undefined : { [keyHeader]: (await apiKey()).reveal() }),
    explain: async (answer, request, wrong) => {
      const { portkeyFailure } = await import('./failure.ts');
      const told = wrong === undefined ? undefined : redact(wrong);
      return portkeyFailure(withoutValues(answer, redact), request, told);
    },
  };
}

/** Makes the client of an address with an API key, for one run. */
export async function openClient(...means: Parameters<typeof optionsFor>): Promise<PortkeyClient> {
  return portkeyClient(portkeyApi(await optionsFor(...means)));
}

/** Makes calls whose answers nobody here reads. */
export async function openRawApi(...means: Parameters<typeof optionsFor>): Promise<RawApi> {
  return createRawApi(apiOptions(await optionsFor(...means)));
}

async function optionsFor(
  dependencies: PlaneDependencies,
  baseUrl: string,
  apiKey: () => Promise<Secret>,
): Promise<PortkeyApiOptions> {
  const { userAgent, redact, vouchIn, signal } = dependencies;
  const open = namingAddress(await dependencies.send(), 'Portkey', portkeySettings.portkeyUrl);
  return {
    baseUrl,
    apiKey,
    userAgent,
    signal,
    redact,
    send: async (request) => {
      const answer = await open(request);
      if (request.method === 'GET' && answer.status === 200) vouchIn(answer.body);
      return answer;
    },
    remark: (what) => dependencies.remark(redact(what)),
  };
}
