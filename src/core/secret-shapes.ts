/** How keys and tokens look: what tells a value from a name where nobody has said which it is. */

/** Beginnings that only keys have, each with what follows. A vendor's documents name its own. */
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

/** Query keys whose value opens something. */
const credentialKey =
  /^(?:x-)?(?:(?:api|access|subscription|secret|auth|functions|private)[-_.]?)?(?:key|token|secret|sig|signature|password|passwd|pwd|credential|credentials|code|auth|authorization|apikey|x-amz-signature|x-amz-credential|x-amz-security-token|client[-_]?secret|secret[-_]?access[-_]?key)$/i;

const queryKeys =
  '(?:x-)?(?:api|access|subscription|secret|auth|private)?[-_.]?(?:key|token|secret|sig|signature|password|passwd|pwd)';

/** Shapes of keys and tokens that vendors hand out: a net for values nobody registered. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\bsk-[A-Za-z0-9_*-]{8,}/g,
  new RegExp(`(?<![A-Za-z0-9_-])(?:${prefixed})`, 'g'),
  new RegExp(`\\b${jwt}`, 'g'),
  /(?<=\bBearer\s)[A-Za-z0-9._~+/=-]{8,}/gi,
  /(?<=:\/\/)[^\s/@]+(?=@)/g,
  new RegExp(`(?<=[?&]${queryKeys}=)[^&\\s"'#]{4,}`, 'gi'),
];

/** Replaces what looks like a key by a mask. */
export function maskShapes(text: string): string {
  return shapes.reduce((masked, shape) => masked.replace(shape, '[secret]'), text);
}

const wholeValue = new RegExp(`^(?:${prefixed}|${jwt})$`);

/**
 * Whether a text has the mark of a vendor's key. Long `sk-` words count as values: refusing an odd
 * name costs a rename, storing a key as a name costs the key.
 */
export function looksLikeSecretValue(text: string): boolean {
  return text.includes('-----BEGIN ') || /"private_key"\s*:/.test(text) || wholeValue.test(text);
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const awsSecretKey = /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9/+]{40}$/;
/** So long an unbroken run, and so many changes between its kinds of characters, and nobody chose it. */
const longRun = 16;
const manySwitches = 4;

/**
 * Whether a text could be a secret rather than a name: the mark of a vendor, a UUID, the form of an AWS
 * secret key, or an unbroken run of 16 letters and digits that changes four times between capitals,
 * small letters and digits. A short password, or one made of words, looks like any name.
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

/** How often neighbours are of different kinds: capital, small letter or word, digit. */
function switchesIn(run: string): number {
  const words = run.replace(/[A-Z][a-z]{2,}|[a-z]{3,}/g, 'a');
  const kinds = words.replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a').replace(/\d/g, '0');
  return kinds.replace(/(.)\1*/g, '$1').length - 1;
}

/**
 * Whether a name that does not exist may be repeated: words and numbers, none of them mixed, and no
 * beginning of a key. What may not is told by its length, since a value may have been put in its place.
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

/** Whether the value of such a key in a URL's query opens something: `api_key`, `sig`, `token`. */
export function isCredentialKey(key: string): boolean {
  return credentialKey.test(key);
}
