import { PortaiError } from '../../../core/errors.ts';
import { equivalentCommand } from '../../../operations/bedrock-setup/equivalent-command.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import { continued, type SetupSoFar } from '../../../operations/bedrock-setup/so-far.ts';
import type { UndoLog } from '../../../operations/undo-log.ts';

/** What was decided before anybody was asked, and what is decided by now. */
export interface SetupAnswers {
  readonly given: SetupRequest;
  readonly soFar: SetupSoFar;
}

/**
 * What ends a conversation early comes with the command that goes on with the answers given.
 *
 * @param asked undefined where nobody was asked
 */
export function withAnswers(
  error: unknown,
  asked: SetupAnswers | undefined,
  { made, maybe }: UndoLog,
): unknown {
  if (!(error instanceof PortaiError)) return error;
  const { failure } = error;
  const isStarted = made.length + maybe.length > 0;
  // Who is told how to open a model goes on by that, not by meeting the same gate again.
  const again =
    asked && isAnswered(asked) && failure.name !== 'ModelAccessMissing'
      ? equivalentCommand(continued(asked.soFar))
      : undefined;
  if (!isStarted && again === undefined) return error;
  const goesOn = 'The same command goes on from here.';
  return error.with({
    ...(isStarted ? { hint: [failure.hint, goesOn].filter(Boolean).join(' ') } : {}),
    next: [
      ...(again === undefined ? [] : [{ command: again, why: 'go on with the answers given' }]),
      ...(failure.next ?? []),
    ],
  });
}

/** Whether typing all answers again would be a loss. */
const isAnswered = ({ given, soFar: { request } }: SetupAnswers) =>
  request !== given && (request.region !== given.region || request.signIn !== undefined);
