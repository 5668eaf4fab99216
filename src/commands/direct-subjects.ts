import { readConfigFile } from '../cli/config-file.ts';
import type { DirectFlags } from '../cli/connection-test-flags.ts';
import type { Context } from '../cli/context.ts';
import type { SecretWord } from '../cli/secret-flags.ts';
import { PortaiError } from '../core/errors.ts';
import { fail } from '../core/fail.ts';
import {
  documentSubject,
  storedSubjects,
  testableType,
  type ChosenSubjects,
} from '../operations/connection-test/subject.ts';
import { port } from '../planes/port/plane.ts';

/**
 * The subjects of a test from this machine: what the file says that a flag names, else what Port stores.
 *
 * @throws a usage error for a file with several types, or with a value on the same stdin.
 */
export async function chosenSubjects(
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
