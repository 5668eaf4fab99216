import type { Command } from 'commander';
import type { Context } from '../../cli/context.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { addValueOptions, valueFlags } from '../../cli/secret-value.ts';
import { PortaiError } from '../../domain/errors.ts';
import { secretDescription } from '../../domain/fields.ts';
import type { Secret } from '../../domain/secret.ts';
import type { DryRun } from '../../ui/render/put.ts';

export const storeFlags = mutationFlags.extend({
  ...valueFlags.shape,
  description: secretDescription.optional(),
});

/** What storing a value takes, new or not: the name, the ways in for the value, a description. */
export function addStoreOptions(command: Command, description: string): void {
  command.argument('<name>', 'name of the secret').option('--description <text>', description);
  addValueOptions(command);
  addMutationOptions(command);
}

/** What is known of a secret; undefined when there is none of that name. */
export async function findSecret(
  { port }: Context,
  name: string,
): Promise<{ readonly secretName: string } | undefined> {
  try {
    return await (await port()).secrets.get(name);
  } catch (error) {
    if (error instanceof PortaiError && error.failure.exit === 'notFound') return undefined;
    throw error;
  }
}

/** The request that would be sent. The value shows as a mask, since a Secret prints as one. */
export function storeRequest(
  action: 'create' | 'update',
  name: string,
  description: string | undefined,
  value?: Secret,
): DryRun {
  const creates = action === 'create';
  const body = {
    ...(creates ? { secretName: name } : {}),
    ...(creates || value ? { secretValue: '[secret]' } : {}),
    ...(description === undefined ? {} : { description }),
  };
  return {
    dryRun: true,
    action,
    changed: Object.keys(body).filter((key) => key !== 'secretName'),
    request: {
      method: creates ? 'POST' : 'PATCH',
      path: creates ? '/v1/organization/secrets' : `/v1/organization/secrets/${name}`,
      body,
    },
  };
}
