/** Words in names steer what a simulated provider answers; each vendor says it in its own words. */

/** What a credential can meet before any model is looked at. */
export type AccountOutcome =
  | 'unauthorized'
  | 'expired'
  | 'blocked'
  | 'forbidden'
  | 'noQuota'
  | 'noBilling'
  | 'rateLimit'
  | 'country'
  | 'firewall'
  | 'html'
  | 'reset'
  | 'down';

/** What the name of a model can meet; a vendor that has no such refusal answers as if it were not there. */
export type ModelOutcome =
  | 'modelMissing'
  | 'modelDenied'
  | 'modelRetired'
  | 'form'
  | 'marketplace'
  | 'profile'
  | 'elsewhere'
  | 'upstream'
  | 'noQuota'
  | 'rateLimit'
  | 'stall';

/** How a model behaves that does answer. */
export type Manner =
  | 'midstream'
  | 'nostream'
  | 'noschema'
  | 'prose'
  | 'truncated'
  | 'filtered'
  | 'misnamed'
  | 'newlimit';

/** Words in a credential and what they make the provider do; the first that occurs decides. */
export const credentialWords = [
  ['invalid', 'unauthorized'],
  ['bad', 'unauthorized'],
  ['revoked', 'unauthorized'],
  ['expired', 'expired'],
  ['blocked', 'blocked'],
  ['forbidden', 'forbidden'],
  ['noquota', 'noQuota'],
  ['nobilling', 'noBilling'],
  ['ratelimit', 'rateLimit'],
  ['country', 'country'],
  ['firewall', 'firewall'],
  ['html', 'html'],
  ['reset', 'reset'],
  ['down', 'down'],
] as const satisfies readonly (readonly [string, AccountOutcome])[];

/** Words in the name of a model or deployment, between dashes, dots or its ends. */
export const modelWords = [
  ['missing', 'modelMissing'],
  ['denied', 'modelDenied'],
  ['retired', 'modelRetired'],
  ['form', 'form'],
  ['marketplace', 'marketplace'],
  ['profile', 'profile'],
  ['elsewhere', 'elsewhere'],
  ['upstream', 'upstream'],
  ['noquota', 'noQuota'],
  ['ratelimit', 'rateLimit'],
  ['stall', 'stall'],
] as const satisfies readonly (readonly [string, ModelOutcome])[];

/** More words in that place: the model answers, in a manner that a test should notice. */
export const mannerWords = [
  'midstream',
  'nostream',
  'noschema',
  'prose',
  'truncated',
  'filtered',
  'misnamed',
  'newlimit',
] as const satisfies readonly Manner[];

/** What a credential of the right family meets; undefined when it is let through. */
export function accountOutcome(credential: string): AccountOutcome | undefined {
  const words = credential.toLowerCase();
  return credentialWords.find(([word]) => words.includes(word))?.[1];
}

const hasWord = (name: string, word: string) =>
  new RegExp(`(?<![a-z])${word}(?![a-z])`, 'i').test(name);

/** Whether a name stands for something that is there because it says so: `example` is a word in it. */
export const isExample = (name: string): boolean => hasWord(name, 'example');

/** A name without the words that steer, and without the dashes and dots before them. */
export const withoutWords = (name: string): string =>
  [...modelWords.map(([word]) => word), ...mannerWords].reduce(
    (rest, word) => rest.replace(new RegExp(`[-.]${word}(?![a-z])`, 'gi'), ''),
    name,
  );

/** What the name of a model meets for this credential; undefined when it answers. */
export function modelOutcome(credential: string, model: string): ModelOutcome | undefined {
  // `only-haiku` is an account whose other models are not there.
  const only = /only-?([a-z0-9]+)/.exec(credential.toLowerCase())?.[1];
  if (only !== undefined && !model.toLowerCase().includes(only)) return 'modelMissing';
  return modelWords.find(([word]) => hasWord(model, word))?.[1];
}

/** Whether a model has a manner; `nostream` may be in the credential as well, where it is a permission. */
export function hasManner(manner: Manner, model: string, credential = ''): boolean {
  if (hasWord(model, manner)) return true;
  return manner === 'nostream' && credential.toLowerCase().includes(manner);
}

/** How long a `slow` credential waits. */
export const slowMs = 3000;

/** Longer than anybody waits: a model that stalls. */
export const stallMs = 600_000;

/** A `slowiam` role is slow in another way: see `iam-roles.ts`. */
export const isSlow = (credential: string) => /slow(?!iam)/i.test(credential);
