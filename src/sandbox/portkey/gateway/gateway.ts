import { z } from 'zod';
import { PortaiError } from '../../../core/errors.ts';
import type { HttpRequest, HttpResponse, Send } from '../../../core/http.ts';
import { jsonIn } from '../../../core/text/json.ts';
import type { SandboxStore } from '../../store/store.ts';
import { inputTokens } from '../../vendors/generated-text.ts';
import { callerOf, keyIn, type PortkeyKeys } from '../keys.ts';
import { vaultWith } from '../vault.ts';
import { admit, charge, chargedIn, type Admitted } from './admission.ts';
import { doorRefusal, GatewayRefused } from './refused.ts';
import { ask } from './upstream.ts';

/** USD for a token of a model without a price of its own: 77 answers of the simulation spend ten dollars. */
export const pricePerToken = 0.01;

/** What the gateway works with. */
export interface GatewayOptions {
  readonly store: Pick<SandboxStore, 'portkey' | 'key'>;
  readonly now: () => Date;
  readonly keys: PortkeyKeys;
  /** Where calls of models go: the simulated providers. */
  readonly providers: Send;
}

/** The path of the gateway, below the base path. */
export const gatewayPath = '/chat/completions';

const chatBody = z.looseObject({
  model: z.string().optional(),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
});
const usageBody = z.looseObject({
  usage: z.looseObject({ prompt_tokens: z.number(), completion_tokens: z.number() }),
});

/**
 * Portkey's gateway for chat completions: finds the provider that the key's workspace has by this slug,
 * refuses what its limits and its models do not allow, asks the simulated provider, and counts.
 */
export function portkeyGateway({ store, now, keys, providers }: GatewayOptions): Send {
  async function answer(request: HttpRequest): Promise<HttpResponse> {
    const caller = callerOf(keyIn(request.headers), keys, await store.portkey.read());
    if (!caller) throw doorRefusal(401, 'Invalid API Key', '03');
    const { workspace, scopes } = caller;
    if (workspace === undefined || scopes?.includes('completions.write') === false) {
      throw doorRefusal(403, 'Forbidden!', '033');
    }
    const chat = chatBody.safeParse(jsonIn(request.body)).data;
    if (!chat) throw doorRefusal(400, 'The body is not a chat completion');
    const { provider, model } = namedIn(request.headers, chat.model ?? '');
    const tokens = chat.max_tokens ?? chat.max_completion_tokens ?? 1;
    const admitted = await store.portkey.change((draft) =>
      admit(draft, workspace, { provider, model, tokens }, now()),
    );
    const vault = vaultWith(await store.key());
    const state = await store.portkey.read();
    const { signal } = request;
    const given = await ask(providers, state, admitted, { chat, model, vault, signal });
    if (given.status === 200) {
      const used = usageIn(given, admitted);
      await store.portkey.change((draft) => {
        // Whoever deleted the provider meanwhile counts nothing.
        if (!draft.providers.some(({ id }) => id === admitted.provider.id)) return;
        charge(chargedIn(draft, workspace, provider), used, now());
      });
    }
    return given;
  }

  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      if (error instanceof GatewayRefused) return json(error.status, error.body);
      if (error instanceof PortaiError && error.failure.name === 'NOT_SIMULATED') {
        const { message } = error;
        const said = { message, type: 'not_simulated', param: null, code: null };
        return json(400, { error: said });
      }
      throw error;
    }
  };
}

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Provider and model: `@provider/model` in the body, or the provider in a header. */
function namedIn(headers: Readonly<Record<string, string>>, model: string) {
  const inBody = /^@([^/]+)\/(.+)$/.exec(model);
  const inHeader = headers['x-portkey-provider'] ?? headers['x-portkey-virtual-key'];
  const provider = inBody?.[1] ?? inHeader?.replace(/^@/, '');
  if (provider === undefined) {
    throw doorRefusal(400, 'Name the provider: @provider/model, or the header x-portkey-provider');
  }
  return { provider, model: inBody?.[2] ?? model };
}

const pricing = z.looseObject({
  pay_as_you_go: z.looseObject({
    request_token: z.looseObject({ price: z.number() }),
    response_token: z.looseObject({ price: z.number() }),
  }),
});

/** What an answer cost. A price of the model's own is in cents for a token, as in Portkey's public data. */
function usageIn({ body }: HttpResponse, { row }: Admitted) {
  const usage = usageBody.safeParse(jsonIn(body)).data?.usage;
  // A stream says nothing of its use.
  const read = usage?.prompt_tokens ?? inputTokens;
  const written = usage?.completion_tokens ?? 1;
  const own = pricing.safeParse(row?.pricing_config).data?.pay_as_you_go;
  const cost = own
    ? (read * own.request_token.price + written * own.response_token.price) / 100
    : (read + written) * pricePerToken;
  return { cost, tokens: read + written };
}
