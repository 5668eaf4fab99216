import type { HttpRequest, HttpResponse, Send } from '../../src/core/http.ts';

/** The key that the server of these tests takes. */
export const litellmKey = 'sk-of-this-server-0123456789';

/** What LiteLLM states of the models of a group. */
export type LitellmGroup = Readonly<Record<string, unknown>>;

/** A model that is in its tables, one without temperature, one that is in none, and one for embeddings. */
export const litellmGroups: Readonly<Record<string, LitellmGroup>> = {
  'claude-sonnet': {
    mode: 'chat',
    max_input_tokens: 200_000,
    supports_reasoning: true,
    supported_openai_params: ['temperature', 'reasoning_effort'],
  },
  'gpt-five': { mode: 'chat', supported_openai_params: ['max_tokens'] },
  'unknown-model': { mode: null, supported_openai_params: ['temperature'] },
  embed: { mode: 'embedding' },
};

const json = (body: unknown, status = 200): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const row = (id: string) => ({ id, object: 'model', created: 1_677_610_602, owned_by: 'openai' });

/** A word, or the answer that the schema of a connection test asks for. */
const obeying = (body: NonNullable<HttpRequest['body']>) =>
  body.includes('response_format') ? '{"zq7":true}' : 'ok';

/** A server that answers as LiteLLM 1.106.2 does. `closed` refuses every key. */
export function litellm({
  closed = false,
  groups = litellmGroups,
}: {
  readonly closed?: boolean;
  readonly groups?: Readonly<Record<string, LitellmGroup>>;
} = {}): { readonly send: Send; readonly seen: HttpRequest[] } {
  const seen: HttpRequest[] = [];
  const answers: Readonly<Record<string, (request: HttpRequest) => HttpResponse>> = {
    '/v1/models': () => json({ object: 'list', data: Object.keys(groups).map(row) }),
    '/model_group/info': () =>
      json({
        data: Object.entries(groups).map(([model_group, group]) => ({ model_group, ...group })),
      }),
    '/model/info': () =>
      json({
        data: [{ model_name: 'claude-sonnet', model_info: { supports_response_schema: true } }],
      }),
    '/v1/chat/completions': ({ body = '' }) =>
      json({
        id: 'c',
        object: 'chat.completion',
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: obeying(body) },
            finish_reason: 'stop',
          },
        ],
      }),
  };
  const send: Send = (request) => {
    seen.push(request);
    const { url, headers } = request;
    return Promise.resolve(
      closed || headers['authorization'] !== `Bearer ${litellmKey}`
        ? json({ error: { message: 'Authentication Error, No api key passed in.' } }, 401)
        : (answers[url.pathname]?.(request) ?? json({ detail: 'Not Found' }, 404)),
    );
  };
  return { send, seen };
}
