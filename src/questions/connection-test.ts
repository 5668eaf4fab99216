import type { PutTests } from '../operations/put-provider/request.ts';
import type { Asker } from '../operations/ports.ts';
import { secretReferences } from '../planes/port/rules/config-fields.ts';
import type { Config } from '../planes/port/config.ts';
import type { Variant } from '../planes/port/provider-types/define.ts';
import type { Secret } from '../core/secret.ts';

/**
 * Asks how to test before saving: from this machine where the value of every secret is at hand, else
 * by Port. A role that Port assumes cannot be tried from here, since it trusts Port alone.
 *
 * @param values of secrets that were typed in this conversation
 */
export async function askForTests(
  ask: Asker,
  variant: Variant,
  config: Config,
  values: ReadonlyMap<string, Secret>,
): Promise<PutTests> {
  const named = secretReferences(config);
  const testable = variant.connection !== undefined && variant.trustsPortAlone !== true;
  const allAtHand = named.length > 0 && named.every(({ secret }) => values.has(secret));
  if (testable && allAtHand) {
    const preflight = await ask.confirm({
      message: 'Test it from this machine first',
      flag: '--preflight',
      suggestion: true,
    });
    if (preflight) return { preflight: {}, validate: true };
  }
  const validate = await ask.confirm({
    message: 'Let Port test the connection before saving',
    flag: '--validate',
    suggestion: true,
  });
  return { preflight: undefined, validate };
}
