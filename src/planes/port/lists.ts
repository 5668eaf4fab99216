import type { HttpResponse } from '../../core/http.ts';
import type { Read } from '../../http/api.ts';
import { envelope, listOf, type ReadAt } from '../records.ts';
import { fieldsOf } from '../../core/text/json.ts';

/**
 * Reads a list in its envelope, and remarks where it is not what its readers take it for: all there is,
 * and each thing once.
 */
export function wholeList<T extends Readonly<Record<string, unknown>>>(
  keys: readonly string[],
  id: string,
  read: ReadAt<T>,
): (body: unknown, headers?: HttpResponse['headers']) => Read<T[]> {
  const readList = envelope(keys, listOf(read));
  return (body, headers = {}) => {
    const list = readList(body);
    if ('wrong' in list) return list;
    const { value, odd = [] } = list;
    return { value, odd: [...odd, ...repeated(value, id), ...unread(body, headers, value.length)] };
  };
}

/** Of things that are there twice the first is used; that is a choice, so it is told. */
function repeated(list: readonly Readonly<Record<string, unknown>>[], id: string): string[] {
  const seen = new Set<unknown>();
  const again = new Set<unknown>();
  for (const { [id]: name } of list) (seen.has(name) ? again : seen).add(name);
  if (again.size === 0) return [];
  const more = again.size === 1 ? '' : ` (and ${again.size - 1} more like it)`;
  return [`${id} "${String([...again][0])}" is there more than once${more}`];
}

const places = ['pagination', 'paging', 'meta', 'page', 'links', '_links'];
const nextPage = /^next(?:_?(?:page|cursor|token|url|link|page_?token))?$/i;
const moreFlag = /^has_?(?:more|next(?:_?page)?)$/i;
const total = /^total(?:_?(?:count|items|results|records))?$/i;

/** Port documents no pages; a list that says it is one of several is not taken for the whole. */
function unread(body: unknown, headers: HttpResponse['headers'], count: number): string[] {
  const outer = fieldsOf(body);
  const all = [outer, ...places.map((key) => fieldsOf(outer?.[key]))];
  const [key] = [
    ...all
      .flatMap((fields) => Object.entries(fields ?? {}))
      .flatMap(([name, value]) => (saysMore(name, value, count) ? [name] : [])),
    ...Object.entries(headers).flatMap(([name, value]) =>
      headerSaysMore(name, value, count) ? [name] : [],
    ),
  ];
  return key === undefined ? [] : [`${key} says that there are more than the ${count} read here`];
}

function saysMore(name: string, value: unknown, count: number): boolean {
  if (moreFlag.test(name)) return value === true;
  if (total.test(name)) return typeof value === 'number' && value > count;
  if (!nextPage.test(name)) return false;
  return typeof value === 'string' ? value !== '' : typeof value === 'number' || value === true;
}

/** The headers of RFC 8288 and 9110, and those that APIs write with `x-`. */
function headerSaysMore(name: string, value: string, count: number): boolean {
  if (name === 'link') return relations(value).includes('next');
  if (name === 'content-range') return Number(/\/(\d+)\s*$/.exec(value)?.[1] ?? 0) > count;
  if (!name.startsWith('x-')) return false;
  const key = name.replace(/^x-(?:pagination-)?/, '').replaceAll('-', '_');
  if (moreFlag.test(key)) return value === 'true' || value === '1';
  return total.test(key) ? Number(value) > count : nextPage.test(key) && value !== '';
}

/** The relations of all links, without what their addresses and titles contain. */
function relations(links: string): string[] {
  const bare = links.replaceAll(/<[^>]*>/g, '').replaceAll(/\btitle\*?\s*=\s*"[^"]*"/gi, '');
  return [...bare.matchAll(/\brel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/gi)].flatMap(([, quoted, word]) =>
    (quoted ?? word ?? '').toLowerCase().split(/\s+/),
  );
}
