import type { Read } from '../../http/api.ts';
import { portkeyError } from './errors.ts';
import type { Page } from './nouns.ts';

/** What was read of a list before a page. */
export interface ReadBefore {
  /** How many entries were received. */
  readonly read: number;
  /** The total that the server named last, if it named one. */
  readonly counted: number | undefined;
}

/** How a list is read page by page. */
export interface PageReader<T> {
  /** What the list is called in an error. */
  readonly what: string;
  /** Fetches a page. Pages count from 0. */
  readonly fetch: (page: number, before: ReadBefore) => Promise<Page<T>>;
  /** What tells one entry from another. */
  readonly keyOf: (entry: T) => string;
}

/**
 * Yields every entry of a list, one page in memory at a time. The list ends with an empty page, with one
 * that is shorter than the first, or where the server's total is reached: a server may give smaller pages
 * than it is asked for, and may name no total. Throws portkey_unexpected_answer where the server repeats a
 * page before its total is reached, for an empty list that counts entries, and for a list without an end; without a total a repeated page is the end, since such a server
 * ignores which page is asked for.
 */
export async function* everyEntry<T>({
  what,
  fetch,
  keyOf,
}: PageReader<T>): AsyncGenerator<T, void, undefined> {
  const seen = new Map<string, number>();
  let read = 0;
  let size = 0;
  let counted: number | undefined;
  for (let page = 0; ; page++) {
    const { items, received, total = counted } = await fetch(page, { read, counted });
    counted = total;
    if (received === 0) {
      if (read > 0 || total === undefined || total <= 0) return;
      throw incomplete(what, `it is empty, and counts ${total}`);
    }
    if (page >= mostPages) throw incomplete(what, `it has no end after ${read} entries`);
    const mark = markOf(items.map(keyOf), received);
    const before = seen.get(mark);
    if (before !== undefined) {
      if (total === undefined || read >= total) return;
      throw incomplete(
        what,
        `page ${page} repeats page ${before}, and ${read} of ${total} were read`,
      );
    }
    seen.set(mark, page);
    yield* items;
    read += received;
    if (total !== undefined ? read >= total : page > 0 && received < size) return;
    size = page === 0 ? received : size;
  }
}

/**
 * Remarks on a list that ends with an empty page before the total of the server is reached: what follows
 * holds for those that came. A server may count what was deleted meanwhile, so that it is no failure.
 */
export function remarkOnEnd<T>(
  what: string,
  found: Read<Page<T>>,
  { read, counted }: ReadBefore,
): Read<Page<T>> {
  if ('wrong' in found || found.value.received > 0 || read === 0) return found;
  const total = found.value.total ?? counted;
  if (total === undefined || read >= total) return found;
  const remark = `the server counts ${total} ${what} and gave ${read}; the others are not seen here`;
  return { value: found.value, odd: [...(found.odd ?? []), remark] };
}

/** No list of an organization has as many pages: a server that always has another one is cut off. */
const mostPages = 5000;

const incomplete = (what: string, why: string) =>
  portkeyError('portkey_unexpected_answer', `The list of ${what} cannot be read whole: ${why}`);

/** A short text that differs from page to page: the ends of a page, and how many entries it has. */
const markOf = (keys: readonly string[], received: number): string =>
  JSON.stringify([received, keys[0], keys.at(-1)]);

/** Reads a whole list into memory. */
export async function allOf<T>(entries: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of entries) all.push(each);
  return all;
}
