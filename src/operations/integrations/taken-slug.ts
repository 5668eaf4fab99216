import { PortaiError } from '../../core/errors.ts';
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
  try {
    await client.integrations.create(creationOf(request));
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { status, name } = error.failure;
    const isAboutSlug = /\b(?:slug|exists?|taken|duplicate|unique)\b/i.test(error.message);
    if (name === 'AB07' || (status === 400 && isAboutSlug)) throw takenSlug(request.slug, error);
    throw error;
  }
}
