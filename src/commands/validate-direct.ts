import { readConfigFile } from '../cli/config-file.ts';
import { connectionTest } from '../cli/connection-test.ts';
import type { DirectFlags } from '../cli/connection-test-flags.ts';
import type { Context } from '../cli/context.ts';
import { keptFlags } from '../cli/globals.ts';
import type { SecretWord } from '../cli/secret-flags.ts';
import { defaultRequests } from '../connection-test/budget.ts';
import type { ProbeReport } from '../connection-test/result.ts';
import { PortaiError, type ExitClass } from '../core/errors.ts';
import { exitOfTests, testConnections } from '../operations/connection-test/run.ts';
import {
  documentSubject,
  storedSubjects,
  testableType,
  type ChosenSubjects,
} from '../operations/connection-test/subject.ts';
import { pasteableLine } from '../ui/output.ts';
import { renderProbes } from '../ui/render/probe.ts';
import { fail } from '../core/fail.ts';
import { port } from '../planes/port/plane.ts';

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
  const { out, runtime } = context;
  const { generate, stream, structured, requestBudget = defaultRequests } = flags;
  const { awsProfile, showRequest } = flags;
  const { subjects, untested } = await chosenSubjects(context, types, flags, words);
  const dependencies = await connectionTest(context, { words, awsProfile, showRequest });
  const { reports } = await testConnections(dependencies, {
    ...{ subjects, generate, stream, structured, requests: requestBudget },
  });
  await out.result(reports, renderProbes);
  sayNext(context, reports, flags);
  const exit = exitOfTests(runtime.signal, reports);
  return exit === 'ok' && untested ? 'unverifiable' : exit;
}

async function chosenSubjects(
  context: Context,
  types: readonly string[],
  { configFile, model }: DirectFlags,
  words: readonly SecretWord[],
): Promise<ChosenSubjects> {
  if (configFile === undefined) {
    return storedSubjects(
      { client: await context.plane(port).client(), report: context.out },
      types,
      model,
    );
  }
  const [type, ...more] = types;
  if (type === undefined || more.length > 0) {
    throw fail('Usage', '--config-file holds one provider: give exactly one type');
  }
  testableType(type);
  if (configFile === '-' && words.some(({ kind }) => kind === 'stdin')) {
    throw fail('Usage', 'stdin cannot be the configuration and a value at once', {
      hint: 'Give the value with --value-file or --value-env.',
    });
  }
  try {
    const file = await readConfigFile(context, configFile, type);
    return { subjects: [documentSubject(type, file, model)], untested: false };
  } catch (error) {
    throw withFlagsOf(type, error);
  }
}

/** A slip in a document leads to what the type takes, which the help of this command does not say. */
function withFlagsOf(type: string, error: unknown): unknown {
  if (!(error instanceof PortaiError) || error.failure.exit !== 'usage') return error;
  if ((error.failure.next ?? []).length > 0) return error;
  return error.with({
    next: [{ command: ['providers', 'put', type, '--help'], why: 'the fields of the type' }],
  });
}

/** What is tested next: that Port can do what this machine can. */
function sayNext(
  { out, globals, runtime }: Context,
  reports: readonly ProbeReport[],
  { configFile }: DirectFlags,
): void {
  const working = reports.filter(({ ok }) => ok).map(({ provider }) => provider);
  if (working.length === 0 || runtime.signal.aborted) return;
  const [first = ''] = working;
  const command =
    configFile === undefined
      ? ['validate', ...working]
      : ['providers', 'put', first, '--config-file', configFile, '--validate'];
  out.note(
    `${provedWhere(reports)} Next, let Port test it:\n  ${pasteableLine(keptFlags(globals), command)}`,
  );
}

/** On a pipe nothing else says that a pass holds for the way from here alone. */
function provedWhere(reports: readonly ProbeReport[]): string {
  const [from = ''] = reports.filter(({ ok }) => ok).map(({ provedFrom }) => provedFrom);
  return from.startsWith('this machine')
    ? `That was proved from ${from}, not from Port.`
    : `That was proved against ${from}, not by Port.`;
}
