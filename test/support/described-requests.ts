import type { HttpResponse } from '../../src/core/http.ts';
import type { Config } from '../../src/planes/port/config.ts';
import type {
  Fallback,
  TestCall,
  ProviderRequest,
  CallWithFallbacks,
} from '../../src/vendors/test-requests.ts';
import type { ConfiguredInput, VariantTest } from './tested-variants.ts';
import { Secret } from '../../src/core/secret.ts';

/** What the tests of the probes with an API key have in common. */

export const key = 'sk-canary/0123456789+abcdef=';

export function input(config: Config, model: string): ConfiguredInput {
  return {
    config,
    model,
    secret: () => new Secret(key),
    now: new Date('2026-01-15T12:00:00Z'),
    session: {},
    caller: 'this-machine',
    plane: 'Port',
  };
}

interface Shown {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request with its body parsed and the key masked. */
export function shown({ method, url, headers, body }: ProviderRequest): Shown {
  const masked = Object.entries(headers).map(([name, value]) => [name, value.replace(key, '***')]);
  const parsed: unknown = body === undefined ? undefined : JSON.parse(body);
  return {
    method,
    url,
    headers: Object.fromEntries(masked),
    ...(body === undefined ? {} : { body: parsed }),
  };
}

/** The other way that follows on a cause. */
export function otherAfter(
  ways: CallWithFallbacks,
  cause: Fallback['after'][number],
  nth = 0,
): Fallback {
  const found = ways.fallbacks.filter(({ after }) => after.includes(cause))[nth];
  if (!found) throw new Error(`nothing follows on ${cause}`);
  return found;
}

/** Every ask that a test can make for an input, whatever went before. */
export function everyAsk(variant: VariantTest, asked: ConfiguredInput): TestCall[] {
  const test = variant.of(asked);
  const { first, fallbacks: others } = test.generate(asked);
  const structured = test.structured?.(asked, first);
  return [
    first,
    ...others.map(({ call: ask }) => ask),
    ...others.flatMap(({ call: ask }) => test.stream?.(asked, ask) ?? []),
    ...others.flatMap(({ call: ask }) => test.structured?.(asked, ask).first ?? []),
    test.stream?.(asked, first),
    structured?.first,
    ...(structured?.fallbacks ?? []).map(({ call: ask }) => ask),
    test.credential?.(asked),
    test.model?.(asked),
  ].filter((ask) => ask !== undefined);
}

export const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-request-id': 'r-1' },
  body: JSON.stringify(body),
});

/** A refusal in OpenAI's envelope. */
export const refusal = (status: number, message: string, code: string | null = null) =>
  json(status, { error: { message, type: 'invalid_request_error', param: null, code } });

export const page: HttpResponse = {
  status: 404,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><html><body>Not here</body></html>',
};

/** A completion of a chat that wrote this text. */
export const chatAnswer = (content: string, model = 'm') =>
  json(200, {
    model,
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
    usage: { prompt_tokens: 9, completion_tokens: 3 },
  });

/** A message of Claude with this content. */
export const message = (...content: readonly object[]) =>
  json(200, {
    type: 'message',
    model: 'm',
    content,
    stop_reason: 'end_turn',
    usage: { input_tokens: 9, output_tokens: 3 },
  });
