import type { Context } from '../../../cli/context.ts';
import { PortaiError, type ExitClass } from '../../../core/errors.ts';
import { refuse } from '../../../core/problem.ts';
import {
  equivalentCommand,
  type SetupSoFar,
} from '../../../operations/bedrock-setup/equivalent-command.ts';
import {
  missingDecisions,
  strangeDefault,
} from '../../../operations/bedrock-setup/preconditions.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import { requireKnownModels, requireKnownRegion } from '../../../operations/bedrock/known-names.ts';
import { listedSecrets } from '../../../operations/list-secrets.ts';
import { openUndoLog, withStanding, type UndoLog } from '../../../operations/undo-log.ts';
import { nobody } from '../../../ui/asker.ts';
import { chooseRegion, openAccount } from './account.ts';
import { chooseGuardrail } from './guardrail.ts';
import { chooseModels } from './models.ts';
import { chooseAuth } from './ways.ts';

/** The whole conversation; what the request decides is not asked. */
export async function startSetup(
  world: Context,
  request: SetupRequest,
): Promise<ExitClass | undefined> {
  // Who says yes beforehand has said all there is to say: what has a usual answer gets it.
  const context = request.confirmed ? { ...world, ask: nobody } : world;
  if (!context.ask.available) refuse(missingDecisions(request));
  const book = openUndoLog();
  const soFar: SetupSoFar = { request, answered: false };
  try {
    return await converse(context, request, book, soFar);
  } catch (error) {
    throw goingOn(withStanding(error, book, context.runtime.signal), soFar, book);
  }
}

async function converse(
  context: Context,
  request: SetupRequest,
  book: UndoLog,
  soFar: SetupSoFar,
): Promise<ExitClass | undefined> {
  const note = (answers: Partial<SetupRequest>) => {
    soFar.request = { ...soFar.request, ...answers };
  };
  const client = await context.port();
  const [list, secrets] = await Promise.all([
    client.providers.list(),
    listedSecrets({ client, report: context.out }),
  ]);
  const stored = list.find(({ provider }) => provider === 'bedrock');

  const region = await chooseRegion(context, request);
  note({ region });
  soFar.answered = request.region === undefined;
  requireKnownRegion(region, request.force);
  requireKnownModels(request.models, region, {
    force: request.force,
    now: context.runtime.now(),
  });
  const account = await openAccount(context, request, region);
  const models = await chooseModels(context, request, region, account, stored, book);
  const chosen = models.access.map(({ model }) => model);
  note({ models: chosen, global: models.global });
  refuse(strangeDefault(request, chosen));
  const signIn = await chooseAuth(context, request);
  note({ signIn });
  soFar.answered = context.ask.available;
  const guardrail = await chooseGuardrail(context, request, region, account);
  note({
    guardrail: { id: guardrail?.id, version: guardrail?.version, profile: guardrail?.profile?.id },
  });
  if (signIn === 'access-keys') {
    const { connectByKeys } = await import('./access-keys.ts');
    return connectByKeys(context, request, { region, account, models, guardrail, book });
  }
  const { connectByRole } = await import('./by-role.ts');
  return connectByRole(
    context,
    request,
    { region, account, models, guardrail, stored, secrets },
    book,
    soFar,
  );
}

/** What ends a conversation early comes with the command that goes on with the answers given. */
function goingOn(error: unknown, soFar: SetupSoFar, { made, maybe }: UndoLog): unknown {
  if (!(error instanceof PortaiError)) return error;
  const { failure } = error;
  const { request, answered } = soFar;
  const started = made.length + maybe.length > 0;
  if (!started && !answered) return error;
  const again = { command: equivalentCommand(request), why: 'go on with the answers given' };
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
