/** What a simulated provider makes of a request; each vendor's file says it in that vendor's words. */
export type Outcome =
  | 'completion'
  | 'noCredential'
  | 'unauthorized'
  | 'forbidden'
  | 'noQuota'
  | 'rateLimit'
  | 'html'
  | 'down'
  | 'modelMissing'
  | 'modelDenied'
  | 'badRequest'
  | 'wrongPath';

/** Words in a credential and what they make the provider do; the first that occurs decides. */
export const credentialWords = [
  ['invalid', 'unauthorized'],
  ['bad', 'unauthorized'],
  ['revoked', 'unauthorized'],
  ['forbidden', 'forbidden'],
  ['noquota', 'noQuota'],
  ['ratelimit', 'rateLimit'],
  ['html', 'html'],
  ['down', 'down'],
] as const satisfies readonly (readonly [string, Outcome])[];

/** Words in the name of a model or deployment. */
export const modelWords = [
  ['missing', 'modelMissing'],
  ['denied', 'modelDenied'],
] as const satisfies readonly (readonly [string, Outcome])[];

/** What a credential makes of a request for a model, when it is of the right family. */
export function outcomeOf(credential: string, model: string): Outcome {
  const words = credential.toLowerCase();
  const refused = credentialWords.find(([word]) => words.includes(word));
  if (refused) return refused[1];
  // `only-haiku` is an account whose other models are not there.
  const only = /only-?([a-z0-9]+)/.exec(words)?.[1];
  if (only !== undefined && !model.toLowerCase().includes(only)) return 'modelMissing';
  return modelWords.find(([word]) => model.toLowerCase().includes(word))?.[1] ?? 'completion';
}

export const slowMs = 3000;

export const isSlow = (credential: string) => /slow/i.test(credential);
