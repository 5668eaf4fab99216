import type { Context } from '../../../cli/context.ts';
import { PortaiError, type ExitClass } from '../../../core/errors.ts';
import { nobody } from '../../../ui/asker.ts';
import { openUndoLog, withStanding, type UndoLog } from '../../../operations/undo-log.ts';
import { listedSecrets } from '../../../operations/list-secrets.ts';
import { requireKnownModels, requireKnownRegion } from '../../../operations/bedrock/known-names.ts';
import { chooseRegion, openAccount } from './account.ts';
import { requireConsistent, requireDefaultAmong, requireEnough } from './contradictions.ts';
import { commandOf, type Decisions } from './equivalent.ts';
import { setupFlags, type SetupFlags } from './flags.ts';
import { chooseGuardrail } from './guardrail.ts';
import { chooseModels } from './models.ts';
import { chooseAuth } from './ways.ts';

/** The whole conversation; what flags answer is not asked. */
export async function startSetup(
  world: Context,
  flags: Partial<SetupFlags>,
): Promise<ExitClass | undefined> {
  const given = setupFlags.parse(flags);
  // Who says yes beforehand has said all there is to say: what has a usual answer gets it.
  const context = world.globals.yes ? { ...world, ask: nobody } : world;
  requireConsistent(given);
  requireEnough(context, given);
  const book = openUndoLog();
  const decided: Decisions = {};
  try {
    return await converse(context, given, book, decided);
  } catch (error) {
    throw goingOn(withStanding(error, book, context.runtime.signal), context, given, decided, book);
  }
}

async function converse(
  context: Context,
  given: SetupFlags,
  book: UndoLog,
  decided: Decisions,
): Promise<ExitClass | undefined> {
  const client = await context.port();
  const [list, secrets] = await Promise.all([
    client.providers.list(),
    listedSecrets({ client, report: context.out }),
  ]);
  const stored = list.find(({ provider }) => provider === 'bedrock');

  const region = (decided.region = await chooseRegion(context, given));
  requireKnownRegion(region, given.force);
  requireKnownModels(given.model, region, { force: given.force, now: context.runtime.now() });
  const account = await openAccount(context, given, region);
  const models = await chooseModels(context, given, region, account, stored, book);
  decided.global = models.global;
  const chosen = (decided.chosen = models.access.map(({ model }) => model));
  requireDefaultAmong(given, chosen);
  const auth = (decided.auth = await chooseAuth(context, given));
  const guardrail = (decided.guardrail = await chooseGuardrail(context, given, region, account));
  if (auth === 'access-keys') {
    const { connectByKeys } = await import('./access-keys.ts');
    return connectByKeys(context, given, { region, account, models, guardrail, book });
  }
  const { connectByRole } = await import('./by-role.ts');
  return connectByRole(
    context,
    given,
    { region, account, models, guardrail, stored, secrets },
    book,
    decided,
  );
}

/** What ends a conversation early comes with the command that goes on with the answers given. */
function goingOn(
  error: unknown,
  { ask }: Context,
  given: SetupFlags,
  decided: Decisions,
  { made, maybe }: UndoLog,
): unknown {
  if (!(error instanceof PortaiError)) return error;
  const { failure } = error;
  const started = made.length + maybe.length > 0;
  const answered = ask.available && (decided.region !== given.region || decided.auth !== undefined);
  if (!started && !answered) return error;
  const again = { command: commandOf(given, decided), why: 'go on with the answers given' };
  return new PortaiError(
    {
      ...failure,
      ...(started
        ? { hint: [failure.hint, 'The same command goes on from here.'].filter(Boolean).join(' ') }
        : {}),
      next: [...(answered ? [again] : []), ...(failure.next ?? [])],
    },
    { cause: error },
  );
}
