import type { NextStep, PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';

/** The error of a change after which a server no longer has secrets that it had before. */
export function lostSecrets(slug: string, lost: readonly string[]): PortaiError {
  const headers: NextStep = {
    command: ['integrations', 'update', slug, '--custom-header', '<name>=@<file>'],
    why: 'give every header anew',
  };
  const key: NextStep = { command: ['integrations', 'rotate-key', slug], why: 'give it anew' };
  const isHeaders = (field: string) => field === 'custom_headers';
  return fail('NotAsSent', `${slug} is changed, and has lost its ${lost.join(', ')}`, {
    details: { lost },
    hint: 'This Portkey replaces the configuration instead of merging it. Give what is lost anew.',
    next: [...(lost.every(isHeaders) ? [] : [key]), ...(lost.some(isHeaders) ? [headers] : [])],
  });
}
