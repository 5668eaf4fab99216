import { fieldsOf, jsonIn } from '../../core/text/json.ts';
import type { PageAfter } from '../raw-api.ts';

/** Port's searches answer `next`, which is sent back as `from`: in the body, or in the query of a GET. */
export const portPageAfter: PageAfter = (call, body) => {
  const next = fieldsOf(body)?.['next'];
  if (typeof next !== 'string' || next === '') return undefined;
  if (call.body !== undefined) {
    return { ...call, body: JSON.stringify({ ...fieldsOf(jsonIn(call.body)), from: next }) };
  }
  const rest = (call.query ?? []).filter(([name]) => name !== 'from');
  return { ...call, query: [...rest, ['from', next]] };
};
