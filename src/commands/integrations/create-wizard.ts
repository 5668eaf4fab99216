import type { ExitClass } from '../../core/errors.ts';
import type { Context } from '../../cli/context.ts';
import { keptFlags } from '../../cli/globals.ts';
import { readsValues } from '../../cli/secret-value.ts';
import { PortaiError } from '../../core/errors.ts';
import { readChoices } from '../../operations/integrations/create-choices.ts';
import type { CreateDraft, CreateRequest } from '../../operations/integrations/create-request.ts';
import { createWords, type ValuesFile } from '../../operations/integrations/create-words.ts';
import { createIntegration } from '../../operations/integrations/create.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import {
  IntegrationAnswers,
  type AnswersCommand,
} from '../../questions/create-integration/answers.ts';
import { askForIntegration } from '../../questions/create-integration/wizard.ts';
import type { IntegrationConversation } from '../../questions/create-integration/conversation.ts';
import { pasteableLine } from '../../ui/output.ts';
import { renderPlannedIntegration } from '../../ui/render/planned-integration.ts';
import { dependencies, isOnCloud, show } from './create-dependencies.ts';
import { noteWhatIsOpen } from './open-access.ts';

/** Asks for what a creation leaves open, creates it, and shows the command that does the same. */
export async function createByAsking(
  context: Context,
  given: CreateDraft,
  file: ValuesFile | undefined,
): Promise<ExitClass | undefined> {
  const { out, globals } = context;
  const request = await ask(context, given, file);
  const command = createWords(request, file);
  const all = { ...(await dependencies(context, request)), anew: command };
  const exit = await show(context, await createIntegration(all, request));
  noteWhatIsOpen(context, request);
  out.note(`The same without questions:\n  ${pasteableLine(keptFlags(globals), command)}`);
  return exit;
}

async function ask(
  context: Context,
  given: CreateDraft,
  file: ValuesFile | undefined,
): Promise<CreateRequest> {
  const { out, ask: asker, hold, runtime, plane, globals } = context;
  const conversation: IntegrationConversation = {
    ...{
      ask: asker,
      hold,
      report: out,
      now: runtime.now,
      dryRun: given.dryRun,
      force: given.force,
    },
    readValue: readsValues(context),
    choices: await readChoices(await plane(portkey).client()),
    onCloud: await isOnCloud(context),
  };
  const soFar = new IntegrationAnswers(given);
  const confirmation = {
    show: (request: CreateRequest) => out.notice(request, renderPlannedIntegration),
    yes: globals.yes,
  };
  try {
    return await askForIntegration(conversation, given, confirmation, soFar);
  } catch (error) {
    throw soFar.isEmpty ? asStopped(error) : withAnswers(error, soFar.command(file));
  }
}

/** A stop in a question says that nothing was created. */
function asStopped(error: unknown): unknown {
  const isStop = error instanceof PortaiError && error.failure.name === 'Cancelled';
  return isStop ? error.with({ message: 'Cancelled; nothing was created' }) : error;
}

/** What ends the questions early comes with the answers given, unless they cannot be. */
function withAnswers(error: unknown, answers: AnswersCommand): unknown {
  const told = asStopped(error);
  if (!(told instanceof PortaiError)) return told;
  const { name, exit, next = [] } = told.failure;
  if (exit === 'usage' && name !== 'NotConfirmed') return told;
  return told.with({ next: [...next, answers] });
}
