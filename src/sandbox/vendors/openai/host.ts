import type { HttpRequest } from '../../../core/http.ts';
import { knowsGpt } from '../known.ts';
import { catalogueRoute, modelEntry, modelList, openaiModels } from '../model-lists.ts';
import { chatCompletion, notChat, readChat } from './chat-completions.ts';
import { refusedParameter, resolvedModel } from './parameters.ts';
import { invalidUrl, openaiRefusals } from './refusals.ts';
import { notResponsesCall, readResponsesCall, responsesAnswer } from './responses.ts';
import { bearer, check, jsonAnswer, type VendorCaller, type Vendor } from '../vendor.ts';

/** api.openai.com: keys begin with `sk-`, and those that begin with `sk-ant-` are somebody else's. */
export const openai: Vendor = async (request, dependencies) => {
  const { method, url, body } = request;
  const route = routeOf(request);
  if (!route) return invalidUrl(method, url.pathname);
  const credential = bearer(request);
  const caller: VendorCaller = { credential, ofFamily: /^sk-(?!ant-)/.test(credential ?? '') };
  const call = route.api === 'responses' ? readResponsesCall(body) : undefined;
  const chat = route.api === 'chat' ? readChat(body) : undefined;
  const model = route.model ?? call?.model ?? chat?.model ?? '';
  const free = route.api === 'models';
  const refused = await check(
    request,
    caller,
    { model, knows: knowsGpt, free },
    openaiRefusals,
    dependencies,
  );
  if (refused) return refused;
  const answersAs = resolvedModel(model);
  switch (route.api) {
    case 'models':
      return jsonAnswer(200, model === '' ? modelList(openaiModels) : modelEntry(model));
    case 'responses':
      if (!call) return notResponsesCall(body);
      return refusedParameter('responses', model, call) ?? responsesAnswer(call, answersAs);
    case 'chat':
      if (!chat) return notChat(body);
      return refusedParameter('chat', model, chat) ?? chatCompletion(chat, answersAs);
  }
};

interface OpenaiRoute {
  readonly api: 'chat' | 'responses' | 'models';
  readonly model?: string | undefined;
}

function routeOf(request: HttpRequest): OpenaiRoute | undefined {
  const { method, url } = request;
  if (method === 'POST' && url.pathname === '/v1/responses') return { api: 'responses' };
  if (method === 'POST' && url.pathname === '/v1/chat/completions') return { api: 'chat' };
  const catalogue = catalogueRoute(request, '/v1/models');
  return catalogue && { api: 'models', ...catalogue };
}
