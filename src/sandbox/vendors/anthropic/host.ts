import { z } from 'zod';
import type { HttpRequest } from '../../../core/http.ts';
import { knowsClaude } from '../known.ts';
import { catalogueRoute } from '../model-lists.ts';
import { anthropicRefusals, bearerRefusals, invalidRequest, notFound } from './refusals.ts';
import { countedTokens, message, modelIn, notMessages, readMessagesCall } from './messages.ts';
import {
  bearer,
  check,
  jsonAnswer,
  parsed,
  type Answer,
  type VendorCaller,
  type Vendor,
} from '../vendor.ts';
import { hasManner } from '../outcomes-by-name.ts';

/** From this version of the API on, the official client sends a key as a bearer token. Source: its 1.11. */
const keysAsBearer = '2026-10-21';

/** api.anthropic.com: keys begin with `sk-ant-`; those of subscriptions are a family of their own. */
function callerOf(request: HttpRequest): VendorCaller {
  const { headers } = request;
  const key = headers['x-api-key'];
  const ofFamily = (value = '') => /^sk-ant-(?!oat)/.test(value);
  if (key !== undefined) return { credential: key, ofFamily: ofFamily(key) };
  const token = bearer(request);
  const recent = (headers['anthropic-version'] ?? '') >= keysAsBearer;
  return { credential: token, ofFamily: recent && ofFamily(token) };
}

export const anthropic: Vendor = async (request, dependencies) => {
  const { headers, body } = request;
  const route = routeOf(request);
  if (!route) return notFound();
  const model = route.model ?? modelIn(body);
  const free = route.api !== 'messages';
  const refusals = 'x-api-key' in headers ? anthropicRefusals : bearerRefusals;
  const refused = await check(
    request,
    callerOf(request),
    { model, knows: knowsClaude, free },
    refusals,
    dependencies,
  );
  if (refused) return refused;
  if (!('anthropic-version' in headers)) {
    return invalidRequest('anthropic-version: header is required');
  }
  switch (route.api) {
    case 'models':
      return jsonAnswer(200, model === '' ? modelList() : modelInfo(model));
    case 'count_tokens':
      return countTokens(body);
    case 'messages':
      return completeMessages(body, model);
  }
};

/** What comes of a Messages body once the model is found; the model may be named outside of it. */
export function completeMessages(body: string | undefined, model: string): Answer {
  const call = readMessagesCall(body);
  if (!call) return notMessages(body);
  return model === '' ? invalidRequest('model: Field required') : message(call, model);
}

const countable = z.looseObject({ messages: z.array(z.looseObject({})).min(1) });

export const countTokens = (body: string | undefined): Answer =>
  countable.safeParse(parsed(body)).success ? countedTokens() : notMessages(body);

interface AnthropicRoute {
  readonly api: 'messages' | 'count_tokens' | 'models';
  readonly model?: string | undefined;
}

function routeOf(request: HttpRequest): AnthropicRoute | undefined {
  const { method, url } = request;
  if (method === 'POST' && url.pathname === '/v1/messages') return { api: 'messages' };
  if (method === 'POST' && url.pathname === '/v1/messages/count_tokens') {
    return { api: 'count_tokens' };
  }
  const catalogue = catalogueRoute(request, '/v1/models');
  return catalogue && { api: 'models', ...catalogue };
}

function modelInfo(id: string) {
  const supported = (value: boolean) => ({ supported: value });
  return {
    type: 'model',
    id,
    display_name: id,
    created_at: '2025-10-01T00:00:00Z',
    deprecated_at: null,
    retires_at: null,
    lifecycle: 'active',
    line: null,
    max_input_tokens: 200_000,
    max_tokens: 64_000,
    capabilities: {
      batch: supported(true),
      citations: supported(true),
      code_execution: supported(true),
      image_input: supported(true),
      pdf_input: supported(true),
      structured_outputs: supported(!hasManner('noschema', id)),
    },
  };
}

const listed = ['claude-opus-4-6', 'claude-haiku-4-5-20251001', 'claude-sonnet-4-5-20250929'];

const modelList = () => ({
  data: listed.map(modelInfo),
  has_more: false,
  first_id: listed[0],
  last_id: listed.at(-1),
});
