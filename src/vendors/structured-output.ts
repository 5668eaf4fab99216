import { z } from 'zod';
import type { HttpResponse } from '../core/http.ts';
import type { Reading } from './reading.ts';

/** What the schema of a test asks for. */
const wanted = z.strictObject({ ok: z.boolean() });

/** A text as the JSON value that it holds; undefined when it holds none. */
export function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** Whether the output limit ended an answer, in the words of any of the wire forms. */
const ranOut = ({ body }: HttpResponse) =>
  /"(?:stopReason|stop_reason|finishReason|finish_reason|reason)"\s*:\s*"(?:max_tokens|max_output_tokens|length)"/i.test(
    body,
  );

/**
 * What an answer means where output after a schema was asked for.
 *
 * @param reading the answer read as a completion
 * @param output what came of it: the value in the text, or the input of the tool
 * @param schema what the output must be, where it is not the usual schema of a test
 */
export function judgeStructured(
  answer: HttpResponse,
  reading: Reading,
  output: unknown,
  schema: z.ZodType = wanted,
): Reading {
  switch (reading.cause) {
    case 'OK':
    case 'TRUNCATED_OK':
      break;
    case 'UNSUPPORTED_PARAM':
    case 'REQUEST_REFUSED':
      // The same request without the schema passed just before.
      return { ...reading, cause: 'STRUCTURED_UNSUPPORTED' };
    default:
      return reading;
  }
  if (schema.safeParse(output).success) return { ...reading, cause: 'OK' };
  // Hidden reasoning may use up the limit before the output, or in the midst of it.
  const cut = ranOut(answer) && /^\s*(?:\{|$)/.test(reading.text ?? '');
  return { ...reading, cause: cut ? 'TRUNCATED_OK' : 'STRUCTURED_INVALID' };
}
