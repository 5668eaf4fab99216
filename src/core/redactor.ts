import { once } from './once.ts';
import { PlacesOfPieces } from './text/piece-places.ts';
import { unescaped } from './text/escapes.ts';
import { begunShapeIn, maskShapes, shapesIn } from './secret-shapes.ts';
import { Secret } from './secret.ts';

/** Short values are left alone: masking "eu" everywhere would hide more than it protects. */
const shortestMasked = 6;

/**
 * A piece of a value with this length counts as the value, since error messages shorten the values
 * that they echo.
 */
const tellingPiece = 16;

/** Characters that one character of a value may take, disguised or as an escape within escapes. */
const escapedLength = 16;

/** Characters of a value from which on its beginning is seen. */
const fewestBegun = 4;

/** An escape that may go on after the end of a text. */
const begunEscape =
  /(?:&#?\w{0,7}|(?:%[\da-f]{2}){0,3}%[\da-f]?|\\(?:u\{?[\da-f]{0,5}|x[\da-f]?)?)$/i;

/** Characters that a line break or a disguise inserts into a value. */
const between = /[\s\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;

const everyBetween = new RegExp(`${between.source}+`, 'g');

/** Depth to which escapes within escapes are decoded. No readable text has more. */
const deepestEscape = 3;

/** A match in a text: the index of its first character, and the index after its last one. */
export type TextRange = readonly [start: number, end: number];

/** Knows the secret values of this run and masks them in every text that leaves the program. */
export class Redactor {
  /** Values as they came. */
  readonly #held = new Set<string>();
  /** Values and the forms in which servers and URLs echo them; all folded. */
  readonly #forms = new Set<string>();
  /** Values that are ordinary words and can occur in portai's own sentences. */
  readonly #words = new Set<string>();
  /** Characters of the longest form. */
  #longest = 0;
  /** Long values without their blanks. Their beginnings are masked, whatever follows. */
  readonly #long = new Set<string>();
  /** Pieces from anywhere in the long values that are one word each. */
  readonly #pieces = new Set<string>();
  readonly #pieceStarts = new PlacesOfPieces(tellingPiece);
  /** Typed words that may be values and are not known as names. Folded form → word as typed. */
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

  /** Masks a typed word until it is known as a name: a person may have typed a value instead. */
  suspect(word: string): void {
    this.#suspects.set(folded(word), word);
    this.#longest = Math.max(this.#longest, word.length);
  }

  /** Stops masking a typed word that is known as a name, or that the user declares to be one. */
  vouchFor(name: string): void {
    this.#suspects.delete(folded(name));
  }

  /**
   * Stops masking each typed word that occurs as a whole string in a JSON document stored before
   * this run.
   */
  vouchIn(json: string): void {
    for (const word of this.#suspects.values()) {
      if (json.includes(JSON.stringify(word))) this.vouchFor(word);
    }
  }

  /**
   * Masks values in a text that portai wrote. A value that is an ordinary word stays: masking it in
   * portai's own sentences and commands would break them and reveal the value.
   */
  redact(text: string): string {
    return maskShapes(masked(text, this.#found(text)));
  }

  /**
   * Masks values in a text that portai did not write. Values that are ordinary words are masked
   * too, as whole words.
   */
  redactForeign(text: string): string {
    return maskShapes(masked(text, this.#foundInForeign(text)));
  }

  /** Finds the ranges that `redactForeign` masks. */
  rangesIn(text: string): readonly TextRange[] {
    return inOrder([...this.#foundInForeign(text), ...shapesIn(text)]);
  }

  /**
   * The index from which a foreign text may be the beginning of a value that goes on after its end; its
   * length if nothing has begun. Fewer than `fewestBegun` characters of a value are not seen: nearly
   * every text ends with that many of some value.
   */
  begunIn(text: string): number {
    const from = Math.max(0, text.length - this.#longest * escapedLength);
    const ofValue = from + this.#begunIn(text.slice(from));
    const begun = Math.min(begunShapeIn(text), ofValue);
    if (begun === text.length) return begun;
    // A value that ends here may be the beginning of a longer one.
    return this.rangesIn(text).find(([start, end]) => start < begun && end > begun)?.[0] ?? begun;
  }

  /**
   * Masks a text that stands alone, such as a string in JSON or a cell. It is masked as a whole if
   * it equals a value, also one that is an ordinary word.
   */
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
    this.#longest = Math.max(this.#longest, ...[form, ...encoded].map(({ length }) => length));
    if (form.length <= tellingPiece || form.includes('://')) return;
    const compact = folded(form.replace(/\s/g, ''));
    if (compact.length > tellingPiece) this.#long.add(compact);
    if (!isOneWord(form)) return;
    for (const piece of piecesOf(form).map(folded)) {
      this.#pieces.add(piece);
      this.#pieceStarts.add(piece);
    }
  }

  /**
   * Finds the ranges of values in a text, also of values whose characters are written as escapes.
   */
  #found(text: string, deeper = deepestEscape): TextRange[] {
    const view = deeper === 0 ? undefined : unescaped(text);
    if (!view) return this.#foundAsWritten(text);
    const within = this.#found(view.text, deeper - 1).map(([start, end]): TextRange => {
      return [view.place(start), view.place(end)];
    });
    return [...this.#foundAsWritten(text), ...within];
  }

  #foundInForeign(text: string): TextRange[] {
    const words = [...this.#words].flatMap((word) => wholeWords(folded(text), word));
    return [...this.#found(text), ...words];
  }

  #begunIn(text: string, deeper = deepestEscape): number {
    const whole = text.replace(begunEscape, '');
    const view = deeper === 0 ? undefined : unescaped(whole);
    const within = view ? this.#begunIn(view.text, deeper - 1) : undefined;
    const begun = Math.min(
      this.#begunAsWritten(whole),
      within === undefined || within === view?.text.length
        ? whole.length
        : (view?.place(within) ?? 0),
    );
    return begun < whole.length ? begun : text.length;
  }

  #begunAsWritten(text: string): number {
    const { compact, place } = withoutBetween(folded(text));
    const values = [...this.#forms, ...this.#suspects.keys(), ...this.#words, ...this.#long];
    const starts = values.flatMap((value) => {
      const { compact: form } = withoutBetween(value);
      return beginsAtEnd(compact, form) ?? [];
    });
    const end = compact.slice(1 - tellingPiece);
    const long = [...this.#long];
    for (let at = 0; at <= end.length - fewestBegun; at++) {
      const piece = end.slice(at);
      if (!long.some((value) => value.includes(piece))) continue;
      starts.push(compact.length - piece.length);
      break;
    }
    const start = Math.min(...starts);
    return start < compact.length ? place(start) : text.length;
  }

  #foundAsWritten(text: string): TextRange[] {
    const same = folded(text);
    const forms = [...this.#forms, ...this.#suspects.keys()].flatMap((form) =>
      occurrences(same, form),
    );
    return this.#long.size === 0 ? forms : [...forms, ...this.#foundPieces(same)];
  }

  #foundPieces(text: string): TextRange[] {
    if (text.length < tellingPiece) return [];
    const { compact, place } = withoutBetween(text);
    const range = (start: number, length: number): TextRange => [
      place(start),
      place(start + length - 1) + 1,
    ];
    const found: TextRange[] = [];
    for (const value of this.#long) {
      for (const [start] of occurrences(compact, value.slice(0, tellingPiece))) {
        const rest = compact.slice(start, start + value.length);
        found.push(range(start, inCommon(rest, value)));
      }
    }
    if (this.#pieces.size === 0) return found;
    for (const at of this.#pieceStarts.in(compact)) {
      if (this.#pieces.has(compact.slice(at, at + tellingPiece)))
        found.push(range(at, tellingPiece));
    }
    return found;
  }
}

/**
 * A text without the characters of `between`, and a map from its indexes to those of the original.
 */
function withoutBetween(text: string): { compact: string; place: (at: number) => number } {
  if (!between.test(text)) return { compact: text, place: (at) => at };
  const compact = text.replace(everyBetween, '');
  // Most texts have no match, and need no map.
  const runs = once(() => runsOfBetween(text));
  const place = (at: number) => {
    let [low, high] = [0, runs().length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((runs()[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return Math.min(at + (runs()[low - 1]?.leftOut ?? 0), text.length);
  };
  return { compact, place };
}

/**
 * Each run of characters of `between`: the index after it in a text without them, and how many of them
 * were left out up to there.
 */
function runsOfBetween(text: string): { readonly at: number; readonly leftOut: number }[] {
  let leftOut = 0;
  return [...text.matchAll(everyBetween)].map(({ index, 0: run }) => {
    const at = index - leftOut;
    leftOut += run.length;
    return { at, leftOut };
  });
}

/** Lowercases ASCII letters only, so that the length does not change. */
const folded = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * True for a single word of letters that sentences and commands can contain: `secret`, `providers`.
 */
const isOrdinaryWord = (text: string) => /^(?:[A-Za-z][a-z]{0,15}|[A-Z]{1,16})$/.test(text);

/**
 * True for a text without blanks that is not an email address. A piece of an address is often a
 * name that must stay readable.
 */
const isOneWord = (text: string) => !/\s/.test(text) && !/^[^@]+@[^@]+\.[^@]+$/.test(text);

/**
 * All pieces of length `tellingPiece`, except for pieces without digits in one letter case: those
 * may be words.
 */
function piecesOf(form: string): string[] {
  return Array.from({ length: form.length - tellingPiece + 1 }, (_, at) =>
    form.slice(at, at + tellingPiece),
  ).filter((piece) => /\d/.test(piece) || (/[a-z]/.test(piece) && /[A-Z]/.test(piece)));
}

/**
 * The Base64 characters that depend on this text alone, for each of the three offsets at which it
 * can stand inside a longer encoded text, such as `user:key`.
 */
function base64Cores(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bits = (before + bytes.length) * 8;
    const around = Buffer.concat([Buffer.alloc(before), bytes]);
    return (['base64', 'base64url'] as const).map((alphabet) =>
      around.toString(alphabet).slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6)),
    );
  });
}

/** The index at which a text ends with the beginning of a value, or with the whole of it. */
function beginsAtEnd(text: string, value: string): number | undefined {
  const [beginning, from] = [value.slice(0, fewestBegun), Math.max(0, text.length - value.length)];
  for (let at = text.indexOf(beginning, from); at >= 0; at = text.indexOf(beginning, at + 1)) {
    if (value.startsWith(text.slice(at))) return at;
  }
  return undefined;
}

/** Ranges by their beginnings, with those that overlap joined. */
function inOrder(ranges: readonly TextRange[]): TextRange[] {
  const joined: [number, number][] = [];
  for (const [start, end] of [...ranges].sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

function occurrences(text: string, form: string): TextRange[] {
  const found: TextRange[] = [];
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + form.length)) {
    found.push([at, at + form.length]);
  }
  return found;
}

/** Finds a word where it stands alone: not inside a longer word, a flag, a path or a host. */
function wholeWords(text: string, word: string): TextRange[] {
  return occurrences(text, word).filter(
    ([start, end]) =>
      !/(?:[\w-]|\w[./:@])$/.test(text.slice(Math.max(0, start - 2), start)) &&
      !/^(?:[\w-]|[./:@]\w)/.test(text.slice(end, end + 2)),
  );
}

/** The length of the common beginning of two texts. */
function inCommon(text: string, value: string): number {
  let length = 0;
  while (length < value.length && text[length] === value[length]) length++;
  return length;
}

/** Replaces each run of overlapping ranges by one mask. Existing masks stay as they are. */
function masked(text: string, found: readonly TextRange[]): string {
  if (found.length === 0) return text;
  const there = occurrences(text, '[secret]');
  const ranges = found
    .filter(([start, end]) => !there.some(([from, to]) => from <= start && end <= to))
    .sort(([a], [b]) => a - b);
  const parts: string[] = [];
  let done = 0;
  let open: TextRange | undefined;
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
