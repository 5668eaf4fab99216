import { unescaped } from './text/escapes.ts';
import { maskShapes } from './secret-shapes.ts';
import { Secret } from './secret.ts';

/** Short values are left alone: masking "eu" everywhere would hide more than it protects. */
const shortestMasked = 6;

/** So many characters of a value are taken for the value: error messages shorten what they echo. */
const tellingPiece = 16;

/** Characters that a break of lines or a disguise puts between those of a value. */
const between = /[\s\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;

/** Escapes within escapes are read so often: no text that was meant to be read has more. */
const deepestEscape = 3;

/** From the first character of a match to the one behind its last. */
type Range = readonly [start: number, end: number];

/** Knows the values of this run and takes them out of every text that leaves it. */
export class Redactor {
  /** Values as they came. */
  readonly #held = new Set<string>();
  /** Values and the forms in which servers and URLs echo them; all folded. */
  readonly #forms = new Set<string>();
  /** Values that are ordinary words, which portai says itself. */
  readonly #words = new Set<string>();
  /** Long values, without blanks: their beginnings count, however they go on. */
  readonly #long = new Set<string>();
  /** Pieces from anywhere in the long values that are one word each. */
  readonly #pieces = new Set<string>();
  /** What was typed, may be a value, and is not known to be a name; as typed, by its folded form. */
  readonly #suspects = new Map<string, string>();

  /** Registers a value, also in the forms in which servers and URLs echo it. */
  hold(value: string): Secret {
    const lines = value.split(/\r?\n/).map((line) => line.trim());
    for (const form of [value, value.trim(), ...lines]) {
      if (form.length < shortestMasked || this.#held.has(form)) continue;
      this.#held.add(form);
      this.#holdForm(form);
    }
    return new Secret(value);
  }

  /** Masks a typed word until it turns out to be a name: somebody may have put a value in its place. */
  suspect(word: string): void {
    this.#suspects.set(folded(word), word);
  }

  /** A typed word that is known as a name, or that the user says is one, is no longer masked. */
  vouchFor(name: string): void {
    this.#suspects.delete(folded(name));
  }

  /** The same for every typed word that a JSON document, stored before this run, holds as a whole text. */
  vouchIn(json: string): void {
    for (const word of this.#suspects.values()) {
      if (json.includes(JSON.stringify(word))) this.vouchFor(word);
    }
  }

  /**
   * A text that portai wrote, with every value out of it. A value that is an ordinary word stays:
   * taken out of portai's own sentences and commands, it would break them and tell what it is.
   */
  redact(text: string): string {
    return maskShapes(masked(text, this.#found(text)));
  }

  /** A text that somebody else wrote: values that are ordinary words go as well, as whole words. */
  redactForeign(text: string): string {
    const words = [...this.#words].flatMap((word) => wholeWords(folded(text), word));
    return maskShapes(masked(text, [...this.#found(text), ...words]));
  }

  /** A text that stands alone, as a value in JSON or a cell: it goes when it is a value, word or not. */
  redactValue(text: string): string {
    return this.#words.has(folded(text.trim())) ? '[secret]' : this.redact(text);
  }

  #holdForm(form: string): void {
    const bytes = Buffer.from(form);
    const encoded = [
      encodeURIComponent(bytes.toString()),
      new URLSearchParams([['', form]]).toString().slice(1),
      JSON.stringify(form).slice(1, -1),
      bytes.toString('base64'),
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
      bytes.toString('hex'),
      Array.from(form).reverse().join(''),
      ...base64Cores(bytes),
    ];
    if (isOrdinaryWord(form)) this.#words.add(folded(form));
    else this.#forms.add(folded(form));
    for (const other of encoded) if (other !== form) this.#forms.add(folded(other));
    if (form.length <= tellingPiece || form.includes('://')) return;
    const compact = folded(form.replace(/\s/g, ''));
    if (compact.length > tellingPiece) this.#long.add(compact);
    if (isOneWord(form)) for (const piece of piecesOf(form)) this.#pieces.add(folded(piece));
  }

  /** Where values stand, also where characters of theirs are written as escapes. */
  #found(text: string, deeper = deepestEscape): Range[] {
    const view = deeper === 0 ? undefined : unescaped(text);
    if (!view) return this.#foundAsWritten(text);
    const within = this.#found(view.text, deeper - 1).map(([start, end]): Range => {
      return [view.place(start), view.place(end)];
    });
    return [...this.#foundAsWritten(text), ...within];
  }

  #foundAsWritten(text: string): Range[] {
    const same = folded(text);
    const forms = [...this.#forms, ...this.#suspects.keys()].flatMap((form) =>
      occurrences(same, form),
    );
    return this.#long.size === 0 ? forms : [...forms, ...this.#foundPieces(same)];
  }

  #foundPieces(text: string): Range[] {
    if (text.length < tellingPiece) return [];
    const { compact, place } = withoutBetween(text);
    const range = (start: number, length: number): Range => [
      place(start),
      place(start + length - 1) + 1,
    ];
    const found: Range[] = [];
    for (const value of this.#long) {
      for (const [start] of occurrences(compact, value.slice(0, tellingPiece))) {
        const rest = compact.slice(start, start + value.length);
        found.push(range(start, inCommon(rest, value)));
      }
    }
    if (this.#pieces.size === 0) return found;
    for (let at = 0; at + tellingPiece <= compact.length; at++) {
      if (this.#pieces.has(compact.slice(at, at + tellingPiece)))
        found.push(range(at, tellingPiece));
    }
    return found;
  }
}

/** A text without what breaks or disguises it, and where each of its characters stands in the whole. */
function withoutBetween(text: string): { compact: string; place: (at: number) => number } {
  if (!between.test(text)) return { compact: text, place: (at) => at };
  const places: number[] = [];
  let compact = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (between.test(character)) continue;
    places.push(at);
    compact += character;
  }
  return { compact, place: (at) => places[at] ?? text.length };
}

/** Capitals as small letters, those of ASCII only: the length stays. */
const folded = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** One word of letters, as sentences and commands hold them: `secret`, `providers`. */
const isOrdinaryWord = (text: string) => /^(?:[A-Za-z][a-z]{0,15}|[A-Z]{1,16})$/.test(text);

/** No blank inside and no address: a piece of an address is often a name that has to be seen. */
const isOneWord = (text: string) => !/\s/.test(text) && !/^[^@]+@[^@]+\.[^@]+$/.test(text);

/** Every piece of the telling length, but those that letters of one case make: they may be words. */
function piecesOf(form: string): string[] {
  return Array.from({ length: form.length - tellingPiece + 1 }, (_, at) =>
    form.slice(at, at + tellingPiece),
  ).filter((piece) => /\d/.test(piece) || (/[a-z]/.test(piece) && /[A-Z]/.test(piece)));
}

/** What Base64 shows of a text wherever it stands in what was encoded, as in `user:key`. */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bits = (before + bytes.length) * 8;
    const around = Buffer.concat([Buffer.alloc(before), bytes]);
    return (['base64', 'base64url'] as const).map((alphabet) =>
      around.toString(alphabet).slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6)),
    );
  });
}

