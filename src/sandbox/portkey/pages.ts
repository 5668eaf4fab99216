import { Refused } from './refused.ts';

/** A whole number of a query; the default when it is absent. Throws AB01. */
export function wholeNumber(
  query: URLSearchParams,
  name: string,
  { least = 0, most = Number.MAX_SAFE_INTEGER, absent }: Bounds,
): number {
  const text = query.get(name);
  if (text === null || text === '') return absent;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) {
    throw new Refused('AB01', `${name}: must be a whole number, at least ${least}`);
  }
  return number;
}

interface Bounds {
  readonly least?: number;
  readonly most?: number;
  readonly absent: number;
}

/** No page of the control plane is longer, whatever is asked for. */
const longestPage = 100;

/** One page of a list, the first is number 0. A longer page than 100 is cut to 100. Throws AB01. */
export function pageOf<T>(
  all: readonly T[],
  query: URLSearchParams,
  usualSize: number,
): readonly T[] {
  const size = Math.min(
    wholeNumber(query, 'page_size', { least: 1, absent: usualSize }),
    longestPage,
  );
  const page = wholeNumber(query, 'current_page', { absent: 0 });
  return all.slice(page * size, (page + 1) * size);
}

/** A page in the envelope of most lists. */
export function listOf<T, Shown>(
  all: readonly T[],
  query: URLSearchParams,
  usualSize: number,
  show: (each: T) => Shown,
) {
  return { object: 'list', total: all.length, data: pageOf(all, query, usualSize).map(show) };
}
