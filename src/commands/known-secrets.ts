import type { Context } from '../cli/context.ts';
import { PortaiError } from '../core/errors.ts';

export interface KnownSecret {
  readonly secretName: string;
  readonly description?: string | null | undefined;
}

/** Names of the organization's secrets; undefined, with a warning, where they may not be listed. */
export async function knownSecrets(context: Context): Promise<string[] | undefined> {
  return (await listedSecrets(context))?.map(({ secretName }) => secretName);
}

/** What is known of the organization's secrets; undefined, with a warning, where it may not be. */
export async function listedSecrets({
  port,
  out,
}: Context): Promise<readonly KnownSecret[] | undefined> {
  try {
    return await (await port()).secrets.list();
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'forbidden') throw error;
    out.warn({
      code: 'secrets_not_listed',
      message: 'These credentials may not list secrets, so it was not checked that they exist.',
    });
    return undefined;
  }
}
