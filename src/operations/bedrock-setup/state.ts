import type { Provider, SecretInfo } from '../../planes/port/nouns.ts';
import { listedSecrets } from '../list-secrets.ts';
import type { SetupDependencies } from './dependencies.ts';

/** What the organization has, as far as a set-up looks at it. */
export interface SetupState {
  /** Port's provider, where it is there already. */
  readonly stored: Provider | undefined;
  /** Undefined where they may not be listed. */
  readonly secrets: readonly SecretInfo[] | undefined;
}

/** Reads both, side by side. */
export async function readState({ port, report }: SetupDependencies): Promise<SetupState> {
  const client = await port();
  const [providers, secrets] = await Promise.all([
    client.providers.list(),
    listedSecrets({ client, report }),
  ]);
  return { stored: providers.find(({ provider }) => provider === 'bedrock'), secrets };
}
