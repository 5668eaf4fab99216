import type { Context } from '../../cli/context.ts';
import type { ExitClass } from '../../core/errors.ts';
import type { Config } from '../../vendors/test-requests.ts';
import type { PutFlags } from './put.ts';
import type { StoredView } from './shared.ts';

/** What a put of Bedrock begins with. */
export interface BedrockStart {
  readonly id: string;
  readonly stored: StoredView | undefined;
  readonly fromFlags: Config;
  readonly flags: PutFlags;
}

/**
 * Where `providers put bedrock` begins with nothing, on a terminal: asks whether portai is to set up
 * the role, and does so. False when it was not asked for, so that the put goes on with its own
 * questions; else what the set-up ended with, and nothing is left to put.
 */
export async function startBedrock(
  context: Context,
  { id, stored, fromFlags, flags }: BedrockStart,
): Promise<false | { readonly exit: ExitClass | undefined }> {
  if (id !== 'bedrock' || stored || !context.ask.available) return false;
  if (Object.keys(fromFlags).length > 0 || saysMore(flags)) return false;
  const setsUp = await context.ask.pick(
    { message: 'How to begin', flag: '--role-arn <arn> or --access-key-id-secret <name>' },
    [
      { name: 'Set up a role with portai (bedrock setup)', short: 'set up a role', value: true },
      { name: 'I have a role or access keys', value: false },
    ],
  );
  if (!setsUp) return false;
  const { startSetup } = await import('../bedrock/setup/start.ts');
  const { dryRun, force } = flags;
  return { exit: await startSetup(context, { dryRun, force }) };
}

/** Whether the flags say something that a set-up does not know: it always tests by Port. */
function saysMore(flags: PutFlags): boolean {
  return (
    flags.preflight ||
    flags.enable ||
    flags.disable ||
    flags.createOnly ||
    flags.updateOnly ||
    flags.skipClientChecks ||
    flags.configFile !== undefined ||
    flags.awsProfile !== undefined ||
    flags.ifUnchangedSince !== undefined ||
    flags.enableModel.length + flags.disableModel.length + flags.words.length > 0
  );
}