function occurrences(text: string, form: string): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) {
    found.push([at, at + form.length]);
  }
  return found;
}

/** Where a word stands by itself: not in a longer one, a flag, a path or a host. */
function wholeWords(text: string, word: string): Range[] {
  return occurrences(text, word).filter(
    ([start, end]) =>
      !/(?:[\w-]|\w[./:@])$/.test(text.slice(Math.max(0, start - 2), start)) &&
      !/^(?:[\w-]|[./:@]\w)/.test(text.slice(end, end + 2)),
  );
}

/** How long two texts are the same. */
function inCommon(text: string, value: string): number {
  let length = 0;
  while (length < value.length && text[length] === value[length]) length++;
  return length;
}

/** The text with one mask for each stretch of overlapping ranges; masks that are there stay as they are. */
function masked(text: string, found: readonly Range[]): string {
  if (found.length === 0) return text;
  const there = occurrences(text, '[secret]');
  const ranges = found
    .filter(([start, end]) => !there.some(([from, to]) => from <= start && end <= to))
    .sort(([a], [b]) => a - b);
  const parts: string[] = [];
  let done = 0;
  let open: Range | undefined;
  for (const range of [...ranges, undefined]) {
    if (open && range && range[0] < open[1]) {
      open = [open[0], Math.max(open[1], range[1])];
      continue;
    }
    if (open) {
      parts.push(text.slice(done, open[0]), '[secret]');
      done = open[1];
    }
    open = range;
  }
  return [...parts, text.slice(done)].join('');
}
