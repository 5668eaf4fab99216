import { readConfigFile } from '../../cli/config-file.ts';
import type { Context } from '../../cli/context.ts';
import { keptFlags } from '../../cli/globals.ts';
import type { SecretWord } from '../../cli/secret-flags.ts';
import { PortaiError, usageError, type ExitClass } from '../../core/errors.ts';
import type { ProbeReport } from '../../connection-test/result.ts';
import type { Subject } from '../../connection-test/run.ts';
import { pasteableLine } from '../../ui/output.ts';
import { renderProbes } from '../../ui/render/probe.ts';
import { chosenProviders } from '../chosen-providers.ts';
import { givenCredentials } from './credentials.ts';
import { directOptions, type DirectFlags } from './flags.ts';
import { exitOf, runProbes } from './run.ts';
import { fileSubject, storedSubject, testableType } from './subject.ts';

/**
 * Tests from this machine what Port stores, or what a file says, with credentials given now. The
 * report is the answer, also when it is a bad one; nothing is written anywhere.
 */
export async function validateDirect(
  context: Context,
  types: readonly string[],
  given: DirectFlags,
  words: readonly SecretWord[],
): Promise<ExitClass> {
  const options = directOptions(given);
  const { subjects, untested } = await chosenSubjects(context, types, given, words);
  const credentials = await givenCredentials(context, subjects, words, options.awsProfile);
  const reports = await runProbes(context, subjects, credentials, options);
  await context.out.result(reports, renderProbes);
  sayNext(context, reports, given);
  const exit = exitOf(context, reports);
  return exit === 'ok' && untested ? 'unverifiable' : exit;
}

interface Chosen {
  readonly subjects: readonly Subject[];
  /** Whether something that was meant could not be tested from here at all. */
  readonly untested: boolean;
}

async function chosenSubjects(
  context: Context,
  types: readonly string[],
  given: DirectFlags,
  words: readonly SecretWord[],
): Promise<Chosen> {
  const { configFile, model } = given;
  if (configFile !== undefined) {
    const subject = await subjectInFile(context, types, { configFile, model }, words);
    return { subjects: [subject], untested: false };
  }
  const list = await (await context.port()).providers.list();
  const stored = chosenProviders(context, list, types);
  if (types.length > 0) {
    return { subjects: stored.map((each) => storedSubject(each, model)), untested: false };
  }
  const subjects = stored.flatMap((each) => {
    try {
      return [storedSubject(each, model)];
    } catch (error) {
      if (!(error instanceof PortaiError)) throw error;
      context.out.warn({ code: 'not_tested', message: `Not tested: ${error.message}.` });
      return [];
    }
  });
  return { subjects, untested: subjects.length < stored.length };
}

async function subjectInFile(
  context: Context,
  types: readonly string[],
  { configFile, model }: { readonly configFile: string; readonly model: readonly string[] },
  words: readonly SecretWord[],
): Promise<Subject> {
  const [type, ...more] = types;
  if (type === undefined || more.length > 0) {
    throw usageError('--config-file holds one provider: give exactly one type');
  }
  testableType(type);
  if (configFile === '-' && words.some(({ kind }) => kind === 'stdin')) {
    throw usageError('stdin cannot be the configuration and a value at once', {
      hint: 'Give the value with --value-file or --value-env.',
    });
  }
  const file = await readConfigFile(context, configFile, type);
  return fileSubject(type, file, model);
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
  out.note(`Next, let Port test it:\n  ${pasteableLine(keptFlags(globals), command)}`);
}
