import type { Cause } from '../causes.ts';
import { fieldsOf } from '../../core/text/json.ts';
import { parsedBody } from '../answers/body.ts';
import { readRefusalContent, type RefusalContent } from '../answers/error-envelope.ts';

/** Refusals that a gateway passes on: whose they are, and what they mean to somebody who asks the gateway. */

/** A refusal of the server behind a gateway, without the gateway's wrapping. */
export interface PassedOn {
  readonly said: RefusalContent;
  /** Whether the caller chose the model that the upstream was asked for, so that its word on it is final. */
  readonly byName: boolean;
}

/** LiteLLM names its exceptions after statuses. */
const exceptions: Readonly<Record<string, number>> = {
  AuthenticationError: 401,
  PermissionDeniedError: 403,
  NotFoundError: 404,
  RateLimitError: 429,
  BadRequestError: 400,
  UnprocessableEntityError: 422,
};

/** The object in the midst of a sentence, as JSON or as Python prints it; undefined when there is none. */
function embedded(message: string): unknown {
  const from = message.indexOf('{');
  const to = message.lastIndexOf('}');
  if (from < 0 || to < from) return undefined;
  const object = message.slice(from, to + 1);
  const printed = object
    .replace(/\bNone\b/g, 'null')
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/\\?'/g, '"');
  return parsedBody(object) ?? parsedBody(printed);
}

/** What LiteLLM adds about its router. */
const routing = /\.{0,2}\s*Received Model Group=.*$/s;

/** What an upstream said: its own body where that was kept, and the words about it. */
function upstreamSaid(message: string, status: number, outer: RefusalContent): RefusalContent {
  const words = message.replace(routing, '');
  const kept = embedded(words);
  const inner = readRefusalContent({
    status,
    headers: {},
    body: kept === undefined ? words : JSON.stringify(kept),
  });
  const codes = [...inner.codes, ...outer.codes.filter((code) => !/^\d+$/.test(code))];
  return { ...inner, codes, message: kept === undefined ? words : `${inner.message} ${words}` };
}

/** `litellm.NotFoundError: AnthropicException - …`, its own exceptions left out. */
function fromLiteLlm({
  message,
  status,
}: RefusalContent): { message: string; status: number } | undefined {
  const named = /\b(?:litellm\.)?(\w+Error):\s*(?:\w+Error:\s*)*\w+Exception\s*-\s*/.exec(message);
  const own = /\blitellm\.(\w+Error):\s*/.exec(message);
  const mark = named ?? own;
  if (!mark) return undefined;
  const [before, name = ''] = mark;
  const rest = message.slice(mark.index + before.length);
  // What LiteLLM decides by itself names no upstream: a blocked model, a parameter that it knows.
  const upstream = named ?? /received model group|error code: \d{3}/i.exec(rest);
  if (!upstream && name !== 'AuthenticationError') return undefined;
  const code = /error code: (\d{3})/i.exec(rest)?.[1];
  return { message: rest, status: Number(code ?? exceptions[name] ?? status) };
}

const portkeyProvider =
  /^(?:\d{3}(?: [a-z ]{1,30})?: )?(?:openai|azure-(?:openai|ai)|anthropic|bedrock|vertex-ai|google|cohere|mistral-ai|groq|together-ai|fireworks-ai|deepseek|x-ai|perplexity-ai|openrouter|ollama|deepinfra|nvidia|workers-ai|huggingface|sagemaker) error:\s*/i;

/** Portkey names the provider beside the error, and before its words: `openai error: …`. */
function fromPortkey({ message, body, codes }: RefusalContent): string | undefined {
  const provider = fieldsOf(body)?.['provider'];
  const beside = typeof provider === 'string' ? `${provider} error:` : '';
  if (beside !== '' && message.toLowerCase().startsWith(beside.toLowerCase())) {
    return message.slice(beside.length).trim();
  }
  if (portkeyProvider.test(message)) return message.replace(portkeyProvider, '');
  // Of its own: error codes AB01 to AB09, its rules for models, its checks.
  const own =
    /^portkey\b/i.test(message) || codes.some((code) => /^AB\d\d$|_not_allowed|^hooks_/.test(code));
  return beside === '' || own ? undefined : message;
}

/** OpenRouter keeps the body of the provider, Vercel's gateway its attempts, Bifrost the provider's name. */
function isWrapped({ message, body }: RefusalContent): boolean {
  const error = fieldsOf(fieldsOf(body)?.['error']);
  const kept = fieldsOf(error?.['metadata']);
  return (
    (/^provider returned error/i.test(message) && kept !== undefined) ||
    fieldsOf(fieldsOf(body)?.['extra_fields'])?.['provider'] !== undefined ||
    fieldsOf(fieldsOf(body)?.['providerMetadata'])?.['gateway'] !== undefined
  );
}

/** The refusal behind a gateway, where the gateway marks it as such. */
export function passedOn(said: RefusalContent): PassedOn | undefined {
  const { status, message } = said;
  const lite = fromLiteLlm(said);
  if (lite) return { said: upstreamSaid(lite.message, lite.status, said), byName: false };
  const portkey = fromPortkey(said);
  if (portkey !== undefined && ![412, 446].includes(status)) {
    return { said: upstreamSaid(portkey, status, said), byName: true };
  }
  if (!isWrapped(said)) return undefined;
  const words = message.replace(/^provider returned error\s*/i, '');
  return { said: upstreamSaid(words, status, said), byName: false };
}

const key = 'UPSTREAM_KEY_INVALID';
const failed = 'UPSTREAM_FAILED';

/**
 * What a cause of the upstream is to somebody who asks its gateway: the key is the gateway's, and so is
 * the address. The rest, such as a limit or a filter, is the same to both.
 */
export const behindGateway: Readonly<Partial<Record<Cause, Cause>>> = {
  KEY_MISSING: key,
  KEY_INVALID: key,
  KEY_EXPIRED: key,
  KEY_BLOCKED: key,
  KEY_RESTRICTED: key,
  KEY_FORBIDDEN: key,
  TOKEN_EXPIRED: key,
  SECRET_KEY_MISMATCH: key,
  CLOCK_SKEW: key,
  AUTH_METHOD_DISABLED: key,
  ROLE_NOT_ASSUMABLE: key,
  ACCOUNT_SUSPENDED: key,
  ACCOUNT_NOT_READY: key,
  API_DISABLED: key,
  IAM_MODEL_DENIED: key,
  IAM_PROFILE_DENIED: key,
  IAM_STREAM_DENIED: key,
  IAM_BOUNDARY_DENIED: key,
  IAM_EXPLICIT_DENY: key,
  IAM_SESSION_DENIED: key,
  VPC_ENDPOINT_DENIED: key,
  AWS_RIGHTS_MISSING: key,
  SCP_DENIED: key,
  SESSION_TOO_LONG: key,
  WRONG_REGION_HOST: failed,
  NETWORK_ACL: failed,
  GEO_UNSUPPORTED: failed,
  WRONG_BASE_URL: failed,
  API_VERSION: failed,
  DEPLOYMENT_NOT_FOUND: failed,
};
