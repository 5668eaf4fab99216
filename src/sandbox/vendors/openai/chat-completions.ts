import { z } from 'zod';
import { eventStream } from '../event-stream.ts';
import {
  generate,
  inputTokens,
  outputTokens,
  type Generated,
  type Wanted,
} from '../generated-text.ts';
import { noSchemas, noStreams, refusedSchema } from './parameters.ts';
import { badParameter, openaiError, openaiRefusal } from './refusals.ts';
import { jsonAnswer, parsed, type Answer } from '../vendor.ts';
import { hasManner } from '../outcomes-by-name.ts';

/** OpenAI's Chat Completions, as every server that imitates them speaks it. */

const tool = z.looseObject({
  function: z.looseObject({ name: z.string(), parameters: z.unknown().optional() }),
});

const chatBody = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.looseObject({ role: z.string() })).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z
        .looseObject({ schema: z.unknown().optional(), strict: z.boolean().nullish() })
        .optional(),
    })
    .optional(),
  tools: z.array(tool).optional(),
  tool_choice: z
    .union([z.string(), z.looseObject({ function: z.looseObject({ name: z.string() }) })])
    .optional(),
});

export type ChatBody = z.infer<typeof chatBody>;

/** The model of a body, as far as it is readable; legacy routes of Azure name it elsewhere. */
export function readChat(body: string | undefined, model?: string): ChatBody | undefined {
  const fields = z.looseObject({}).safeParse(parsed(body)).data;
  return chatBody.safeParse(model === undefined ? fields : { ...fields, model }).data;
}

export const notChat = (body: string | undefined): Answer =>
  z.looseObject({ model: z.string() }).safeParse(parsed(body)).success
    ? badParameter(
        "Missing required parameter: 'messages'.",
        'missing_required_parameter',
        'messages',
      )
    : openaiRefusal(400, 'you must provide a model parameter', null);

function wantedOf({ response_format: format, tools = [], tool_choice: choice }: ChatBody): Wanted {
  const name = typeof choice === 'object' ? choice.function.name : undefined;
  const used = tools.find((each) => choice === 'required' || each.function.name === name);
  if (used) {
    return { kind: 'tool', name: used.function.name, schema: used.function.parameters };
  }
  if (format?.type === 'json_schema') return { kind: 'schema', schema: format.json_schema?.schema };
  return { kind: format?.type === 'json_object' ? 'json' : 'text' };
}

const finishReasons = {
  end: 'stop',
  length: 'length',
  tool: 'tool_calls',
  filter: 'content_filter',
};

function usageOf(generated: Generated) {
  const written = outputTokens(generated);
  return {
    prompt_tokens: inputTokens,
    completion_tokens: written,
    total_tokens: inputTokens + written,
  };
}

const toolCalls = (called: Generated['tool']) =>
  called && [
    {
      id: 'call_simulated',
      type: 'function',
      function: { name: called.name, arguments: JSON.stringify(called.input) },
    },
  ];

/**
 * The completion, whole or as a stream.
 *
 * @param answersAs the name of the model in the answer
 */
export function chatCompletion(chat: ChatBody, answersAs: string): Answer {
  const { model, response_format: format } = chat;
  if (format?.type === 'json_schema') {
    if (hasManner('noschema', model)) return noSchemas('response_format');
    const { schema, strict } = format.json_schema ?? {};
    const refused = refusedSchema(schema, strict === true, 'response_format');
    if (refused) return refused;
  }
  if (chat.stream === true && hasManner('nostream', model)) return noStreams();
  const generated = generate(model, wantedOf(chat));
  return chat.stream === true ? streamed(chat, answersAs, generated) : whole(answersAs, generated);
}

function whole(model: string, generated: Generated): Answer {
  const calls = toolCalls(generated.tool);
  return jsonAnswer(200, {
    id: 'chatcmpl-simulated',
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: calls ? null : generated.text,
          refusal: null,
          ...(calls ? { tool_calls: calls } : {}),
        },
        logprobs: null,
        finish_reason: finishReasons[generated.stop],
      },
    ],
    usage: usageOf(generated),
  });
}

function streamed(chat: ChatBody, model: string, generated: Generated): Answer {
  const chunk = (rest: object) => ({
    data: { id: 'chatcmpl-simulated', object: 'chat.completion.chunk', created: 0, model, ...rest },
  });
  if (hasManner('midstream', chat.model)) {
    const message = 'The server had an error while processing your request. Sorry about that!';
    return eventStream([
      chunk({ choices: [] }),
      { data: openaiError(message, 'server_error', { type: 'server_error' }) },
    ]);
  }
  const piece = (delta: object, finish_reason: string | null = null) =>
    chunk({ choices: [{ index: 0, delta, logprobs: null, finish_reason }] });
  const calls = toolCalls(generated.tool)?.map((call, index) => ({ index, ...call }));
  return eventStream([
    piece({ role: 'assistant', content: calls ? null : '', refusal: null }),
    ...(calls ? [piece({ tool_calls: calls })] : []),
    ...(generated.text === '' ? [] : [piece({ content: generated.text })]),
    piece({}, finishReasons[generated.stop]),
    ...(chat.stream_options?.include_usage === true
      ? [chunk({ choices: [], usage: usageOf(generated) })]
      : []),
    { data: '[DONE]' },
  ]);
}
