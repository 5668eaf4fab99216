import { once } from '../../core/once.ts';
import { portError } from '../../planes/port/errors.ts';
import type { Command } from 'commander';
import type { z } from 'zod';
import type { Context } from '../../cli/context.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { addValueOptions, valueFlags } from '../../cli/secret-value.ts';
import { PortaiError } from '../../core/errors.ts';
import { secretDescription } from '../../planes/port/provider-types/field-schemas.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import { fieldOf } from '../../planes/port/rules/config-fields.ts';
import { usagesOf } from '../../planes/port/rules/interlocks.ts';
import { isOfOneVendor, misplacedEverywhere } from '../../planes/port/rules/secret-hygiene.ts';
import { didYouMean } from '../../core/text/nearest.ts';
import { couldBeSecret, isPlainName } from '../../core/secret-shapes.ts';
import type { Secret } from '../../core/secret.ts';
import {
  mayBeRepeated,
  nameInWords,
  problemInPlainText,
  typedInTheOpen,
} from '../../core/text/typed-names.ts';
import { dryRunOf, type DryRun } from '../../operations/dry-run.ts';
import { calls } from '../../planes/port/calls.ts';
import { fail } from '../../core/fail.ts';
import { port } from '../../planes/port/plane.ts';

export const storeFlags = once(() =>
  mutationFlags().extend({
    ...valueFlags().shape,
    description: secretDescription().optional(),
  }),
);

type StoreFlags = z.infer<ReturnType<typeof storeFlags>>;

/** What storing a value takes, new or not: the name, the ways in for the value, a description. */
export function addStoreOptions(command: Command, description: string): void {
  command.argument('[name]', 'name of the secret').option('--description <text>', description);
  addValueOptions(command);
  addMutationOptions(command);
}

/**
 * A new name, unless it could be a value: stored as a name, everybody could read it. Refused before
 * anything is sent that holds it; --skip-client-checks takes it.
 */
export async function requireUsableName(
  { plane, vouchFor }: Context,
  name: string,
  { skipClientChecks, description }: StoreFlags,
): Promise<void> {
  if (skipClientChecks) {
    vouchFor(name);
    return;
  }
  const problem = description === undefined ? undefined : problemInPlainText(description);
  if (problem !== undefined) {
    throw fail('Usage', `--description: ${problem}`, { hint: nothingSent });
  }
  if (!couldBeSecret(name)) return;
  const names = (await (await plane(port).client()).secrets.list()).map(
    ({ secretName }) => secretName,
  );
  if (names.includes(name)) return;
  throw fail('Usage', `<name> ${nameInWords(name)} could be a value, and is no secret's name`, {
    hint: `${typedInTheOpen} ${nothingSent}`,
  });
}

/**
 * Refuses a value of one vendor for a secret that providers of others use, all of them: with it none
 * could sign in any more. Where the providers cannot be read, nothing is known of what it is for.
 */
export async function requireFitting(
  { plane }: Context,
  name: string,
  value: Secret,
  { skipClientChecks }: StoreFlags,
): Promise<void> {
  if (skipClientChecks || !isOfOneVendor(value.reveal())) return;
  const client = await plane(port).client();
  const list = await client.providers.list().catch((error: unknown) => {
    if (error instanceof PortaiError) return [];
    throw error;
  });
  const uses = usagesOf(name, list);
  const kinds = uses.map(({ provider, field }) => {
    const type = findProviderType(provider);
    return type && fieldOf(type, field)?.holds;
  });
  const problem = misplacedEverywhere(value.reveal(), kinds);
  if (problem === undefined) return;
  const users = uses.map(({ provider, field }) => `${provider} (${field})`).join(', ');
  throw fail('SECRET_MALFORMED', `The value ${problem}, and ${name} is named by ${users}`, {
    hint: nothingSent,
    next: [{ command: ['secrets', 'usages', name], why: 'who names it' }],
  });
}

const nothingSent = 'Nothing was sent or stored. --skip-client-checks takes it as it is.';

/**
 * Refuses a name that no secret has and that could be a value, without sending or repeating it: what is
 * asked of Port by name stands in its logs.
 */
export async function requireStoredName({ plane }: Context, name: string): Promise<void> {
  if (isPlainName(name)) return;
  const names = (await (await plane(port).client()).secrets.list()).map(
    ({ secretName }) => secretName,
  );
  if (names.includes(name)) return;
  throw portError(
    'not_found',
    `There is no secret ${nameInWords(name, names)}.${didYouMean(name, names)}`,
    {
      ...(mayBeRepeated(name, names) ? {} : { hint: `A name belongs there. ${typedInTheOpen}` }),
      next: [{ command: ['secrets', 'list'], why: 'the secrets there are' }],
    },
  );
}

/** What is known of a secret; undefined when there is none of that name. */
export async function findSecret(
  { plane }: Context,
  name: string,
): Promise<{ readonly secretName: string } | undefined> {
  try {
    return await (await plane(port).client()).secrets.get(name);
  } catch (error) {
    if (error instanceof PortaiError && error.failure.exit === 'notFound') return undefined;
    throw error;
  }
}

/** A value that would be stored, new or not. */
export function rehearseStore(
  action: 'create' | 'update',
  name: string,
  description: string | undefined,
  value: Secret | undefined,
): DryRun {
  const call =
    action === 'create' && value
      ? calls.createSecret(name, value, description)
      : calls.updateSecret(name, changeOf(value, description));
  return dryRunOf(
    action,
    Object.keys(call.body).filter((key) => key !== 'secretName'),
    call,
  );
}

/** What is to be stored, without what stays as it is. */
export const changeOf = (value: Secret | undefined, description: string | undefined) => ({
  ...(value === undefined ? {} : { value }),
  ...(description === undefined ? {} : { description }),
});
