import type { Command } from 'commander';
import type { z } from 'zod';
import type { Context } from '../../cli/context.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { addValueOptions, valueFlags } from '../../cli/secret-value.ts';
import { once } from '../../core/once.ts';
import {
  acceptRequest,
  type AcceptedRequest,
  type SecretDependencies,
} from '../../operations/secrets/request.ts';
import { port } from '../../planes/port/plane.ts';
import { secretDescription } from '../../planes/port/provider-types/field-schemas.ts';

/** The flags of a command that stores a secret. */
export const storeFlags = once(() =>
  mutationFlags().extend({
    ...valueFlags().shape,
    description: secretDescription().optional(),
  }),
);

type StoreFlags = z.infer<ReturnType<typeof storeFlags>>;

/** Adds what storing a value takes, new or not: the name, the ways in for the value, a description. */
export function addStoreOptions(command: Command, description: string): void {
  command.argument('[name]', 'name of the secret').option('--description <text>', description);
  addValueOptions(command);
  addMutationOptions(command);
}

/** Gives the operations that store a secret Port, and the flags by which their messages name things. */
export const storing = ({ plane }: Context): SecretDependencies => ({
  port: plane(port).client,
  words: {
    name: '<name>',
    description: '--description',
    skipsChecks: '--skip-client-checks takes it as it is.',
  },
});

/** Makes a request of the flags and has it accepted, before anybody types a value for it. */
export async function acceptedRequest(
  context: Context,
  name: string,
  { skipClientChecks: skipChecks, description, dryRun }: StoreFlags,
): Promise<AcceptedRequest> {
  if (skipChecks) context.vouchFor(name);
  return acceptRequest(storing(context), { name, description, skipChecks, dryRun });
}
