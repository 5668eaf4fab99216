/** Forms of keys and tokens. They tell a value from a name if the kind of a text is unknown. */

/**
 * Prefixes that only keys have, each with a pattern for the rest. They come from the vendors'
 * documents.
 */
const prefixed = [
  'sk-[A-Za-z0-9_-]{17,}',
  '(?:AKIA|ASIA)[A-Z0-9]{16}',
  'AIza[A-Za-z0-9_-]{30,}',
  'ya29\\.[A-Za-z0-9_-]+',
  'gh[pousr]_[A-Za-z0-9]{20,}',
  'github_pat_[A-Za-z0-9_]{20,}',
  'glpat-[A-Za-z0-9_-]{16,}',
  '(?:gsk|hf|r8|fw|tgp|tgp_v1|xox[abprs])[_-][A-Za-z0-9_-]{16,}',
  '(?:xai|pplx|nvapi|csk)-[A-Za-z0-9_-]{16,}',
].join('|');

const jwt = 'eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*';

/** Query keys whose values are credentials. */
const credentialKey =
  /^(?:x-)?(?:(?:api|access|subscription|secret|auth|functions|private)[-_.]?)?(?:key|token|secret|sig|signature|password|passwd|pwd|credential|credentials|code|auth|authorization|apikey|x-amz-signature|x-amz-credential|x-amz-security-token|client[-_]?secret|secret[-_]?access[-_]?key)$/i;

const queryKeys =
  '(?:x-)?(?:api|access|subscription|secret|auth|private)?[-_.]?(?:key|token|secret|sig|signature|password|passwd|pwd)';

/** Forms of keys and tokens that vendors issue. They catch values that were not registered. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\bsk-[A-Za-z0-9_*-]{8,}/g,
  new RegExp(`(?<![A-Za-z0-9_-])(?:${prefixed})`, 'g'),
  new RegExp(`\\b${jwt}`, 'g'),
  /(?<=\bBearer[ \t])[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<=:\/\/)[^\s/@]+(?=@)/g,
  new RegExp(`(?<=[?&]${queryKeys}=)[^&\\s"'#]{4,}`, 'gi'),
];

/** Replaces each text that has the form of a key by a mask. */
export function maskShapes(text: string): string {
  return shapes.reduce((masked, shape) => masked.replace(shape, '[secret]'), text);
}

/** Finds each text that has the form of a key: its first index, and the index after it. */
export function shapesIn(text: string): [start: number, end: number][] {
  return shapes.flatMap((shape) =>
    [...text.matchAll(shape)].map(({ index, 0: found }): [number, number] => [
      index,
      index + found.length,
    ]),
  );
}

/** Beginnings of the prefixes that only keys have, with what may follow them. */
const begunPrefixes =
  'sk-|(?:AKIA|ASIA|AIza)|ya29\\.|gh[pousr]_|github_pat_|glpat-|(?:gsk|hf|r8|fw|tgp|tgp_v1|xox[abprs])[_-]|(?:xai|pplx|nvapi|csk)-|eyJ';

/** Texts at the end of which the form of a key has begun and may go on. */
const begunShapes: readonly RegExp[] = [
  new RegExp(`(?<![A-Za-z0-9_-])(?:${begunPrefixes})[A-Za-z0-9_.*-]*$`),
  /\bBearer[ \t][A-Za-z0-9._~+/=-]*$/i,
  /:\/\/[^\s/@]+$/,
  new RegExp(`[?&]${queryKeys}=[^&\\s"'#]*$`, 'i'),
];

const begunBlock =
  /-----BEGIN [A-Z ]*(?:-{0,5}$|PRIVATE KEY-----(?![\s\S]*-----END [A-Z ]*PRIVATE KEY-----)[\s\S]*$)/;

/** No key that is one word has more characters; a longer word is none. */
const longestWord = 8_192;

/**
 * The index from which a text may be the beginning of a key that goes on after its end; its length if
 * nothing has begun.
 */
export function begunShapeIn(text: string): number {
  const from = Math.max(0, text.length - longestWord);
  const tail = text.slice(from);
  const starts = begunShapes.flatMap((shape) => shape.exec(tail)?.index ?? []);
  const block = text.includes('-----BEGIN ') ? begunBlock.exec(text)?.index : undefined;
  return Math.min(text.length, block ?? text.length, ...starts.map((start) => from + start));
}

const wholeValue = new RegExp(`^(?:${prefixed}|${jwt})$`);

/**
 * Returns true if a text has the prefix or form of a vendor's key. Long words that begin with `sk-`
 * count as keys: refusing an odd name costs a rename, storing a key as a name costs the key.
 */
export function looksLikeSecretValue(text: string): boolean {
  return text.includes('-----BEGIN ') || /"private_key"\s*:/.test(text) || wholeValue.test(text);
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const awsSecretKey = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9/+]{40}$/;
/**
 * An unbroken run of this length, with at least `manySwitches` changes between kinds of characters,
 * counts as random.
 */
const longRun = 16;
const manySwitches = 4;

/**
 * Returns true if a text could be a secret: it has a vendor's prefix, is a UUID, has the form of an
 * AWS secret key, or contains an unbroken run of 16 letters and digits that changes four times
 * between capitals, small letters and digits. A short password, or one made of words, is not
 * recognized.
 */
export function couldBeSecret(text: string): boolean {
  return (
    looksLikeSecretValue(text) ||
    uuid.test(text) ||
    awsSecretKey.test(text) ||
    text.split(/[^A-Za-z0-9]+/).some(isRandomRun)
  );
}

function isRandomRun(run: string): boolean {
  if (run.length < longRun || !/\d/.test(run) || !/[A-Za-z]/.test(run)) return false;
  return switchesIn(run) >= manySwitches;
}

/** Counts the changes between kinds of characters: capital, small letter or word, digit. */
function switchesIn(run: string): number {
  const words = run.replace(/[A-Z][a-z]{2,}|[a-z]{3,}/g, 'a');
  const kinds = words.replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a').replace(/\d/g, '0');
  return kinds.replace(/(.)\1*/g, '$1').length - 1;
}

/**
 * Returns true if a message may repeat a name that does not exist: it consists of words and
 * numbers, does not mix them, and does not begin like a key. For any other name the message gives
 * the length only, since the name may be a value.
 */
export function isPlainName(text: string): boolean {
  const parts = text.split(/[-_. /]+/);
  return (
    text.length <= 64 &&
    !couldBeSecret(text) &&
    !/^(?:sk|pk|rk|xai|pplx|csk)-/i.test(text) &&
    parts.every((part) => /^(?:[A-Z]?[a-z]*|[A-Z]*)\d{0,4}$|^\d{1,8}$/.test(part))
  );
}

/** Returns true if values of this query key are credentials: `api_key`, `sig`, `token`. */
export function isCredentialKey(key: string): boolean {
  return credentialKey.test(key);
}
