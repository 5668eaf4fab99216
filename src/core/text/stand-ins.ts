import { withTexts } from './texts-in-data.ts';

/** Forms that tell who somebody is or where something runs, wherever they stand in a text. */
const shapes = [
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/, // e-mail addresses
  /arn:aws[\w-]*:[\w-]*:[\w-]*:\d*:[^\s"',;)]+/, // names of AWS, with the account in them
  /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/, // UUIDs
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/, // ids of keys, roles and users of AWS
  /\b\d{12}\b/, // AWS accounts
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/, // IPv4 addresses
  /(?<=:\/\/)[^\s/"'<>?#]+/, // hosts of addresses
] as const;

/** What is hidden, and what stays readable although it has the form of an id. */
export interface HiddenIds {
  /** Ids that are known as such, whatever their form; none is empty. */
  readonly known: readonly string[];
  /** Lower-case texts that everybody knows, such as the public host of an API. */
  readonly open: ReadonlySet<string>;
  /** Fields that hold words of the program alone; their texts stay. */
  readonly ownWords: ReadonlySet<string>;
}

/**
 * Puts a stand-in (`<id-1>`) in the place of every known id and of everything that has the form of one, in
 * the texts of a value. The same id, in whatever letter case, has the same stand-in everywhere, so that
 * a reader can still follow it. An id that is an ordinary word is hidden where it stands alone and
 * as it is written.
 */
export function withStandIns(value: unknown, { known, open, ownWords }: HiddenIds): unknown {
  const numbers = new Map<string, number>();
  const standIn = (id: string) => {
    const key = id.toLowerCase();
    if (open.has(key)) return id;
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    return `<id-${number}>`;
  };
  // The longest first: an id may hold another one.
  const names = [...new Set(known)].sort((a, b) => b.length - a.length);
  const either = [...names.map(patternOf), ...shapes.map(({ source }) => source)].join('|');
  const pattern = new RegExp(either, 'g');
  const hidden = (text: string) => text.replace(pattern, standIn);
  const inside = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(inside);
    if (typeof each !== 'object' || each === null) return withTexts(each, hidden);
    return Object.fromEntries(
      Object.entries(each).map(([key, held]) => [key, ownWords.has(key) ? held : inside(held)]),
    );
  };
  return inside(value);
}

const isOrdinaryWord = (text: string) => /^[\p{L} ]+$/u.test(text);

function patternOf(id: string): string {
  if (isOrdinaryWord(id)) return `(?<![\\w-])${id}(?![\\w-])`;
  return Array.from(id)
    .map((letter) => {
      const both = new Set([letter.toLowerCase(), letter.toUpperCase(), letter]);
      return both.size === 1 ? escaped(letter) : `(?:${[...both].map(escaped).join('|')})`;
    })
    .join('');
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
