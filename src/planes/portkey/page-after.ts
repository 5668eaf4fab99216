import { fieldsOf } from '../../core/text/json.ts';
import { entriesIn, type PageAfter } from '../raw-api.ts';

/** Portkey counts its pages from 0, and says in `total` how many entries there are in all. */
export const portkeyPageAfter: PageAfter = (call, body, entries) => {
  const total = fieldsOf(body)?.['total'];
  const more = typeof total === 'number' ? entries < total : true;
  if (entriesIn(body, ['data']) === 0 || !more) return undefined;
  const query = call.query ?? [];
  const page = Number(query.find(([name]) => name === 'current_page')?.[1] ?? 0);
  const rest = query.filter(([name]) => name !== 'current_page');
  return { ...call, query: [...rest, ['current_page', String(page + 1)]] };
};
