import { z } from 'zod';
import { readCompletion, readStreamEvent, type Dialect } from '../answers/read-answer.ts';
import type { Reading } from '../reading.ts';
import type { TestCall, ProviderRequest } from '../test-requests.ts';
import { testPrompt, testSchema, unlikelyPrompt, unlikelySchema } from '../test-prompt.ts';
import { jsonOf, judgeStructured } from '../structured-output.ts';
import { thinkingTokens, wantsThinkingTokens } from '../thinking-budget.ts';
import { ofTheKeySent } from '../upstream-key.ts';

/** Chat Completions: OpenAI's older API, which other vendors implement as well. */

/**
 * Token limit for one word. Hidden reasoning either ends in a word or reaches the limit, which
 * passes as well.
 */
const shortTokens = 64;
const structuredTokens = 1024;

/** The name of the token limit. Newer models refuse `max_tokens`, older servers know only that. */
export type LimitField = 'max_tokens' | 'max_completion_tokens';

export interface ChatCall {
  readonly title: string;
  readonly dialect: Dialect;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
  readonly limit: LimitField;
  /** Maximum output tokens, if a proxy needs more than usual. */
  readonly tokens?: number;
  /** The remark if the other name of the limit was accepted. */
  readonly limitRemark?: string;
  /** Parameters that the model is said to take. They are sent along, so that a pass proves them. */
  readonly claims?: readonly ClaimedParameter[];
}

/** A parameter that a configuration claims a model takes. */
export interface ClaimedParameter {
  readonly name: 'temperature' | 'reasoning_effort';
  readonly value: number | string;
  /** The remark if the model answers only without it. */
  readonly refused: string;
}

const otherLimit: Readonly<Record<LimitField, LimitField>> = {
  max_tokens: 'max_completion_tokens',
  max_completion_tokens: 'max_tokens',
};

function requestOf({ url, headers }: ChatCall, body: object): ProviderRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

const question = (model: string, text = testPrompt) => ({
  model,
  messages: [{ role: 'user', content: text }],
});

/** Asks for one word. */
export function chat(call: ChatCall): TestCall {
  const { title, dialect, model, limit, limitRemark, tokens = shortTokens, claims = [] } = call;
  const claimed = Object.fromEntries(claims.map(({ name, value }) => [name, value]));
  return {
    title,
    request: requestOf(call, { ...question(model), [limit]: tokens, ...claimed }),
    read: (answer) => ofTheKeySent(call.headers, readCompletion(dialect, answer)),
    outputTokens: tokens,
    patience: 'generate',
    repair: (refused) => {
      if (wantsThinkingTokens(refused) && tokens < thinkingTokens) {
        return { call: chat({ ...call, tokens: thinkingTokens }) };
      }
      const denied = claims.find((claim) => namesClaim(refused, claim));
      if (denied) return { call: chat({ ...call, claims: [] }), remark: remarkOn(denied, claims) };
      if (!namesLimit(refused)) return undefined;
      const other = chat({ ...call, limit: otherLimit[limit] });
      return { call: other, ...(limitRemark === undefined ? {} : { remark: limitRemark }) };
    },
  };
}

/** Returns true if a claimed parameter, or its value, was refused. */
function namesClaim(
  { cause, words = '', detail = '' }: Reading,
  { name }: ClaimedParameter,
): boolean {
  const ofParameter = cause === 'UNSUPPORTED_PARAM' || cause === 'REQUEST_REFUSED';
  const named = name === 'temperature' ? /\btemperature\b/i : /\breasoning(?:[._ ]?effort)?\b/i;
  return ofParameter && named.test(`${detail} ${words}`);
}

/** One repair is made, without any of the claims: what else was claimed is not proved by it. */
function remarkOn(denied: ClaimedParameter, claims: readonly ClaimedParameter[]): string {
  const others = claims.filter((claim) => claim !== denied).map(({ name }) => name);
  return others.length === 0
    ? denied.refused
    : `${denied.refused} Then test again: ${others.join(', ')} was not tried without it.`;
}

/** Returns true if the name of the limit was refused, not its size. */
function namesLimit({ cause, code = '', detail = '', words = '' }: Reading): boolean {
  return (
    cause === 'UNSUPPORTED_PARAM' &&
    /\bmax_(?:completion_)?tokens\b/.test(`${detail} ${words}`) &&
    !/_(?:min|max)_value$/.test(code)
  );
}

const sent = z.looseObject({ max_completion_tokens: z.number().optional() });

/**
 * Copies a call with the address, and the name and size of the limit, of the request that passed.
 */
export function asAnswered(call: ChatCall, { request, title, outputTokens }: TestCall): ChatCall {
  const newer = sent.safeParse(jsonOf(request.body)).data?.max_completion_tokens !== undefined;
  return {
    ...call,
    title,
    url: request.url,
    limit: newer ? 'max_completion_tokens' : 'max_tokens',
    tokens: outputTokens,
  };
}

/** Asks for one word as a stream. The first word ends it. */
export function chatStream(call: ChatCall): TestCall {
  const { title, dialect, model, limit, tokens = shortTokens } = call;
  return {
    title: `${title}, streamed`,
    request: requestOf(call, { ...question(model), [limit]: tokens, stream: true }),
    read: (answer) => readCompletion(dialect, answer),
    stream: { form: 'sse', readEvent: (event) => readStreamEvent(dialect, event) },
    outputTokens: tokens,
    patience: 'generate',
  };
}

/** A request for output after a schema, and the check that the output follows the schema. */
interface SchemaForm {
  readonly name: string;
  readonly prompt: string;
  readonly schema: object;
  readonly wanted?: z.ZodType;
  /** The reasoning effort. It is left out after a model refused it. */
  readonly effort?: 'low';
}

/** The form for OpenAI's own models. */
export const usualForm: SchemaForm = {
  name: 'probe',
  prompt: testPrompt,
  schema: testSchema,
  effort: 'low',
};

/**
 * The form for servers that may answer in JSON without regard to the schema. The name is the one
 * that the Vercel AI SDK sends.
 */
export const unlikelyForm: SchemaForm = {
  name: 'response',
  prompt: unlikelyPrompt,
  schema: unlikelySchema,
  wanted: z.strictObject({ zq7: z.boolean() }),
};

/** Returns true if the reasoning effort was refused. */
export function namesEffort({ words = '', detail = '' }: Reading): boolean {
  return /\breasoning\b|reasoning[._]effort/i.test(`${words} ${detail}`);
}

/** Asks for output after a schema. */
export function chatStructured(call: ChatCall, form: SchemaForm): TestCall {
  const { title, dialect, model, limit } = call;
  const { name, prompt, schema, wanted, effort } = form;
  const tokens = Math.max(structuredTokens, call.tokens ?? 0);
  return {
    title: `${title}, structured`,
    request: requestOf(call, {
      ...question(model, prompt),
      [limit]: tokens,
      response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } },
      ...(effort === undefined ? {} : { reasoning_effort: effort }),
    }),
    read: (answer) => {
      const reading = readCompletion(dialect, answer);
      return judgeStructured(answer, reading, jsonOf(reading.text), wanted);
    },
    outputTokens: tokens,
    patience: 'structured',
    repair: (refused) => {
      if (effort === undefined || !namesEffort(refused)) return undefined;
      const { effort: _left, ...without } = form;
      return { call: chatStructured(call, without) };
    },
  };
}
