import { secretReferences } from '../domain/answers.ts';
import { PortaiError } from '../domain/errors.ts';
import type { Config, Variant } from '../domain/provider-types/define.ts';
import type { Secret } from '../domain/secret.ts';
import { probeModels } from '../operations/probe.ts';
import type { PortContext } from './port-context.ts';

/** What `details.testedModels` says of one model. */
export interface TestedModel {
  readonly isValid: boolean;
  readonly message: string;
}

/** Tests models for `validate_connection`: by model name, in code point order. Nothing to test is no failure. */
export async function testConnection(
  { store, providers, now }: PortContext,
  variant: Variant,
  config: Config,
  models: readonly string[],
): Promise<Record<string, TestedModel>> {
  if (!variant.probe) return {};
  const values = new Map<unknown, Secret>();
  for (const { secret } of secretReferences(config)) {
    const value = await store.secrets.reveal(secret);
    if (value) values.set(secret, value);
  }
  const verdicts = await probeModels(variant, config, [...models].sort(), {
    send: providers,
    now,
    secret(name) {
      const value = values.get(name);
      if (value) return value;
      throw new PortaiError({
        name: 'not_found',
        message: `Secret '${String(name)}' was not found`,
        exit: 'notFound',
      });
    },
  });
  return Object.fromEntries(
    Object.entries(verdicts).map(([model, { status, message }]) => [
      model,
      { isValid: status === 'valid', message },
    ]),
  );
}
