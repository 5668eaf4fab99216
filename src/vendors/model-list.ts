import { z } from 'zod';
import { readAnswer, type Dialect } from './answers/read-answer.ts';
import type { TestCall } from './test-requests.ts';

/** Lists of models: free, and proof of a credential where a provider guards them. */

const listed = z
  .looseObject({ data: z.array(z.unknown()) })
  .or(z.looseObject({ models: z.array(z.unknown()) }));

/** Whether a parsed body is a list of models, under the name that OpenAI or that Ollama gives it. */
export function isModelList(body: unknown): boolean {
  return listed.safeParse(body).success;
}

/** Asks for the list at a URL. */
export function modelList(
  dialect: Dialect,
  url: string,
  headers: Readonly<Record<string, string>>,
): TestCall {
  return {
    title: 'list of models',
    request: { method: 'GET', url, headers },
    read: (answer) =>
      readAnswer(dialect, answer, (body) =>
        isModelList(body) ? { cause: 'ZERO_TOKEN_OK' } : undefined,
      ),
    outputTokens: 0,
    patience: 'control',
  };
}

const missing = new Set([404, 405, 501]);

/**
 * A free call that many servers do not have: that it is missing says nothing of what the server is
 * for. What a server says of the credential or of the model itself still counts.
 */
export function whereOffered(call: TestCall): TestCall {
  return {
    ...call,
    read: (answer) => {
      const reading = call.read(answer);
      const ofModel = reading.recognised && reading.cause !== 'WRONG_BASE_URL';
      if (!missing.has(answer.status) || ofModel) return reading;
      return { ...reading, cause: 'NOT_GENERATED', detail: `the server has no ${call.title}` };
    },
  };
}
