import { z } from 'zod';
import { once } from '../core/once.ts';
import { action } from '../cli/action.ts';
import type { Context } from '../cli/context.ts';
import { keptFlags } from '../cli/globals.ts';
import { worstOf, type ExitClass } from '../core/errors.ts';
import { exitOfValidity } from '../vendors/validity.ts';
import { checkAll } from '../operations/check-all.ts';
import { staticValidity } from '../operations/static-check.ts';
import { validateAll } from '../operations/validate-all.ts';
import type { ValidationRow } from '../operations/validate.ts';
import { askForProviders } from '../questions/validate.ts';
import { pasteableLine } from '../ui/output.ts';
import { renderStatic, renderValidation } from '../ui/render/validation.ts';
import type { Define } from './define.ts';
import {
  addDirectOptions,
  directFlags,
  requireNoDirectFlags,
  requireNoTypeAsProfile,
} from '../cli/connection-test-flags.ts';
import { typeArgument } from '../cli/type-argument.ts';
import { fail } from '../core/fail.ts';
import { port } from '../planes/port/plane.ts';

const flags = once(() =>
  directFlags().extend({
    all: z.boolean().default(false),
    static: z.boolean().default(false),
    direct: z.boolean().default(false),
  }),
);

export const define: Define = (command, world) => {
  command
    .argument('[type...]', 'provider types, such as bedrock')
    .option('--all', 'every configured provider')
    .option('--static', 'only read: secrets exist, fields are well-formed, the default is enabled');
  const secretWords = addDirectOptions(command);
  command.addHelpText(
    'after',
    `
Alone this sends the stored configuration again with a connection test. Port has
no other way to test: it is a write, it needs an admin, and it asks every
enabled model for one word.

--direct asks the provider from this machine, with credentials that you give
now, since what Port stores cannot be read. It tells why something fails and
changes nothing. That it works from here does not prove that Port can do it.

Ends with 8 when something was shown not to work, and with 12 when something was
left open: the provider was not reached, was busy, or was not tested.

Examples:
  portai validate --all
  portai validate openai --direct --value-env OPENAI_API_KEY
  portai validate openai --direct --config-file openai.json --value-file key.txt
`,
  );
  const reads = { args: () => z.tuple([z.array(typeArgument())]), flags };
  command.action(
    action(world, reads, async (context, [named], given) => {
      const { all, static: only, direct } = given;
      if (only && direct) throw fail('Usage', 'Give --static or --direct, not both');
      if (!direct) requireNoDirectFlags(given, secretWords());
      if (named.length === 0 && !all) requireNoTypeAsProfile(given.awsProfile, directly);
      const asks = named.length === 0 && !all && given.configFile === undefined;
      const types =
        asks && context.ask.available
          ? await askForProviders(context.ask, await context.plane(port).client())
          : named;
      if (all === types.length > 0) {
        throw fail(
          'Usage',
          all ? 'Give provider types or --all, not both' : 'Give provider types, or --all',
          { next: [{ command: ['validate', '--all'], why: 'test every configured provider' }] },
        );
      }
      if (direct) {
        const { validateDirect } = await import('./validate-direct.ts');
        return validateDirect(context, types, given, secretWords());
      }
      return only ? check(context, types) : validate(context, types);
    }),
  );
};

const directly = ['validate', '--direct'];

async function validate(context: Context, types: readonly string[]): Promise<ExitClass> {
  const { plane, out, runtime } = context;
  const world = { client: await plane(port).client(), report: out, now: runtime.now };
  const { rows, exits } = await validateAll(world, types);
  await out.result(rows, renderValidation);
  sayNext(context, rows);
  return exitOfAll(context, exits);
}

async function check(context: Context, types: readonly string[]): Promise<ExitClass> {
  const { plane, out, runtime } = context;
  const rows = await checkAll(
    { client: await plane(port).client(), report: out, now: runtime.now },
    types,
  );
  await out.result(rows, renderStatic);
  out.note('Read only: no connection was tested.');
  return exitOfAll(context, rows.length === 0 ? [] : [exitOfValidity[staticValidity(rows)]]);
}

/** The worst of all; where nothing was tested, nothing is proved. */
function exitOfAll({ out }: Context, exits: readonly ExitClass[]): ExitClass {
  if (exits.length > 0) return worstOf(exits);
  out.note('Nothing was tested, so nothing is proved: no provider is configured.');
  return exitOfValidity.unverifiable;
}

/** The names to look up, each once: most say more than fits into a row. */
function sayNext({ out, globals }: Context, rows: readonly ValidationRow[]): void {
  const models = rows.flatMap((row) => row.models);
  const causes = models.flatMap(({ status, cause }) =>
    status === 'valid' || cause === undefined ? [] : [cause],
  );
  const commands = [...new Set(causes)].map(
    (cause) => `  ${pasteableLine(keptFlags(globals), ['explain', cause])}`,
  );
  if (commands.length > 0) out.note(['Next, what it means:', ...commands].join('\n'));
}
