import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import type { Problem } from '../../core/problem.ts';
import type { Secret } from '../../core/secret.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import { fieldOf } from '../../planes/port/rules/config-fields.ts';
import { usagesOf } from '../../planes/port/rules/interlocks.ts';
import { isOfOneVendor, misplacedEverywhere } from '../../planes/port/rules/secret-hygiene.ts';
import { nothingStored, type SecretDependencies, type SecretRequest } from './request.ts';

/**
 * Problems of a value of one vendor for a secret that providers of others use, all of them: with it none
 * could sign in any more. Where the providers cannot be read, nothing is known of what it is for.
 */
export async function misplacedFor(
  { port, words }: SecretDependencies,
  { name, skipChecks }: SecretRequest,
  value: Secret,
): Promise<Problem[]> {
  if (skipChecks || !isOfOneVendor(value.reveal())) return [];
  const list = await (await port()).providers.list().catch((error: unknown) => {
    if (error instanceof PortaiError) return [];
    throw error;
  });
  const uses = usagesOf(name, list);
  const kinds = uses.map(({ provider, field }) => {
    const type = findProviderType(provider);
    return type && fieldOf(type, field)?.holds;
  });
  const problem = misplacedEverywhere(value.reveal(), kinds);
  if (problem === undefined) return [];
  const users = uses.map(({ provider, field }) => `${provider} (${field})`).join(', ');
  const error = fail('SECRET_MALFORMED', `The value ${problem}, and ${name} is named by ${users}`, {
    hint: nothingStored(words),
    next: [{ command: ['secrets', 'usages', name], why: 'who names it' }],
  });
  return [{ error, overridable: false }];
}
