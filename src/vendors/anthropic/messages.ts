import { z } from 'zod';
import {
  readAnswer,
  readCompletion,
  readStreamEvent,
  type Dialect,
} from '../answers/read-answer.ts';
import type { Reading } from '../reading.ts';
import type { TestCall, ProviderRequest, CallWithFallbacks } from '../test-requests.ts';
import { testPrompt, testSchema } from '../test-prompt.ts';
import { jsonOf, judgeStructured } from '../structured-output.ts';
import { thinkingTokens, wantsThinkingTokens } from '../thinking-budget.ts';
import { ofTheKeySent } from '../upstream-key.ts';

/** Anthropic's Messages API, wherever it is served. No sampling parameters: newer models refuse them. */

const shortTokens = 16;
const structuredTokens = 256;

export interface MessagesCall {
  readonly title: string;
  readonly dialect: Dialect;
  /** Up to and including `/messages`. */
  readonly url: string;
  /** The credential, and custom headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
  /** The most output tokens, where a proxy wants more room than usual. */
  readonly tokens?: number;
}

/** The version whose answers are read here; a later one refuses more. */
export const versionHeader = { 'anthropic-version': '2023-06-01' } as const;

function requestOf({ url, headers }: MessagesCall, body: object): ProviderRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...versionHeader, ...headers },
    body: JSON.stringify(body),
  };
}

const question = (model: string, tokens: number) => ({
  model,
  max_tokens: tokens,
  messages: [{ role: 'user', content: testPrompt }],
});

/** Asks for one word. */
export function messages(call: MessagesCall): TestCall {
  const { title, dialect, model, tokens = shortTokens } = call;
  return {
    title,
    request: requestOf(call, question(model, tokens)),
    read: (answer) => ofTheKeySent(call.headers, readCompletion(dialect, answer)),
    outputTokens: tokens,
    patience: 'generate',
    repair: (refused) =>
      wantsThinkingTokens(refused) && tokens < thinkingTokens
        ? { call: messages({ ...call, tokens: thinkingTokens }) }
        : undefined,
  };
}

/** A call with the limit that was accepted in the end. */
export function messagesAnswered(call: MessagesCall, { outputTokens }: TestCall): MessagesCall {
  return { ...call, tokens: outputTokens };
}

/** The same as a stream, ended by its first word. */
export function messagesStream(call: MessagesCall): TestCall {
  const { title, dialect, model, tokens = shortTokens } = call;
  return {
    title: `${title}, streamed`,
    request: requestOf(call, { ...question(model, tokens), stream: true }),
    read: (answer) => readCompletion(dialect, answer),
    stream: { form: 'sse', readEvent: (event) => readStreamEvent(dialect, event) },
    outputTokens: tokens,
    patience: 'generate',
  };
}

const counted = z.looseObject({ input_tokens: z.number() });

/** Counts the tokens of a question: free, and it proves key, route and model. */
export function countTokens(call: MessagesCall): TestCall {
  const { max_tokens: _none, ...asked } = question(call.model, shortTokens);
  return {
    title: 'token count',
    request: requestOf({ ...call, url: `${call.url}/count_tokens` }, asked),
    read: (answer) =>
      readAnswer(call.dialect, answer, (body) =>
        counted.safeParse(body).success ? { cause: 'ZERO_TOKEN_OK' } : undefined,
      ),
    outputTokens: 0,
    patience: 'control',
  };
}

/** Whether an answer misses what an empty question does not have. */
const missesField = ({ status, words = '' }: Reading) =>
  status === 400 && /^(?:messages|model|max_tokens): field required/i.test(words);

/** An empty question: "messages: Field required" shows that key and route are good. */
export function emptyMessage(call: MessagesCall): TestCall {
  return {
    title: 'empty request',
    empty: true,
    request: requestOf(call, {}),
    read: (answer) => {
      const reading = ofTheKeySent(call.headers, readCompletion(call.dialect, answer));
      return missesField(reading) ? { ...reading, cause: 'ZERO_TOKEN_OK' } : reading;
    },
    outputTokens: 0,
    patience: 'control',
  };
}

/** Whether a Claude model takes a schema natively; those before Opus 4.1 take it as a tool only. */
export function hasNativeSchema(model: string): boolean {
  return !/claude-(?:[23]|instant|(?:sonnet|opus)-4-(?:0$|2025)|(?:sonnet|opus)-4(?:$|@))/.test(
    model,
  );
}

/** How output after a schema is asked for. */
interface SchemaForms {
  /** False where the model takes a schema as that of a tool only. */
  readonly native: boolean;
  /** What to say when only the tool's form works; without it either form is as good. */
  readonly toolRemark?: string;
}

const toolAfter = [
  'STRUCTURED_UNSUPPORTED',
  'STRUCTURED_INVALID',
  // The first grammar of a schema may take long to compile; a tool needs none.
  'TIMEOUT',
] as const;

/** Output after the schema: natively first, then as the input of a tool. */
export function messagesStructured(
  call: MessagesCall,
  { native, toolRemark }: SchemaForms = { native: hasNativeSchema(call.model) },
): CallWithFallbacks {
  const asTool = structured(call, 'in the form of a tool', {
    tools: [{ name: 'probe', input_schema: testSchema }],
    tool_choice: { type: 'tool', name: 'probe' },
  });
  if (!native) return { first: asTool, fallbacks: [] };
  const natively = structured(call, 'in the native form', {
    output_config: { format: { type: 'json_schema', schema: testSchema } },
  });
  const counted =
    toolRemark === undefined
      ? ({ counts: 'pass' } as const)
      : ({ counts: 'warn', remark: toolRemark } as const);
  return { first: natively, fallbacks: [{ call: asTool, after: toolAfter, ...counted }] };
}

/** One form of it, which a pass names. */
function structured(call: MessagesCall, form: string, extra: object): TestCall {
  const { title, dialect, model, tokens = shortTokens } = call;
  const outputTokens = Math.max(structuredTokens, tokens);
  return {
    title: `${title}, schema ${form}`,
    request: requestOf(call, { ...question(model, outputTokens), ...extra }),
    read: (answer) => {
      const reading = readCompletion(dialect, answer);
      const judged = judgeStructured(answer, reading, jsonOf(reading.text));
      return judged.cause === 'OK' ? { ...judged, detail: form } : judged;
    },
    outputTokens,
    patience: 'structured',
  };
}
