import type { HttpResponse } from '../core/http.ts';
import { readJson } from '../core/text/json.ts';
import { withTexts } from '../core/text/texts-in-data.ts';

/**
 * Returns a refusal without the values it repeats: its words become part of our own sentences.
 *
 * @param redact takes what is registered out of a text
 */
export function withoutValues(
  answer: HttpResponse,
  redact: (text: string) => string,
): HttpResponse {
  try {
    const said = withTexts(readJson(answer.body), redact, (key) => key);
    return { ...answer, body: JSON.stringify(said) };
  } catch {
    return { ...answer, body: redact(answer.body) };
  }
}
