import type { TestSubject } from '../../vendors/test-requests.ts';
import type { Config } from './config.ts';
import type { ProviderType, SecretSource, Variant } from './provider-types/define.ts';
import { secretReferences } from './rules/config-fields.ts';

/** A provider whose connection is to be tested. */
export interface TestedProvider {
  readonly type: ProviderType;
  readonly variant: Variant;
  readonly config: Config;
  /** Names of the models, as Port writes them. */
  readonly models: readonly string[];
}

/** The same for the engine of connection tests, which knows no configuration of Port. */
export async function testSubject(
  { type, variant, config, models }: TestedProvider,
  secret: SecretSource,
): Promise<TestSubject> {
  const connect = await variant.connection?.();
  return {
    provider: type.id,
    plane: 'Port',
    models,
    secrets: secretReferences(config).map((each) => each.secret),
    ...(connect ? { test: connect(config, secret) } : {}),
  };
}
