import { LLMock, type ChatCompletionRequest } from '@copilotkit/aimock';
import { z } from 'zod';
import type { RunningServer } from './process.ts';

/** The vendors as aimock imitates them, all on one port, told apart by path. */
export interface Imitation extends RunningServer {
  readonly url: string;
  /** Paths of the requests that came, oldest first. */
  readonly paths: () => readonly string[];
}

const objectSchema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({ type: z.string() })),
});
const askedFormat = z.looseObject({ json_schema: z.looseObject({ schema: objectSchema }) });
const askedTool = z.looseObject({
  function: z.looseObject({ name: z.string(), parameters: objectSchema }),
});

/** Any member of a schema that is asked for can be true or "pong". */
function obeying({ properties }: z.infer<typeof objectSchema>): string {
  const members = Object.entries(properties);
  return JSON.stringify(
    Object.fromEntries(members.map(([name, { type }]) => [name, type === 'boolean' || 'pong'])),
  );
}

function answer({ response_format: format, tools = [] }: ChatCompletionRequest) {
  const tool = askedTool.safeParse(tools[0]).data?.function;
  if (tool) return { toolCalls: [{ name: tool.name, arguments: obeying(tool.parameters) }] };
  const schema = askedFormat.safeParse(format).data?.json_schema.schema;
  return { content: schema ? obeying(schema) : 'pong' };
}

/**
 * Starts it: every model answers "pong", or obeys the JSON schema of the request as far as
 * aimock passes it on (in chat completions and in tools); models whose name
 * holds "unknown" are unknown. With keys, one of them must be sent, in any of the vendors' headers.
 */
export async function startImitation(keys?: readonly [string, ...string[]]): Promise<Imitation> {
  const server = new LLMock({
    port: 0,
    host: '127.0.0.1',
    strict: true,
    ...(keys ? { auth: { apiKeys: [...keys] } } : {}),
  });
  server.addFixture({
    match: { model: /unknown/ },
    response: {
      error: {
        message: 'The model does not exist or you do not have access to it.',
        type: 'invalid_request_error',
        code: 'model_not_found',
      },
      status: 404,
    },
  });
  server.addFixture({ match: {}, response: answer });
  const url = await server.start();
  return {
    url,
    paths: () => server.getRequests().map(({ path }) => path),
    close: () => server.stop(),
  };
}
