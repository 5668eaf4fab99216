import { inspect } from 'node:util';

/** A value that must not be seen. Only `reveal` gives it; printing, joining and JSON give a mask. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  /** Length in characters: all that may be said about a value. */
  get length(): number {
    return Array.from(this.#value).length;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** Shapes of keys and tokens that vendors hand out: a net for values nobody registered. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\bsk-[A-Za-z0-9_*-]{8,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bAIza[0-9A-Za-z_-]{30,}/g,
  /\bya29\.[0-9A-Za-z_-]+/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g,
  /(?<=\bBearer\s)[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<=:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g,
];

/** Replaces what looks like a key by a mask. */
export function maskShapes(text: string): string {
  return shapes.reduce((masked, shape) => masked.replace(shape, '[secret]'), text);
}

/**
 * Whether a text is a secret value rather than the name of one. Long `sk-` words count as values:
 * refusing an odd name costs a rename, storing a key as a name costs the key.
 */
export function looksLikeSecretValue(text: string): boolean {
  return (
    text.includes('-----BEGIN ') ||
    /^(?:sk-[\w-]{17,}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{30,}|ya29\..+|gh[pousr]_\w{20,})$/.test(
      text,
    ) ||
    /^eyJ[\w-]{6,}\.[\w-]+\.[\w-]*$/.test(text)
  );
}

/** Short values are left alone: masking "eu" everywhere would hide more than it protects. */
const shortestMasked = 6;

/** So much of a value's beginning is taken for the value, cut off: error messages shorten what they echo. */
const tellingStart = 16;

/** Knows the values of this run and takes them out of every text that leaves it. */
export class Redactor {
  readonly #forms = new Set<string>();
  readonly #long = new Set<string>();

  /** Registers a value, also in the forms in which servers and URLs echo it. */
  hold(value: string): Secret {
    const lines = value.split(/\r?\n/).map((line) => line.trim());
    for (const form of [value, value.trim(), ...lines]) {
      if (form.length < shortestMasked) continue;
      if (form.length > tellingStart && !form.includes('://')) this.#long.add(form);
      this.#forms.add(form);
      this.#forms.add(encodeURIComponent(Buffer.from(form).toString()));
      this.#forms.add(new URLSearchParams([['', form]]).toString().slice(1));
      this.#forms.add(JSON.stringify(form).slice(1, -1));
      this.#forms.add(Buffer.from(form).toString('base64'));
      for (const core of base64Cores(form)) this.#forms.add(core);
    }
    return new Secret(value);
  }

  redact(text: string): string {
    const longestFirst = [...this.#forms].sort((a, b) => b.length - a.length);
    const masked = longestFirst.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text);
    return maskShapes([...this.#long].reduce(withoutStart, masked));
  }
}

/** What Base64 shows of a text wherever it stands in what was encoded, as in `user:key`. */
function base64Cores(form: string): string[] {
  const bytes = Buffer.from(form);
  return [0, 1, 2].flatMap((before) => {
    const bits = (before + bytes.length) * 8;
    const around = Buffer.concat([Buffer.alloc(before), bytes]);
    return (['base64', 'base64url'] as const).map((alphabet) =>
      around.toString(alphabet).slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6)),
    );
  });
}

function withoutStart(text: string, value: string): string {
  const start = value.slice(0, tellingStart);
  return text
    .split(start)
    .map((part, index) => (index === 0 ? part : `[secret]${part.slice(inCommon(part, value))}`))
    .join('');
}

/** How much of the value goes on after its start. */
function inCommon(part: string, value: string): number {
  let length = 0;
  while (length < part.length && part[length] === value[tellingStart + length]) length++;
  return length;
}
