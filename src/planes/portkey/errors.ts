import type { Method } from '../../core/http.ts';
import { failing, type Fail } from '../../core/fail.ts';
import { busyAdvice, busyFix } from '../busy-advice.ts';
import type { ErrorEntry } from '../error-entry.ts';

/** What is known of a request that Portkey refused. */
export interface PortkeyRefusalFacts {
  /** The server's words; empty where it said none. */
  readonly message: string;
  readonly method?: Method;
  /** False for a request that is never sent twice. */
  readonly repeatable?: boolean;
  /** Slug in the path of the request. */
  readonly integration?: string;
  /** Workspace in the path or the query. */
  readonly workspace?: string;
  /** Seconds that the server asks to wait. */
  readonly waitSeconds?: number;
}

/** One documented error of Portkey's control plane or gateway. */
export type PortkeyErrorEntry = ErrorEntry<PortkeyRefusalFacts>;

const json = (status: number, body: unknown) => ({ status, body: JSON.stringify(body) });

/** The envelope of the control plane. */
const refused = (status: number, errorCode: string, message: string) =>
  json(status, { success: false, data: { message, errorCode } });

/** The envelope of the gateway's checks. */
const gateway = (status: number, type: string, message: string, code: string | null = null) =>
  json(status, { error: { message, type, param: null, code } });

const status = { command: ['auth', 'status'], why: 'which key is used, and where it comes from' };

const list = { command: ['integrations', 'list'], why: 'the integrations there are' };

const addressFix =
  'Check --portkey-url or PORTKEY_BASE_URL: it ends with the version, as https://api.portkey.ai/v1 does.';

/** Names what a refusal is about, or leaves a placeholder for it. */
const limits = ({ integration = '<slug>' }: PortkeyRefusalFacts) => [
  {
    command: ['integrations', 'workspaces', 'list', integration],
    why: 'budgets and rates, and what is used of them',
  },
];
const ofWorkspace = ({ workspace = '<workspace>' }: PortkeyRefusalFacts) => [
  { command: ['workspaces', 'get', workspace], why: 'the workspace and its limits' },
];

/**
 * Every error that Portkey documents or was seen to send. Sources: Portkey's documents and its OpenAPI
 * document for AB01 to AB09, the open-source gateway (branch 2.0.0) for the others.
 */
