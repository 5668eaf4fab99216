import type { HttpRequest } from '../../../core/http.ts';
import { completeMessages } from '../anthropic/host.ts';
import { anthropicRefusals } from '../anthropic/refusals.ts';
import { chatCompletion, notChat, readChat } from '../openai/chat-completions.ts';
import { gatewayRefusals } from './refusals.ts';
import { gatewayModels, knowsGatewayModel } from '../known.ts';
import { modelIn } from '../anthropic/messages.ts';
import { modelList } from '../model-lists.ts';
import { oldLimit } from '../openai/parameters.ts';
import { bearer, check, jsonAnswer, type VendorCaller, type Vendor } from '../vendor.ts';
import { hasManner } from '../outcomes-by-name.ts';

/**
 * A gateway, or a server that runs models itself, at a host that is reserved for examples. It takes a
 * credential of every shape, in any of the usual headers, and one with `open` in its name takes none too.
 */
function callerOf({ headers, url }: HttpRequest): VendorCaller {
  const named = Object.entries(headers).find(
    ([name, value]) => /(?<!idempotency-)key|token|secret/.test(name) && value !== '',
  );
  const credential = bearer({ headers }) ?? named?.[1];
  const open = /(?<![a-z])open(?![a-z])/;
  return {
    credential: credential ?? (open.test(url.hostname) ? '' : undefined),
    ofFamily: true,
  };
}

const asked = (model: string, free = false) => ({ model, knows: knowsGatewayModel, free });

/** What a server says that has no such route, whatever the path. */
const noRoute = () => jsonAnswer(404, { detail: 'Not Found' });

export const compatible: Vendor = async (request, dependencies) => {
  const { method, url, body } = request;
  const caller = callerOf(request);
  if (method === 'GET' && url.pathname.endsWith('/models')) {
    const refused = await check(request, caller, asked('', true), gatewayRefusals, dependencies);
    return refused ?? jsonAnswer(200, modelList(gatewayModels));
  }
  if (method !== 'POST') return noRoute();
  if (url.pathname.endsWith('/chat/completions')) {
    const chat = readChat(body);
    const model = chat?.model ?? '';
    const refused = await check(request, caller, asked(model), gatewayRefusals, dependencies);
    if (refused) return refused;
    if (!chat) return notChat(body);
    const newLimit = hasManner('newlimit', model) && 'max_tokens' in chat;
    return newLimit ? oldLimit() : chatCompletion(chat, model);
  }
  if (url.pathname.endsWith('/messages')) {
    const model = modelIn(body);
    const refused = await check(request, caller, asked(model), anthropicRefusals, dependencies);
    return refused ?? completeMessages(body, model);
  }
  return noRoute();
};
