import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { portkeyError } from '../../planes/portkey/errors.ts';
import { creationOf, type CreateRequest } from './create-request.ts';

/** The refusal of a slug that is taken, by portai or by the server. */
export const takenSlug = (slug: string, cause?: PortaiError) =>
  portkeyError('AB07', `There is an integration ${slug} already`, {
    ...(cause?.failure.status === undefined ? {} : { status: cause.failure.status }),
    hint: 'Change what is there with update, go on with a creation that stopped with --resume, or choose another --slug.',
    next: [
      { command: ['integrations', 'update', slug, '--help'], why: 'change it' },
      { command: ['integrations', 'get', slug], why: 'what is there' },
    ],
    ...(cause === undefined ? {} : { cause }),
  });

/** Sends the creation. A slug that is taken is refused with 409 by some servers, with 400 by others. */
export async function sendCreation(client: PortkeyClient, request: CreateRequest): Promise<void> {
  let stored: string | null | undefined;
  try {
    stored = (await client.integrations.create(creationOf(request))).slug;
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { status, name } = error.failure;
    const isAboutSlug = /\b(?:slug|exists?|taken|duplicate|unique)\b/i.test(error.message);
    if (name === 'AB07' || (status === 400 && isAboutSlug)) throw takenSlug(request.slug, error);
    throw error;
  }
  if (typeof stored === 'string' && stored !== request.slug) throw otherSlug(request.slug, stored);
}

/** A server that names what it created otherwise: nothing further is done to what may be another's. */
const otherSlug = (slug: string, stored: string) =>
  fail('NotAsSent', `Portkey answered that it created ${stored}, not ${slug}`, {
    hint: 'It may hold the credential, with every model allowed and no workspace let in: look at it first.',
    next: [{ command: ['integrations', 'list'], why: 'what is there' }],
  });
