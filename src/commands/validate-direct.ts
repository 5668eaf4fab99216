import { connectionTest } from '../cli/connection-test.ts';
import type { DirectFlags } from '../cli/connection-test-flags.ts';
import type { Context } from '../cli/context.ts';
import { keptFlags } from '../cli/globals.ts';
import type { SecretWord } from '../cli/secret-flags.ts';
import { defaultRequests } from '../connection-test/budget.ts';
import type { ExitClass } from '../core/errors.ts';
import { exitOfTests, testConnections } from '../operations/connection-test/run.ts';
import { leftToProve } from '../operations/connection-test/test-by-port.ts';
import { pasteableLine } from '../ui/output.ts';
import { renderTestReports } from '../ui/render/test-reports.ts';
import { chosenSubjects } from './direct-subjects.ts';

/**
 * Tests from this machine what Port stores, or what a file says, with credentials given now. The
 * report is the answer, also when it is a bad one; nothing is written anywhere.
 */
export async function validateDirect(
  context: Context,
  types: readonly string[],
  flags: DirectFlags,
  words: readonly SecretWord[],
): Promise<ExitClass> {
  const { out, runtime, globals } = context;
  const { generate, stream, structured, requestBudget = defaultRequests } = flags;
  const { awsProfile, showRequest, configFile } = flags;
  const { subjects, untested } = await chosenSubjects(context, types, flags, words);
  const dependencies = await connectionTest(context, { words, awsProfile, showRequest });
  const { reports } = await testConnections(dependencies, {
    ...{ subjects, generate, stream, structured, requests: requestBudget },
  });
  await out.result(reports, renderTestReports);
  const left = runtime.signal.aborted ? undefined : leftToProve(reports, configFile);
  if (left) {
    const line = pasteableLine(keptFlags(globals), left.command);
    out.note(`${left.says} Next, let Port test it:\n  ${line}`);
  }
  const exit = exitOfTests(runtime.signal, reports);
  return exit === 'ok' && untested ? 'unverifiable' : exit;
}
