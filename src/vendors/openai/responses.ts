import { readCompletion, readStreamEvent, type Dialect } from '../answers/read-answer.ts';
import { namesEffort } from './chat-completions.ts';
import type { TestCall, ProviderRequest } from '../test-requests.ts';
import { testPrompt, testSchema } from '../test-prompt.ts';
import { jsonOf, judgeStructured } from '../structured-output.ts';

/** OpenAI's Responses API. Nothing is stored; its token limit has a floor of 16. */

const shortTokens = 64;
const structuredTokens = 1024;

export interface ResponsesCall {
  readonly title: string;
  readonly dialect: Dialect;
  /** The address, up to and including `/responses`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly model: string;
}

function requestOf({ url, headers, model }: ResponsesCall, more: object): ProviderRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, input: testPrompt, store: false, ...more }),
  };
}

/** Asks for one word. */
export function responses(call: ResponsesCall): TestCall {
  return {
    title: call.title,
    request: requestOf(call, { max_output_tokens: shortTokens }),
    read: (answer) => readCompletion(call.dialect, answer),
    outputTokens: shortTokens,
    patience: 'generate',
  };
}

/** Asks for one word as a stream. The first item ends it. */
export function responsesStream(call: ResponsesCall): TestCall {
  return {
    title: `${call.title}, streamed`,
    request: requestOf(call, { max_output_tokens: shortTokens, stream: true }),
    read: (answer) => readCompletion(call.dialect, answer),
    stream: { form: 'sse', readEvent: (event) => readStreamEvent(call.dialect, event) },
    outputTokens: shortTokens,
    patience: 'generate',
  };
}

/** Asks for output after the schema. The reasoning effort is left out after a model refused it. */
export function responsesStructured(call: ResponsesCall, effort = true): TestCall {
  const format = { type: 'json_schema', name: 'probe', strict: true, schema: testSchema };
  return {
    title: `${call.title}, structured`,
    request: requestOf(call, {
      max_output_tokens: structuredTokens,
      text: { format },
      ...(effort ? { reasoning: { effort: 'low' } } : {}),
    }),
    read: (answer) => {
      const reading = readCompletion(call.dialect, answer);
      return judgeStructured(answer, reading, jsonOf(reading.text));
    },
    outputTokens: structuredTokens,
    patience: 'structured',
    repair: (refused) =>
      effort && namesEffort(refused) ? { call: responsesStructured(call, false) } : undefined,
  };
}
