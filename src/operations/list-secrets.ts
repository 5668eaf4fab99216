import { PortaiError } from '../core/errors.ts';
import type { PortClient } from '../planes/port/client.ts';
import type { SecretInfo } from '../planes/port/nouns.ts';
import type { Report } from './ports.ts';

interface ListSecretsDependencies {
  readonly client: PortClient;
  readonly report: Report;
}

/** Names of the organization's secrets; undefined, with a warning, where they may not be listed. */
export async function secretNames(from: ListSecretsDependencies): Promise<string[] | undefined> {
  return (await listedSecrets(from))?.map(({ secretName }) => secretName);
}

/** What is known of the organization's secrets; undefined, with a warning, where it may not be. */
export async function listedSecrets({
  client,
  report,
}: ListSecretsDependencies): Promise<readonly SecretInfo[] | undefined> {
  try {
    return await client.secrets.list();
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'forbidden') throw error;
    report.warn({
      code: 'secrets_not_listed',
      message: 'These credentials may not list secrets, so it was not checked that they exist.',
    });
    return undefined;
  }
}
