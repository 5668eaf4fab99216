import type { z } from 'zod';
import { fail } from '../../core/fail.ts';
import { Secret } from '../../core/secret.ts';

/** Fields that are prose: asterisks in them are decoration. */
const prose = new Set(['name', 'description', 'note']);

/**
 * True if a text is what Portkey shows in place of a value: a few characters, three or more asterisks, a
 * few characters, as `pa*****X7a`.
 */
export function isMask(text: string): boolean {
  return /^[^\s*]{0,8}\*{3,}[^\s*]{0,8}$/.test(text);
}

/**
 * Throws SECRET_MALFORMED where a body holds what Portkey shows in place of a secret: a field named
 * `masked_…`, or a value with the look of a mask. Sent back, it would replace the secret.
 */
export function refuseMasks(body: unknown, at = ''): void {
  if (body instanceof Secret || typeof body === 'string') {
    const text = typeof body === 'string' ? body : body.reveal();
    if (isMask(text))
      throw masked(at, 'is what Portkey shows in place of a secret, not the secret');
    return;
  }
  if (typeof body !== 'object' || body === null) return;
  for (const [key, value] of Object.entries(body)) {
    const place = at === '' ? key : `${at}.${key}`;
    if (key.startsWith('masked_')) throw masked(place, 'is only ever read');
    if (at !== '' || !prose.has(key)) refuseMasks(value, place);
  }
}

const masked = (place: string, why: string) =>
  fail('SECRET_MALFORMED', `${place} ${why}`, {
    hint: 'Give the value itself, or leave the field out to keep what is stored.',
  });

/** Returns a value with its secrets revealed, whatever depth they are at. For what is sent, nothing else. */
export function revealed(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]: [string, unknown]) => [key, revealed(each)]),
  );
}

/**
 * Returns a body as it is sent, with its secrets revealed. Throws InvalidConfig where it does not fit the
 * form of its call, and SECRET_MALFORMED for a mask in it; neither repeats a value.
 */
export function sendable(body: unknown, form: z.ZodType): unknown {
  refuseMasks(body);
  const { error } = form.safeParse(body);
  const [issue] = error?.issues ?? [];
  if (issue) {
    const place = issue.path.map(String).join('.') || 'the request';
    throw fail('InvalidConfig', `${place}: ${issue.message}; nothing was sent`, {
      details: { issues: error?.issues.map(({ path, message }) => ({ path, message })) },
      hint: 'Mend what the message names.',
    });
  }
  return revealed(body);
}
