import { eventStream } from '../event-stream.ts';
import { inputTokens, outputTokens, type Generated } from '../generated-text.ts';
import type { Answer } from '../vendor.ts';

/** What OpenAI's Responses API sends: a response, or the events of one that is being written. */

const started = (model: string) => ({
  id: 'resp_simulated',
  object: 'response',
  created_at: 0,
  model,
  parallel_tool_calls: true,
  tool_choice: 'auto',
  tools: [],
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  temperature: 1,
  top_p: 1,
  status: 'in_progress',
  output: [],
});

function itemsOf({ text, tool, stop }: Generated): object[] {
  if (tool) {
    return [
      {
        type: 'function_call',
        id: 'fc_simulated',
        call_id: 'call_simulated',
        name: tool.name,
        arguments: JSON.stringify(tool.input),
        status: 'completed',
      },
    ];
  }
  // Hidden reasoning may use up the whole limit: then nothing else was written.
  if (stop === 'length') return [{ type: 'reasoning', id: 'rs_simulated', summary: [] }];
  return [
    {
      type: 'message',
      id: 'msg_simulated',
      status: 'completed',
      role: 'assistant',
      content:
        stop === 'filter'
          ? [{ type: 'refusal', refusal: 'I cannot help with that.' }]
          : [{ type: 'output_text', text, annotations: [], logprobs: [] }],
    },
  ];
}

export function response(model: string, generated: Generated): object {
  const written = outputTokens(generated);
  return {
    ...started(model),
    status: generated.stop === 'length' ? 'incomplete' : 'completed',
    incomplete_details: generated.stop === 'length' ? { reason: 'max_output_tokens' } : null,
    output: itemsOf(generated),
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: written,
      output_tokens_details: { reasoning_tokens: generated.stop === 'length' ? written : 0 },
      total_tokens: inputTokens + written,
    },
  };
}

const numbered = (
  events: readonly (Readonly<Record<string, unknown>> & { readonly type: string })[],
) =>
  eventStream(
    events.map((event, sequence_number) => ({
      name: event.type,
      data: { ...event, sequence_number },
    })),
  );

export function streamedResponse(model: string, generated: Generated): Answer {
  const place = { output_index: 0, item_id: 'msg_simulated', content_index: 0 };
  const part = (text: string) => ({ type: 'output_text', text, annotations: [], logprobs: [] });
  const written = {
    type: 'message',
    id: 'msg_simulated',
    status: 'in_progress',
    role: 'assistant',
  };
  const textEvents =
    generated.text === ''
      ? []
      : [
          { type: 'response.content_part.added', ...place, part: part('') },
          { type: 'response.output_text.delta', ...place, delta: generated.text, logprobs: [] },
          { type: 'response.output_text.done', ...place, text: generated.text, logprobs: [] },
          { type: 'response.content_part.done', ...place, part: part(generated.text) },
        ];
  const [item] = itemsOf(generated);
  const begun = generated.text === '' ? item : { ...written, content: [] };
  return numbered([
    { type: 'response.created', response: started(model) },
    { type: 'response.output_item.added', output_index: 0, item: begun },
    ...textEvents,
    { type: 'response.output_item.done', output_index: 0, item },
    {
      type: generated.stop === 'length' ? 'response.incomplete' : 'response.completed',
      response: response(model, generated),
    },
  ]);
}

/** An error after HTTP 200 and the first event. */
export function brokenResponse(model: string): Answer {
  const error = {
    code: 'server_error',
    message: 'The server had an error while processing your request. Sorry about that!',
  };
  return numbered([
    { type: 'response.created', response: started(model) },
    { type: 'response.failed', response: { ...started(model), status: 'failed', error } },
  ]);
}
