import { Option, type Command } from 'commander';
import { z } from 'zod';
import { action } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import { addMutationOptions, confirmDeletion, mutationFlags } from '../../cli/mutation.ts';
import {
  addValueOptions,
  hasValueFlag,
  readSecretValue,
  valueFlags,
  type ValueFlags,
} from '../../cli/secret-value.ts';
import { fail } from '../../core/fail.ts';
import { once } from '../../core/once.ts';
import { refuse } from '../../core/problem.ts';
import type { Secret } from '../../core/secret.ts';
import { misplacedFor } from '../../operations/secrets/fitting.ts';
import { acceptRequest } from '../../operations/secrets/request.ts';
import { planRotation, rotateSecret, stepsOf } from '../../operations/secrets/rotate.ts';
import { openUndoLog } from '../../operations/undo-log.ts';
import { port } from '../../planes/port/plane.ts';
import { secretName } from '../../planes/port/provider-types/field-schemas.ts';
import { renderRotated, renderRotationSteps } from '../../ui/render/rotation.ts';
import type { Define } from '../define.ts';
import { storedSecretOr } from '../missing-argument.ts';
import { storing } from './store-flags.ts';

const flags = once(() =>
  mutationFlags().extend({
    ...valueFlags().shape,
    to: secretName().optional(),
    deleteOld: z.boolean().default(false),
    oldValueStdin: z.boolean().default(false),
    oldValueFile: z.string().optional(),
    oldValueEnv: z.string().optional(),
  }),
);

type RotateFlags = z.infer<ReturnType<typeof flags>>;

/** `secrets rotate`. */
export const define: Define = (command, invocation) => {
  command
    .argument('[name]', 'name of the secret')
    .option('--to <name>', 'name of the new secret; without it the value changes in place')
    .option('--delete-old', 'delete the old secret once nothing names it');
  addValueOptions(command);
  addOldValueOptions(command);
  addMutationOptions(command).addHelpText('after', help);
  const reads = { args: () => z.tuple([secretName().optional()]), flags };
  command.action(
    action(invocation, reads, async (context, [word], given) => {
      const { out, plane, runtime } = context;
      const name = await storedSecretOr(context, word, ['secrets', 'rotate']);
      const { to, deleteOld, force, dryRun, skipClientChecks: skipChecks } = given;
      requireOneStdin(given);
      const words = storing(context);
      const asked = { name: to ?? name, description: undefined, skipChecks, dryRun };
      if (to !== undefined) await acceptRequest(words, asked);
      const plan = await planRotation(plane(port).client, { name, to, deleteOld, force });
      if (dryRun) {
        const steps = stepsOf(plan);
        await out.result({ dryRun: true, action: 'rotate', steps }, renderRotationSteps);
        return undefined;
      }
      const old = to === undefined ? await wayBack(context, name, given) : undefined;
      const value = await readSecretValue(context, given, `new value of ${name}`);
      refuse(await misplacedFor(words, { ...asked, name }, value));
      if (deleteOld) await confirmDeletion(context, 'secret', name);
      const dependencies = {
        client: await plane(port).client(),
        ...{ report: out, undoLog: openUndoLog(), signal: runtime.signal },
      };
      await out.result(await rotateSecret(dependencies, plan, { value, old }), renderRotated);
      return undefined;
    }),
  );
};

function addOldValueOptions(command: Command): void {
  const [stdin, file, variable] = [
    new Option('--old-value-stdin', 'in place: read the value to go back to from stdin'),
    new Option('--old-value-file <file>', 'the same, from a file'),
    new Option('--old-value-env <name>', 'the same, from an environment variable'),
  ];
  command
    .addOption(stdin.conflicts(['oldValueFile', 'oldValueEnv']))
    .addOption(file.conflicts(['oldValueStdin', 'oldValueEnv']))
    .addOption(variable.conflicts(['oldValueStdin', 'oldValueFile']));
}

/** The ways in for the old value, which is stored as it is: it was in use. */
const oldFlags = (given: RotateFlags): ValueFlags => ({
  valueStdin: given.oldValueStdin,
  valueFile: given.oldValueFile,
  valueEnv: given.oldValueEnv,
  trim: given.trim,
  keepNewline: given.keepNewline,
  skipClientChecks: true,
});

/** The value to go back to when a test fails; --force goes without. */
async function wayBack(
  context: Context,
  name: string,
  given: RotateFlags,
): Promise<Secret | undefined> {
  const ways = oldFlags(given);
  if (given.force && !hasValueFlag(ways)) return undefined;
  return readSecretValue(context, ways, `value of ${name} now, to go back to`, {
    flag: '--old-value',
  });
}

function requireOneStdin(given: RotateFlags): void {
  const old = hasValueFlag(oldFlags(given));
  if (old && given.to !== undefined) {
    throw fail('Usage', '--old-value-… goes without --to: the old secret keeps its value');
  }
  if (!given.valueStdin || !given.oldValueStdin) return;
  throw fail('Usage', 'stdin can give one value only: --value-stdin or --old-value-stdin');
}

const help = `
Stores the new value, has Port test every provider that names the secret with
it, and saves them. When a test fails, all is as it was. With --to the value
gets a name of its own, and the old secret is the way back; in place the old
value has to be given, since Port gives out none (--force goes without).

Who else uses the secret, outside of LLM providers, Port does not tell: keep
that in mind with --delete-old.

Examples:
  portai secrets rotate openai-key --to openai-key-2 --value-file new.txt
  portai secrets rotate openai-key --value-env NEW --old-value-env OLD
`;
