/** Characters that occur in keys, by their HTML entity names. */
const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  bsol: '\\',
  plus: '+',
  equals: '=',
  lowbar: '_',
  colon: ':',
  semi: ';',
  period: '.',
  comma: ',',
  num: '#',
  dollar: '$',
  percnt: '%',
  excl: '!',
  quest: '?',
  commat: '@',
  ast: '*',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  lcub: '{',
  rcub: '}',
  verbar: '|',
  grave: '`',
  Hat: '^',
  shy: '\u00ad',
};

const byte = '%[0-9a-f]{2}';
const escape = new RegExp(
  [
    String.raw`&#(?<decimal>\d{1,7});?`,
    String.raw`&#x(?<entity>[0-9a-f]{1,6});?`,
    String.raw`&(?<name>[a-z]{2,6});`,
    String.raw`(?<octets>%[0-7][0-9a-f]|%[cd][0-9a-f]${byte}|%e[0-9a-f](?:${byte}){2}|%f[0-7](?:${byte}){3})`,
    String.raw`\\u\{(?<braced>[0-9a-f]{1,6})\}`,
    String.raw`\\(?:u(?<unit>[0-9a-f]{4})|x(?<hex>[0-9a-f]{2}))`,
    String.raw`\\(?<itself>["'\\/])`,
  ].join('|'),
  'gi',
);

/** A decoded text, and a map from its indexes to those of the original. */
export interface View {
  readonly text: string;
  /** Returns the original index of a character. The length of the decoded text maps to the end. */
  readonly place: (at: number) => number;
}

/**
 * A text with the escapes of HTML, URLs and JSON read as the characters for which they stand;
 * undefined where it has none.
 */
export function unescaped(text: string): View | undefined {
  let read = '';
  let done = 0;
  const places: number[] = [];
  const take = (letters: string, place: (index: number) => number) => {
    for (let index = 0; index < letters.length; index++) places.push(place(index));
    read += letters;
  };
  for (const match of text.matchAll(escape)) {
    const meant = standsFor(match.groups ?? {});
    if (meant === undefined) continue;
    const from = done;
    take(text.slice(from, match.index), (index) => from + index);
    take(meant, () => match.index);
    done = match.index + match[0].length;
  }
  if (done === 0) return undefined;
  take(text.slice(done), (index) => done + index);
  return { text: read, place: (at) => places[at] ?? text.length };
}

function standsFor(groups: Readonly<Record<string, string | undefined>>): string | undefined {
  const { decimal, entity, name, octets, braced, unit, hex, itself } = groups;
  if (itself !== undefined) return itself;
  if (name !== undefined) return Object.hasOwn(named, name) ? named[name] : undefined;
  if (octets !== undefined) return decoded(octets);
  const sixteenth = entity ?? braced ?? unit ?? hex;
  const code = sixteenth === undefined ? Number(decimal) : Number.parseInt(sixteenth, 16);
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}

function decoded(octets: string): string | undefined {
  try {
    return decodeURIComponent(octets);
  } catch {
    return undefined;
  }
}
