import { z } from 'zod';
import type { HttpRequest, HttpResponse, Send } from '../../src/core/http.ts';

/** A network of a few hosts. A request to any other one fails the test. */
export function hosts(table: Readonly<Record<string, Send>>): Send {
  return (request) => {
    const host = table[request.url.hostname];
    if (!host) throw new Error(`This network has no host ${request.url.hostname}`);
    return host(request);
  };
}

function answer(status: number, json: unknown): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-request-id': 'req_of_this_test' },
    body: JSON.stringify(json),
  };
}

export interface SomeProvider {
  readonly send: Send;
  readonly seen: HttpRequest[];
}

const completion = {
  id: 'resp_1',
  object: 'response',
  status: 'completed',
  model: 'gpt-5-2025-08-07',
  output: [
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'pong' }] },
  ],
  usage: { input_tokens: 12, output_tokens: 4 },
};

const refusals = {
  key: [401, { message: 'Incorrect API key provided: ', code: 'invalid_api_key' }],
  model: [404, { message: 'The model does not exist', code: 'model_not_found' }],
  down: [503, { message: 'The server is overloaded', code: 'overloaded' }],
} as const;

/**
 * OpenAI as far as connection tests go. `refuses` says what is refused; a refused key is echoed whole,
 * as a gateway would do it.
 */
export function openaiHost(
  refuses?: (model: string) => keyof typeof refusals | undefined,
): SomeProvider {
  const seen: HttpRequest[] = [];
  const send: Send = (request) => {
    seen.push(request);
    const { model } = z.object({ model: z.string() }).parse(JSON.parse(request.body ?? '{}'));
    const why = refuses?.(model);
    if (why === undefined) return Promise.resolve(answer(200, { ...completion, model }));
    const [status, error] = refusals[why];
    const echoed =
      why === 'key' ? `${error.message}${request.headers['authorization'] ?? ''}` : error.message;
    return Promise.resolve(answer(status, { error: { ...error, message: echoed, type: 'x' } }));
  };
  return { send, seen };
}
