import { serveHttp, type TestServer } from '../../support/servers.ts';

/**
 * A server with Ollama's manners: it asks nobody for a key, lists its models to everybody, and knows
 * only what was pulled. Shapes from its documented OpenAI-compatible API.
 */
export function serveOllama(models: readonly string[]): Promise<TestServer> {
  return serveHttp((request, response) => {
    const reply = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.once('end', () => {
      switch (`${request.method ?? ''} ${request.url ?? ''}`) {
        case 'GET /api/version':
          return reply(200, { version: '0.15.1' });
        case 'GET /v1/models':
          return reply(200, {
            object: 'list',
            data: models.map((id) => ({ id, object: 'model', owned_by: 'library' })),
          });
        case 'POST /v1/chat/completions': {
          const model = models.find((name) => body.includes(JSON.stringify(name)));
          return model === undefined
            ? reply(404, {
                error: {
                  message: 'model not found',
                  type: 'not_found_error',
                  param: null,
                  code: null,
                },
              })
            : reply(200, completion(model));
        }
        default:
          return response
            .writeHead(404, { 'content-type': 'text/plain' })
            .end('404 page not found');
      }
    });
  });
}

const completion = (model: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model,
  system_fingerprint: 'fp_ollama',
  choices: [{ index: 0, message: { role: 'assistant', content: 'pong' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 13, completion_tokens: 2, total_tokens: 15 },
});
