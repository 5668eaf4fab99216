import type { Context } from '../../../cli/context.ts';
import type { ExitClass } from '../../../core/errors.ts';
import { undecidedSetup } from '../../../operations/bedrock-setup/request.ts';
import type { PutRequest } from '../../../operations/put-provider/request.ts';

/** Asks if portai is to set up the role that a provider needs, and does so; undefined if the user has one. */
export async function offerRole(
  context: Context,
  { dryRun, force }: Pick<PutRequest, 'dryRun' | 'force'>,
): Promise<{ readonly exit: ExitClass | undefined } | undefined> {
  const setsUp = await context.ask.pick(
    { message: 'How to begin', flag: '--role-arn <arn> or --access-key-id-secret <name>' },
    [
      { name: 'Set up a role with portai (bedrock setup)', short: 'set up a role', value: true },
      { name: 'I have a role or access keys', value: false },
    ],
  );
  if (!setsUp) return undefined;
  const { runSetup } = await import('./run-setup.ts');
  const confirmed = context.globals.yes;
  return { exit: await runSetup(context, { ...undecidedSetup, confirmed, dryRun, force }) };
}
