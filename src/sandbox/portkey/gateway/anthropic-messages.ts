import { z } from 'zod';
import type { HttpResponse } from '../../../core/http.ts';

const message = z.looseObject({ role: z.string(), content: z.unknown() });
const chatBody = z.looseObject({
  messages: z.array(message).catch([]),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
});

/** A chat as Anthropic's Messages take it; without streaming. */
export function toMessages(chat: unknown, model: string): object {
  const { messages, max_tokens, max_completion_tokens } = chatBody.parse(chat);
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  return {
    model,
    max_tokens: max_completion_tokens ?? max_tokens ?? 1024,
    messages: messages.filter(({ role }) => role !== 'system'),
    ...(system.length === 0 ? {} : { system: system.map(String).join('\n') }),
  };
}

const answered = z.looseObject({
  id: z.string(),
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullish(),
  usage: z.looseObject({ input_tokens: z.number(), output_tokens: z.number() }),
});

/** An answer of Messages as a chat completion; anything else as it is. */
export function fromMessages(answer: HttpResponse, model: string): HttpResponse {
  if (answer.status !== 200) return answer;
  const found = answered.safeParse(jsonOf(answer.body)).data;
  if (!found) return answer;
  const { id, content, stop_reason, usage } = found;
  const { input_tokens: read, output_tokens: written } = usage;
  const body = {
    id,
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: content.map(({ text }) => text ?? '').join('') },
        finish_reason: stop_reason === 'max_tokens' ? 'length' : 'stop',
      },
    ],
    usage: { prompt_tokens: read, completion_tokens: written, total_tokens: read + written },
  };
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
