import { Option, type Command } from 'commander';
import { z } from 'zod';
import type { Context } from '../../cli/context.ts';
import { readStdin } from '../../cli/stdin.ts';
import { fail } from '../../core/fail.ts';
import { once } from '../../core/once.ts';
import type { TrustRequest } from '../../operations/bedrock/trust-policy.ts';

/** The flags by which an external ID that there is comes in. */
export const externalIdFlags = once(() =>
  z.object({
    externalIdEnv: z.string().min(1).optional(),
    externalIdStdin: z.boolean().default(false),
  }),
);
type ExternalIdFlags = z.infer<ReturnType<typeof externalIdFlags>>;

/** Adds the ways in for an external ID, of which one can be given. */
export function addExternalIdOptions(command: Command): void {
  command
    .addOption(
      new Option('--external-id-env <name>', 'take the external ID from this variable').conflicts([
        'externalIdStdin',
        'emit',
      ]),
    )
    .addOption(
      new Option('--external-id-stdin', 'read the external ID from stdin').conflicts('emit'),
    );
}

/** Reads the external ID that the flags lead to; without such a flag a new one is wanted. */
export async function externalIdOf(
  context: Context,
  given: ExternalIdFlags & { readonly externalId: boolean },
): Promise<TrustRequest['externalId']> {
  const { externalIdEnv: variable, externalIdStdin } = given;
  if (!given.externalId) return 'none';
  if (variable === undefined && !externalIdStdin) return 'new';
  const value = variable === undefined ? await pipedIn(context) : context.runtime.env[variable];
  if (value !== undefined) return { given: value };
  throw fail('Usage', `--external-id-env ${variable ?? ''}: it is not set`);
}

async function pipedIn({ runtime, settings }: Context): Promise<string> {
  const { timeout } = await settings();
  const bytes = await readStdin(runtime, '--external-id-stdin', timeout.value);
  return String(bytes).replace(/\r?\n$/, '');
}
