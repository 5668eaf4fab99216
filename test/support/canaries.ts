import { expect } from 'vitest';

/** Values that occur nowhere by chance, one for each way into the program. */
export const canaries = {
  stdin: 'CANARY1stdin-d4c0ffee',
  file: 'CANARY2file-d4c0ffee',
  variable: 'CANARY3variable-d4c0ffee',
  prompt: 'CANARY4prompt-d4c0ffee',
  clientSecret: 'CANARY5client-d4c0ffee',
  accessToken: 'CANARY6token-d4c0ffee',
  externalId: 'CANARY7external-d4c0ffee',
  header: 'CANARY8header-d4c0ffee',
  placedAsName: 'sk-proj-CANARY9name-d4c0ffee',
  replaced: 'CANARY10replaced-d4c0ffee',
} as const;

/** The forms in which a value travels, each telling enough to find the value. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(value),
  ];
}

/** The names of the canaries that a text gives away, in any form. */
export function canariesIn(text: string): string[] {
  return Object.entries(canaries)
    .filter(([, value]) => formsOf(value).some((form) => text.includes(form)))
    .map(([name]) => name);
}

export function expectNone(where: string, text: string): void {
  expect({ where, found: canariesIn(text) }).toEqual({ where, found: [] });
}
