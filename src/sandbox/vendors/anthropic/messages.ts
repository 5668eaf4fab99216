import { z } from 'zod';
import { anthropicError, invalidRequest } from './refusals.ts';
import { eventStream } from '../event-stream.ts';
import {
  generate,
  inputTokens,
  outputTokens,
  type Generated,
  type Wanted,
} from '../generated-text.ts';
import { jsonAnswer, parsed, type Answer } from '../vendor.ts';
import { hasManner } from '../outcomes-by-name.ts';

/** Anthropic's Messages, as Claude speaks them wherever it is served. */

const messagesBody = z.looseObject({
  model: z.string().optional(),
  max_tokens: z.number().int().positive(),
  messages: z.array(z.looseObject({ role: z.string() })).min(1),
  stream: z.boolean().optional(),
  output_config: z
    .looseObject({
      format: z.looseObject({ type: z.string(), schema: z.unknown().optional() }).nullish(),
    })
    .optional(),
  tools: z
    .array(z.looseObject({ name: z.string(), input_schema: z.unknown().optional() }))
    .optional(),
  tool_choice: z.looseObject({ type: z.string(), name: z.string().optional() }).optional(),
});

export type MessagesBody = z.infer<typeof messagesBody>;

export const readMessagesCall = (body: string | undefined): MessagesBody | undefined =>
  messagesBody.safeParse(parsed(body)).data;

/** The model that a body names, even where the rest of it is wrong. */
export const modelIn = (body: string | undefined): string =>
  z.looseObject({ model: z.string() }).safeParse(parsed(body)).data?.model ?? '';

/** What is missing first, in the words of Anthropic. */
export function notMessages(body: string | undefined): Answer {
  const fields = z.looseObject({}).safeParse(parsed(body)).data;
  if (!fields) return invalidRequest('The request body is not valid JSON');
  for (const name of ['messages', 'max_tokens']) {
    if (!(name in fields)) return invalidRequest(`${name}: Field required`);
  }
  return invalidRequest('messages: Input should be a valid list');
}

// Source: the official client's types, version 1.11; the last line is what older API versions take.
const known = new Set(
  'max_tokens messages model cache_control container diagnostics inference_geo metadata output_config service_tier speed stop_sequences stream system thinking tool_choice tools user_profile_id workspace_id anthropic_version temperature top_p top_k'.split(
    ' ',
  ),
);

const closed = z.looseObject({ additionalProperties: z.literal(false) });

/** Why a readable call is refused, if it is. */
function refusedCall(call: MessagesBody, model: string): Answer | undefined {
  const foreign = Object.keys(call).find((name) => !known.has(name));
  if (foreign !== undefined) {
    return invalidRequest(`${foreign}: Extra inputs are not permitted`);
  }
  const format = call.output_config?.format;
  if (!format) return undefined;
  if (hasManner('noschema', model)) {
    return invalidRequest('This model does not support output_config.format');
  }
  if (!closed.safeParse(format.schema).success) {
    return invalidRequest(
      "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
    );
  }
  return undefined;
}

function wantedOf({ output_config, tools = [], tool_choice: choice }: MessagesBody): Wanted {
  const used = tools.find(
    ({ name }) => choice?.type === 'any' || (choice?.type === 'tool' && choice.name === name),
  );
  if (used) return { kind: 'tool', name: used.name, schema: used.input_schema };
  const format = output_config?.format;
  return format ? { kind: 'schema', schema: format.schema } : { kind: 'text' };
}

/** The message, whole or as a stream. */
export function message(call: MessagesBody, model: string): Answer {
  const refused = refusedCall(call, model);
  if (refused) return refused;
  const generated = generate(model, wantedOf(call));
  if (call.stream !== true) return jsonAnswer(200, finished(model, generated));
  return eventStream(
    (hasManner('midstream', model) ? breaksOff(model) : events(model, generated)).map((data) => ({
      name: data.type,
      data,
    })),
  );
}

const stopReasons = {
  end: 'end_turn',
  length: 'max_tokens',
  tool: 'tool_use',
  filter: 'refusal',
} as const;

const usage = (written: number) => ({
  input_tokens: inputTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: written,
});

const begun = (model: string) => ({
  id: 'msg_simulated',
  type: 'message',
  role: 'assistant',
  model,
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: usage(0),
});

function finished(model: string, generated: Generated): object {
  const { text, tool, stop } = generated;
  const used = tool && { type: 'tool_use', id: 'toolu_simulated', ...tool };
  return {
    ...begun(model),
    content: used ? [used] : text === '' ? [] : [{ type: 'text', text }],
    stop_reason: stopReasons[stop],
    usage: usage(outputTokens(generated)),
  };
}

interface StreamedEvent extends Readonly<Record<string, unknown>> {
  readonly type: string;
}

function events(model: string, generated: Generated): StreamedEvent[] {
  const { text, tool, stop } = generated;
  const place = { index: 0 };
  const block = tool
    ? { type: 'tool_use', id: 'toolu_simulated', name: tool.name, input: {} }
    : { type: 'text', text: '' };
  const delta = tool
    ? { type: 'input_json_delta', partial_json: JSON.stringify(tool.input) }
    : { type: 'text_delta', text };
  return [
    { type: 'message_start', message: begun(model) },
    ...(tool || text !== ''
      ? [
          { type: 'content_block_start', ...place, content_block: block },
          { type: 'ping' },
          { type: 'content_block_delta', ...place, delta },
          { type: 'content_block_stop', ...place },
        ]
      : []),
    {
      type: 'message_delta',
      delta: { stop_reason: stopReasons[stop], stop_sequence: null },
      usage: { output_tokens: outputTokens(generated) },
    },
    { type: 'message_stop' },
  ];
}

const breaksOff = (model: string): StreamedEvent[] => [
  { type: 'message_start', message: begun(model) },
  anthropicError('api_error', 'Internal server error'),
];

export const countedTokens = (): Answer => jsonAnswer(200, { input_tokens: inputTokens });
