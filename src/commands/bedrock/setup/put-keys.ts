import type { Context } from '../../../cli/context.ts';
import type { SecretWord } from '../../../cli/secret-flags.ts';
import type { ExitClass } from '../../../core/errors.ts';
import type { KeysToPut } from '../../../operations/bedrock-setup/outcome.ts';
import type { UndoLog } from '../../../operations/undo-log.ts';
import { runPutWithin } from '../../providers/run-put.ts';

/** Puts the keys of a user. What a set-up has asked about is not asked again. */
export function putKeys(
  context: Context,
  { put, variables }: KeysToPut,
  undoLog: UndoLog,
): Promise<ExitClass | undefined> {
  const words = variables.flatMap(({ secret: name, variable }): SecretWord[] => [
    { kind: 'secret', name },
    { kind: 'env', variable },
  ]);
  const decided = { fields: ['guardrailIdentifier', 'guardrailVersion'], models: true } as const;
  return runPutWithin(context, put, { test: { words, showRequest: false }, decided }, undoLog);
}
