import type { HttpResponse } from '../core/http.ts';
import { jsonIn } from '../core/text/json.ts';
import { entriesIn, type PageAfter, type RawApi, type RawCall } from '../planes/raw-api.ts';

/** More pages than any list of a control plane has. */
const mostPages = 1000;

/** Answers page by page. It ends after the last page, or where a page leads to one that was there. */
export async function* rawPages(
  api: RawApi,
  first: RawCall,
  pageAfter: PageAfter,
  onEndless: () => void,
): AsyncGenerator<HttpResponse> {
  const seen = new Set<string>();
  let entries = 0;
  let call: RawCall | undefined = first;
  while (call) {
    const key = JSON.stringify([call.query, call.body]);
    if (seen.has(key) || seen.size >= mostPages) {
      onEndless();
      return;
    }
    seen.add(key);
    const answer = await api(call);
    yield answer;
    const body = jsonIn(answer.body);
    entries += entriesIn(body, ['data', 'entities', 'result']);
    call = pageAfter(call, body, entries);
  }
}
