import type { NextStep } from '../../core/errors.ts';
import { failing, type Fail } from '../../core/fail.ts';
import { busyAdvice, busyFix } from '../busy-advice.ts';
import type { PortRefusalFacts, CatalogueEntry } from './refusal.ts';
import { stepsAfterFailedTest } from './test-advice.ts';

const json = (status: number, body: unknown) => ({ status, body: JSON.stringify(body) });

/** Every error that Port documents or was seen to send. Adding a name is adding an entry here, nothing else. */
export const portErrors = {
  LLMProviderNotFoundError: {
    exit: 'notFound',
    title: 'The provider is not configured for this organization',
    cause: 'No configuration of this type is stored in the organization.',
    fix: 'Connect the provider first, or ask an organization admin to.',
    next: ({ provider }) => [
      { command: ['providers', 'list'], why: 'see what is configured' },
      { command: ['providers', 'put', provider ?? '<type>', '--validate'], why: 'connect it' },
    ],
    example: json(404, {
      ok: false,
      error: {
        name: 'LLMProviderNotFoundError',
        message: "LLM provider 'openai' not found for organization",
      },
    }),
  },
  LLMProviderModelTestError: {
    exit: 'checkFailed',
    title: 'The connection test failed; nothing was saved',
    cause:
      'Port called the provider with the stored secret, and at least one enabled model did not answer: the key, its permissions, the account’s credit, or access to that model.',
    fix: 'Nothing was saved. What helps depends on what each model answered: another key, more permissions, or going on without the model.',
    advice: ({ named, sentConfig }) =>
      sentConfig === true && named.length === 0
        ? 'Nothing was saved. The configuration names no secret, so there is none to rotate: look at what else it connects with.'
        : undefined,
    next: stepsAfterFailedTest,
    example: json(400, {
      ok: false,
      error: {
        name: 'LLMProviderModelTestError',
        message: "Connection test failed for provider 'openai'",
        details: { testedModels: { 'gpt-5': { isValid: false, message: 'Invalid API key' } } },
      },
    }),
  },
  LLMProviderInvalidConfigError: {
    exit: 'refused',
    title: 'The configuration misses something, or holds something Port does not take',
    cause: 'A required field is missing, a field is unknown, or a named secret does not exist.',
    fix: 'Compare the configuration with the flags of the type.',
    next: ({ provider }) => [
      {
        command: ['providers', 'put', provider ?? '<type>', '--help'],
        why: 'the flags of the type',
      },
      { command: ['secrets', 'list'], why: 'the secrets there are' },
    ],
    example: json(400, {
      ok: false,
      error: { name: 'LLMProviderInvalidConfigError', message: 'apiKeySecretName is required' },
    }),
  },
  LLMProviderModelNotEnabledError: {
    exit: 'refused',
    title: 'The model is not enabled for this provider',
    cause: 'The provider does not offer the model, or it is switched off in its overrides.',
    fix: 'Enable the model, or choose one that is enabled.',
    next: ({ provider, model }) => [
      {
        command: ['providers', 'models', 'list', provider ?? '<type>'],
        why: 'the models that are enabled',
      },
      {
        command: ['providers', 'models', 'enable', provider ?? '<type>', model ?? '<model>'],
        why: 'enable it',
      },
    ],
    example: json(400, {
      ok: false,
      error: {
        name: 'LLMProviderModelNotEnabledError',
        message: "Model 'gpt-5' is not enabled for provider 'anthropic'",
      },
    }),
  },
  llm_provider_manage_forbidden: {
    exit: 'forbidden',
    title: 'Managing LLM providers needs an organization admin',
    cause: 'These credentials belong to a member. Members may read providers and defaults.',
    fix: 'Sign in with an admin’s credentials, or ask an organization admin.',
    next: () => [{ command: ['auth', 'status'], why: 'who you are, and where that comes from' }],
    example: json(403, {
      name: 'llm_provider_manage_forbidden',
      message: 'You do not have permission to manage LLM providers',
    }),
  },
  invalid_credentials: {
    exit: 'unauthenticated',
    title: 'The client id or secret is not accepted',
    cause: 'The pair is wrong, was rotated, or belongs to an organization in the other region.',
    fix: 'Check both values, and the region: EU and US organizations have separate credentials.',
    advice: ({ credentials }) =>
      credentials?.from === 'environment'
        ? 'Check PORT_CLIENT_ID and PORT_CLIENT_SECRET, and the region: EU and US organizations have separate credentials. What is stored is not used while they are set.'
        : undefined,
    next: signIn,
    example: json(401, {
      ok: false,
      error: 'invalid_credentials',
      message: 'Invalid credentials supplied to the generate token API',
    }),
  },
  unauthorized: {
    exit: 'unauthenticated',
    title: 'The access token is not accepted',
    cause: 'It has ended, was revoked, or is for another organization or region.',
    fix: 'Sign in again. A token given as it is, by PORT_ACCESS_TOKEN or `auth login`, is not renewed.',
    advice: ({ credentials }) => {
      if (credentials?.kind === 'client') {
        return `A new token was fetched with the credentials of ${sourceOf(credentials)}, and was refused as well. Check the address and the region.`;
      }
      return credentials && credentials.from !== 'sandbox'
        ? `The token of ${sourceOf(credentials)} is used as it is and cannot be renewed: put a new one in its place.`
        : undefined;
    },
    next: signIn,
    example: json(401, { ok: false, error: 'unauthorized', message: 'Unauthorized' }),
  },
  ip_not_allowed: {
    exit: 'forbidden',
    title: 'This address is not on the organization’s IP allow-list',
    cause: 'The organization accepts API calls from listed addresses only.',
    fix: 'Have the address in the message added to the allow-list, or call from a listed network.',
    next: () => [],
    example: {
      status: 403,
      body: 'IP not whitelisted. Found x-forwarded-for header: 203.0.113.7, orgId: org_1',
    },
  },
  forbidden: {
    exit: 'forbidden',
    title: 'Signed in, but not allowed to do this',
    cause: 'The role or the scopes of these credentials do not cover the request.',
    fix: 'Ask an organization admin for the permission, or use an admin’s credentials.',
    next: () => [{ command: ['auth', 'status'], why: 'who you are' }],
    example: json(403, { ok: false, error: 'forbidden', message: 'Forbidden' }),
  },
  not_found: {
    exit: 'notFound',
    title: 'There is nothing of that name',
    cause: 'The name is wrong, or it was deleted.',
    fix: 'Compare the name with the list.',
    next: ({ secret }) => [
      secret === undefined
        ? { command: ['providers', 'list'], why: 'the providers there are' }
        : { command: ['secrets', 'list'], why: 'the secrets there are' },
    ],
    example: json(404, {
      ok: false,
      error: 'not_found',
      message: 'A resource with the provided identifier was not found',
    }),
  },
  no_such_route: {
    exit: 'notFound',
    title: 'There is no such route at this address',
    cause:
      'The base path is wrong, it is another service, or the feature is off for the organization.',
    fix: 'Wrong base path, or the feature is off. Check --api-url (the host only, such as https://api.port.io); when that is right, ask an admin whether Port AI is switched on.',
    next: () => [{ command: ['auth', 'status'], why: 'which address is used, and why' }],
    example: json(404, {
      statusCode: 404,
      error: 'Not Found',
      message: 'Route GET:/api/v1/llm-providers not found',
    }),
  },
  conflict: {
    exit: 'conflict',
    title: 'It exists already',
    cause: 'Something of that name is there, or changed at the same moment.',
    fix: 'Look at what is there, then change it instead of adding it.',
    next: ({ secret }) => [
      secret === undefined
        ? { command: ['providers', 'list'], why: 'what is there' }
        : { command: ['secrets', 'get', secret], why: 'what is there' },
    ],
    example: json(409, { ok: false, error: 'conflict', message: 'Already exists' }),
  },
  changed_meanwhile: {
    exit: 'conflict',
    title: 'It was changed meanwhile, or is locked',
    cause: 'Somebody else changes it at the same moment, or a condition of the request failed.',
    fix: 'Look at what is there now, then repeat the change.',
    next: ({ secret }) => [
      secret === undefined
        ? { command: ['providers', 'list'], why: 'what is there' }
        : { command: ['secrets', 'get', secret], why: 'what is there' },
    ],
    example: json(412, {
      statusCode: 412,
      error: 'Precondition Failed',
      message: 'Precondition Failed',
    }),
  },
  payload_too_large: {
    exit: 'refused',
    title: 'The request is larger than Port takes (1 MiB)',
    cause: 'A secret value or a configuration is too long.',
    fix: 'Store the short credential itself, not a file around it.',
    next: () => [],
    example: json(413, {
      ok: false,
      error: 'payload_too_large',
      message: 'Request body is too large (limit is 1MiB)',
    }),
  },
  unprocessable: {
    exit: 'refused',
    title: 'The request does not fit the route’s schema',
    cause: 'A value has the wrong form, or Port’s schema changed.',
    fix: '--dry-run shows what would be sent; --debug shows the exchange.',
    advice: refusedAdvice,
    next: () => [],
    example: json(422, {
      ok: false,
      error: 'unprocessable',
      message: "The json provided does not match the route's schema",
    }),
  },
  bad_request: {
    exit: 'refused',
    title: 'Port refused the request',
    cause: 'Something in it is not accepted; the message says what.',
    fix: '--dry-run shows what would be sent; --debug shows the exchange.',
    advice: refusedAdvice,
    next: () => [],
    example: json(400, { statusCode: 400, error: 'Bad Request', message: 'Bad Request' }),
  },
  rate_limit: {
    exit: 'limited',
    title: 'Too many requests for this organization',
    cause: 'The organization’s limit is used up; it is shared by every caller.',
    fix: busyFix,
    advice: busyAdvice,
    next: () => [],
    example: json(429, {
      error: 'Rate limit exceeded',
      type: 'RATE_LIMIT_ERROR',
      retryAfter: 3600,
    }),
  },
  payment_required: {
    exit: 'limited',
    title: 'Payment is required first',
    cause: 'The plan does not cover the request, or what was paid for is used up.',
    fix: 'Ask whoever holds the contract; waiting does not help.',
    next: () => [],
    example: json(402, { statusCode: 402, error: 'Payment Required', message: 'Payment Required' }),
  },
  quota: {
    exit: 'limited',
    title: 'The monthly quota is used up',
    cause: 'Port’s managed models have a monthly limit; providers of your own do not count.',
    fix: 'Wait for the reset date, or make a provider of your own the default.',
    next: () => [
      {
        command: ['defaults', 'set', '--provider', '<type>', '--model', '<model>'],
        why: 'use your own provider',
      },
    ],
    example: json(429, {
      error: 'Monthly quota exceeded',
      type: 'QUOTA_ERROR',
      resetDate: '2026-01-01T00:00:00Z',
    }),
  },
  internal_error: {
    exit: 'unreachable',
    title: 'Port failed to answer',
    cause: 'An error on Port’s side, or of a gateway before it.',
    fix: 'Repeat later; when it stays, Port’s support asks for the trace id.',
    advice: ({ requestId }) =>
      requestId === undefined
        ? 'Repeat later. There is no trace id in the answer, so a gateway before Port may have given it.'
        : `Repeat later; when it stays, give Port’s support the trace id ${requestId}.`,
    next: () => [],
    example: json(500, { ok: false, error: 'internal_error', message: 'Internal error' }),
  },
  html_answer: {
    exit: 'unreachable',
    title: 'HTML answered: a web page instead of the API',
    cause: 'The URL is wrong, or a proxy, firewall or sign-in page stands in between.',
    fix: 'Check --api-url (the host only, such as https://api.port.io) and the proxy.',
    next: () => [{ command: ['auth', 'status'], why: 'which address is used, and why' }],
    example: { status: 200, body: '<!doctype html><title>Sign in</title>' },
  },
  unexpected_answer: {
    exit: 'unreachable',
    title: 'The answer is not one that portai knows how to read',
    cause: 'The body is empty, cut off, or has another shape than documented.',
    fix: 'After a change, look whether it was made before you repeat it.',
    advice: ({ method }) =>
      method === 'GET'
        ? 'The request only reads. Another service or version may be at this address; `auth status` says which it is.'
        : undefined,
    next: () => [],
    example: { status: 200, body: '{"ok":true,"result":[{"provider":"op' },
  },
} as const satisfies Record<string, CatalogueEntry>;

function sourceOf({ from, name }: NonNullable<PortRefusalFacts['credentials']>): string {
  if (from === 'sandbox') return 'the sandbox';
  return from === 'profile' ? `profile "${name}"` : name;
}

/** Signing in stores credentials, which are not used while the environment has some. */
function signIn({ credentials }: PortRefusalFacts): readonly NextStep[] {
  const status = { command: ['auth', 'status'], why: 'which credentials were used' };
  return credentials && credentials.from !== 'profile'
    ? [status]
    : [{ command: ['auth', 'login'], why: 'sign in again' }, status];
}

/** A request that only reads has no dry run, and a refusal without words says nothing. */
function refusedAdvice({ method, message }: PortRefusalFacts): string | undefined {
  if (method === 'GET') return 'The request only reads. --debug shows the exchange.';
  return message === ''
    ? undefined
    : 'The message says what is wrong. --dry-run shows what would be sent.';
}

export type PortErrorName = keyof typeof portErrors;

/** Makes an error of Port's catalogue for what Port itself did not say in so many words. */
export const portError: Fail<PortErrorName> = failing((name) => portErrors[name].exit);