export const portkeyErrors = {
  AB01: {
    exit: 'refused',
    title: 'The request did not pass Portkey’s validation',
    cause:
      'A field is missing, unknown, or has a value that is not taken: a provider that needs a key got none, both forms of a reset were given, or a slug is taken.',
    fix: 'The message says what is wrong. --dry-run shows what would be sent.',
    advice: ({ method }) =>
      method === 'GET' ? 'The request only reads. --debug shows the exchange.' : undefined,
    next: () => [],
    example: refused(400, 'AB01', 'Invalid request. Please check and try again.'),
  },
  AB02: {
    exit: 'notFound',
    title: 'Portkey knows no such route or id',
    cause: 'The base URL lacks its path, such as /v1, it is another service, or an id is wrong.',
    fix: addressFix,
    next: () => [status],
    example: refused(404, 'AB02', 'Request Validation Error'),
  },
  AB03: {
    exit: 'forbidden',
    title: 'Not allowed, not there, or somebody else’s',
    cause:
      'Portkey answers the same in three cases: the key lacks the scope or the organization’s plan lacks the feature; nothing of that name is there, or it was deleted; or it belongs to another workspace or organization.',
    fix: 'Compare the name with the list first. If it is there, the key needs the scope: an organization’s calls need an organization’s Admin API key, and some need an Enterprise plan.',
    advice: ({ integration, workspace }) => {
      const name = integration ?? workspace;
      return name === undefined
        ? 'Either the key lacks the scope for this, or the organization’s plan does not have it. An organization’s calls need an organization’s Admin API key.'
        : `Either "${name}" is missing (or another workspace’s), or the key is not allowed to do this: Portkey answers the same. Compare the name with the list first.`;
    },
    next: () => [list, status],
    example: refused(403, 'AB03', 'You do not have enough permissions to execute this request'),
  },
  AB04: {
    exit: 'unreachable',
    title: 'Portkey failed to answer',
    cause: 'An error on Portkey’s side, or of a gateway before it.',
    fix: 'Repeat later. After a change, look whether it was made before you repeat it.',
    next: () => [],
    example: refused(500, 'AB04', 'Something went wrong'),
  },
  AB05: {
    exit: 'unauthenticated',
    title: 'The API key is not accepted',
    cause: 'The key is wrong, was rotated or deleted, has ended, or is of another deployment.',
    fix: 'Check the key, and that PORTKEY_BASE_URL is the deployment that it was made for.',
    next: () => [status],
    example: refused(401, 'AB05', 'Unauthorised Request'),
  },
  AB06: {
    exit: 'limited',
    title: 'Too many requests',
    cause: 'The Admin API limits how often it is called; the limit is not published.',
    fix: busyFix,
    advice: busyAdvice,
    next: () => [],
    example: refused(429, 'AB06', 'Too many requests'),
  },
  AB07: {
    exit: 'conflict',
    title: 'It exists already, or something still depends on it',
    cause:
      'The slug is taken, or what is to be deleted still has providers or is mapped somewhere.',
    fix: 'Change what is there instead of creating it, or remove first what depends on it.',
    next: () => [list],
    example: refused(
      409,
      'AB07',
      'Unable to delete. Please ensure that all Virtual Keys are deleted',
    ),
  },
  AB08: {
    exit: 'notFound',
    title: 'There is nothing of that name',
    cause: 'The name is wrong, or it was deleted.',
    fix: 'Compare the name with the list.',
    // Nothing was named: it is the address that leads nowhere.
    advice: ({ method, integration, workspace }) =>
      method === undefined || (integration ?? workspace) !== undefined ? undefined : addressFix,
    next: ({ method, integration, workspace }) => {
      if (workspace !== undefined) {
        return [{ command: ['workspaces', 'list'], why: 'the workspaces there are' }];
      }
      return method === undefined || integration !== undefined ? [list] : [status];
    },
    example: refused(404, 'AB08', 'Object not found'),
  },
  AB09: {
    exit: 'limited',
    title: 'The subscription does not cover this',
    cause: 'The plan’s limit is reached, or the feature belongs to a larger plan.',
    fix: 'Ask whoever holds the contract with Portkey; waiting does not help.',
    next: () => [],
    example: refused(402, 'AB09', 'Subscription limit reached'),
  },
  gateway_invalid_key: {
    exit: 'unauthenticated',
    title: 'The gateway does not accept the API key',
    cause: 'Portkey’s gateway knows no such key (code 03). Nothing reached a provider.',
    fix: 'Check the key: it must be of this deployment, and of a workspace to call models.',
    next: () => [status],
    example: json(401, {
      status: 'failure',
      message: 'Invalid API Key',
      error: { message: 'Invalid API Key', code: '03' },
    }),
  },
  gateway_unverified_key: {
    exit: 'unauthenticated',
    title: 'The gateway could not check the API key',
    cause:
      'Portkey’s gateway could not validate the key (code 033), or the key may not be used here.',
    fix: 'Repeat later. If it stays, check the key and, self-hosted, the gateway’s way to its control plane.',
    next: () => [status],
    example: json(401, {
      status: 'failure',
      message: 'Unable to validate key',
      error: { message: 'Unable to validate key', code: '033' },
    }),
  },
  integration_exhaust_error: {
    exit: 'limited',
    title: 'The workspace’s budget of the integration is used up',
    cause: 'What the workspace used reached the budget that it has for this integration.',
    fix: 'Wait for the next reset, raise the budget, or reset what was used.',
    next: limits,
    example: gateway(
      412,
      'integration_exhaust_error',
      'Portkey Integration openai-prod Usage Limit Exceeded',
      '04',
    ),
  },
  virtual_key_exhaust_error: {
    exit: 'limited',
    title: 'The budget of the AI provider is used up',
    cause: 'What was used reached the budget of this provider of the workspace.',
    fix: 'Wait for the next reset, raise the budget, or reset what was used.',
    next: () => [{ command: ['integrations', 'access'], why: 'who used how much of which budget' }],
    example: gateway(
      412,
      'virtual_key_exhaust_error',
      'Portkey Virtual Key openai-prod Usage Limit Exceeded',
      '04',
    ),
  },
  virtual_key_expired_error: {
    exit: 'unauthenticated',
    title: 'The AI provider has expired',
    cause: 'The provider of the workspace was made for a time, which is over.',
    fix: 'Give it a later end, or none.',
    next: () => [],
    example: gateway(
      401,
      'virtual_key_expired_error',
      'Portkey Virtual Key openai-prod has expired',
      '01',
    ),
  },
  workspace_exhaust_error: {
    exit: 'limited',
    title: 'The budget of the workspace is used up',
    cause: 'All that the workspace used reached its budget, whatever the integration.',
    fix: 'Wait for the next reset, or raise the budget of the workspace.',
    next: ofWorkspace,
    example: gateway(
      412,
      'workspace_exhaust_error',
      'Portkey Workspace engineering Usage Limit Exceeded',
      '04',
    ),
  },
  workspace_expired_error: {
    exit: 'unauthenticated',
    title: 'The workspace has expired',
    cause: 'The workspace was made for a time, which is over.',
    fix: 'Ask an organization admin.',
    next: ofWorkspace,
    example: gateway(
      401,
      'workspace_expired_error',
      'Portkey Workspace engineering has expired',
      '01',
    ),
  },
  usage_limits_policy_exhaust_error: {
    exit: 'limited',
    title: 'The budget of a policy is used up',
    cause: 'A usage limit policy covers the request, and its budget is reached.',
    fix: 'Wait for the reset of the policy, or raise its budget.',
    next: () => [],
    example: gateway(
      412,
      'usage_limits_policy_exhaust_error',
      'Portkey Usage Limits Policy Exceeded',
      '06',
    ),
  },
  integration_rate_limit_error: {
    exit: 'limited',
    title: 'The workspace’s rate limit of the integration is reached',
    cause: 'The workspace made as many requests, or used as many tokens, as its rate allows.',
    fix: 'Wait until the window of the rate is over, or raise the rate.',
    next: limits,
    example: gateway(
      429,
      'integration_rate_limit_error',
      'Portkey Integration openai-prod Rate Limit Exceeded',
    ),
  },
  model_not_allowed_error: {
    exit: 'refused',
    title: 'The integration does not allow the model',
    cause: 'The model is not on the allow list of the integration, or is switched off in it.',
    fix: 'Enable the model for the integration, or use one that is enabled.',
    next: ({ integration = '<slug>' }) => [
      {
        command: ['integrations', 'models', 'list', integration],
        why: 'the models that it allows',
      },
      {
        command: ['integrations', 'models', 'enable', integration, '<model>'],
        why: 'allow one more',
      },
    ],
    example: gateway(
      412,
      'model_not_allowed_error',
      'Model gpt-4o is not allowed for this integration',
    ),
  },
  portkey_unnamed_refusal: {
    exit: 'refused',
    title: 'Portkey refused the request without a code',
    cause: 'The answer says that it failed, but under none of Portkey’s names of an error.',
    fix: 'The message is all that the server says. --debug shows the exchange; after a change, look whether it was made.',
    next: () => [],
    example: json(200, { success: false, data: { message: 'Something is not right' } }),
  },
  portkey_html_answer: {
    exit: 'unreachable',
    title: 'HTML answered: a web page instead of Portkey’s API',
    cause: 'The URL is wrong, or a proxy, firewall or sign-in page stands in between.',
    fix: 'Check --portkey-url or PORTKEY_BASE_URL (such as https://api.portkey.ai/v1), and the proxy.',
    next: () => [status],
    example: { status: 200, body: '<!doctype html><title>Sign in</title>' },
  },
  portkey_unexpected_answer: {
    exit: 'unreachable',
    title: 'The answer of Portkey is not one that portai knows how to read',
    cause: 'The body is empty, cut off, or has another shape than documented.',
    fix: 'After a change, look whether it was made before you repeat it.',
    advice: ({ method }) =>
      method === 'GET'
        ? 'The request only reads. Another service or version may be at this address.'
        : undefined,
    next: () => [],
    example: { status: 200, body: '{"object":"list","data":[{"slug":"op' },
  },
} as const satisfies Record<string, PortkeyErrorEntry>;

/** The name of an error of Portkey's catalogue. */
export type PortkeyErrorName = keyof typeof portkeyErrors;

/** Makes an error of Portkey's catalogue for what Portkey itself did not say in so many words. */
export const portkeyError: Fail<PortkeyErrorName> = failing((name) => portkeyErrors[name].exit);
