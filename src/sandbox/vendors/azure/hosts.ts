import { completeMessages, countTokens } from '../anthropic/host.ts';
import { anthropicRefusals } from '../anthropic/refusals.ts';
import { chatCompletion, notChat, readChat } from '../openai/chat-completions.ts';
import { knowsClaude, knowsGpt } from '../known.ts';
import { modelIn } from '../anthropic/messages.ts';
import { catalogueRoute, modelEntry, modelList, openaiModels } from '../model-lists.ts';
import { refusedParameter } from '../openai/parameters.ts';
import { notResponsesCall, readResponsesCall, responsesAnswer } from '../openai/responses.ts';
import { check, jsonAnswer, type Answer, type Refusals, type Vendor } from '../vendor.ts';
import { hasManner } from '../outcomes-by-name.ts';

/** Azure OpenAI and Claude in Microsoft Foundry: one front door with one form of refusal. */

const refusal = (
  status: number,
  code: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => jsonAnswer(status, { error: { code, message: text } }, headers);

const refused = () =>
  refusal(
    401,
    '401',
    'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
  );

const wrongRoute = () => refusal(404, '404', 'Resource not found');

const frontDoor: Refusals = {
  noCredential: refused,
  unauthorized: refused,
  expired: () =>
    refusal(
      401,
      'Unauthorized',
      'Access token is missing, invalid, audience is incorrect, or have expired.',
    ),
  blocked: () =>
    refusal(
      403,
      'Forbidden',
      'Your resource has been temporarily blocked because we detected behavior that may violate our content policy.',
    ),
  forbidden: () =>
    refusal(
      403,
      'AuthenticationTypeDisabled',
      'Key based authentication is disabled for this resource.',
    ),
  noQuota: () => refusal(429, 'insufficient_quota', 'You exceeded your current quota'),
  noBilling: () => refusal(403, 'SubscriptionDisabled', 'The subscription has been disabled.'),
  rateLimit: () =>
    refusal(
      429,
      'RateLimitReached',
      'Requests to this deployment have exceeded the token rate limit of your pricing tier. Please retry after 20 seconds.',
      { 'retry-after': '20' },
    ),
  country: () => refusal(403, 'Forbidden', 'Country, region, or territory not supported'),
  firewall: () =>
    refusal(403, 'AccessDenied', 'Access denied due to Virtual Network/Firewall rules.'),
  down: () =>
    refusal(
      503,
      'ServiceUnavailable',
      'The service is temporarily unable to process your request.',
    ),
  modelMissing: () =>
    refusal(404, 'DeploymentNotFound', 'The API deployment for this resource does not exist.'),
  modelDenied: () =>
    refusal(
      403,
      'AuthorizationFailed',
      'This key does not have access to the model of the deployment.',
    ),
  modelRetired: () =>
    refusal(410, 'ModelDeprecated', 'The model is deprecated and no longer available'),
};

/** The front door refuses in Azure's form, the model behind it in Anthropic's. */
const foundry: Refusals = {
  ...anthropicRefusals,
  noCredential: refused,
  unauthorized: refused,
  firewall: frontDoor.firewall,
  modelMissing: frontDoor.modelMissing,
  modelRetired: frontDoor.modelRetired,
  marketplace: () =>
    refusal(
      400,
      'InvalidSubscription',
      'Your subscription is not eligible for this Marketplace offer',
    ),
};

/** The model behind a deployment, which a name such as `gpt-4o` says. */
function modelBehind(deployment: string): string {
  if (hasManner('misnamed', deployment)) return 'gpt-4o-mini-2024-07-18';
  return /^(?:gpt-(?!5(?:$|[^\d.]))|o\d)/.test(deployment) ? deployment : 'gpt-5-2025-08-07';
}

/** The routes of Azure OpenAI; the key is in `api-key` and has no shape of its own. */
export const azureOpenai: Vendor = async (request, dependencies) => {
  const { method, url, headers, body } = request;
  const { pathname } = url;
  const legacy = /^\/openai\/deployments\/([^/]+)\/chat\/completions$/.exec(pathname)?.[1];
  const models = catalogueRoute(request, '/openai/v1/models');
  const isChat = legacy !== undefined || pathname === '/openai/v1/chat/completions';
  const known = isChat || pathname === '/openai/v1/responses';
  if (models === undefined && (method !== 'POST' || !known)) return wrongRoute();

  const chat = readChat(body, legacy === undefined ? undefined : decodeURIComponent(legacy));
  const call = readResponsesCall(body);
  const deployment = (isChat ? chat?.model : (models?.model ?? call?.model)) ?? '';
  const caller = { credential: headers['api-key'], ofFamily: true };
  const free = models !== undefined;
  const turnedAway = await check(
    request,
    caller,
    { model: deployment, knows: knowsGpt, free },
    frontDoor,
    dependencies,
  );
  if (turnedAway) return turnedAway;
  if (models !== undefined) {
    const { model } = models;
    return jsonAnswer(200, model === undefined ? modelList(openaiModels) : modelEntry(model));
  }
  const wrongVersion = legacy === undefined ? undefined : refusedVersion(url);
  if (wrongVersion) return wrongVersion;
  const behind = modelBehind(deployment);
  if (isChat) {
    if (!chat) return notChat(body);
    return refusedParameter('chat', behind, chat) ?? chatCompletion(chat, behind);
  }
  if (!call) return notResponsesCall(body);
  return refusedParameter('responses', behind, call) ?? responsesAnswer(call, behind);
};

/** The routes of old want a date; the `v1` ones take any word. */
function refusedVersion({ searchParams }: URL): Answer | undefined {
  const version = searchParams.get('api-version');
  if (version === null) {
    return refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  return /^\d{4}-\d{2}-\d{2}(?:-preview)?$/.test(version)
    ? undefined
    : refusal(400, 'BadRequest', 'API version not supported');
}

/** *.services.ai.azure.com: Claude under /anthropic, the key in `x-api-key` or `api-key`; else as above. */
export const azureFoundry: Vendor = async (request, dependencies) => {
  const { method, url, headers, body } = request;
  const verb = /^\/anthropic\/v1\/messages(\/count_tokens)?$/.exec(url.pathname);
  if (!verb) return azureOpenai(request, dependencies);
  if (method !== 'POST') return wrongRoute();
  const counts = verb[1] !== undefined;
  const model = modelIn(body);
  const credential = headers['x-api-key'] ?? headers['api-key'];
  const caller = { credential, ofFamily: true };
  const turnedAway = await check(
    request,
    caller,
    { model, knows: knowsClaude, free: counts },
    foundry,
    dependencies,
  );
  return turnedAway ?? (counts ? countTokens(body) : completeMessages(body, model));
};
