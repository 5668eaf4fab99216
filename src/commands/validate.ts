import { z } from 'zod';
import { action } from '../cli/action.ts';
import type { Context } from '../cli/context.ts';
import { keptFlags } from '../cli/globals.ts';
import { PortaiError, usageError, worstOf, type ExitClass } from '../core/errors.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';
import { terminalLine } from '../core/text/terminal.ts';
import { exitOfValidity } from '../vendors/validity.ts';
import { checkStatically, danglingDefault, staticValidity } from '../operations/static-check.ts';
import { validateProvider, type ValidationRow } from '../operations/validate.ts';
import { pasteableLine } from '../ui/output.ts';
import { renderStatic, renderValidation } from '../ui/render/validation.ts';
import { chosenProviders } from '../operations/chosen-providers.ts';
import type { Define } from './define.ts';
import {
  addDirectOptions,
  directFlags,
  requireNoDirectFlags,
  requireNoTypeAsProfile,
} from '../cli/connection-test-flags.ts';
import { typeArgument } from '../cli/type-argument.ts';

const flags = directFlags.extend({
  all: z.boolean().default(false),
  static: z.boolean().default(false),
  direct: z.boolean().default(false),
});

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
  const reads = { args: z.tuple([z.array(typeArgument)]), flags };
  command.action(
    action(world, reads, async (context, [named], given) => {
      const { all, static: only, direct } = given;
      if (only && direct) throw usageError('Give --static or --direct, not both');
      if (!direct) requireNoDirectFlags(given, secretWords());
      if (named.length === 0 && !all) requireNoTypeAsProfile(given.awsProfile, directly);
      const asks = named.length === 0 && !all && given.configFile === undefined;
      const types = asks && context.ask.available ? await askForTypes(context) : named;
      if (all === types.length > 0) {
        throw usageError(
          all ? 'Give provider types or --all, not both' : 'Give provider types, or --all',
          { next: [{ command: ['validate', '--all'], why: 'test every configured provider' }] },
        );
      }
      if (direct) {
        const { validateDirect } = await import('./validate-direct.ts');
        return validateDirect(context, types, given, secretWords());
      }
      return only ? checkAll(context, types) : testAll(context, types);
    }),
  );
};

const directly = ['validate', '--direct'];

/** Which of the configured providers are meant; none where nothing of the organization's can be tested. */
async function askForTypes(context: Context): Promise<readonly string[]> {
  const list = await (await context.port()).providers.list();
  const testable = list.filter(({ provider }) => findProviderType(provider)?.creatable !== false);
  if (testable.length === 0) return [];
  return context.ask.pickMany(
    { message: 'Which providers', flag: '<type> or --all' },
    testable.map(({ provider }) => ({
      name: terminalLine(provider),
      value: provider,
      checked: true,
    })),
  );
}

async function testAll(context: Context, types: readonly string[]): Promise<ExitClass> {
  const { port, out, runtime } = context;
  const client = await port();
  const providers = chosenProviders(out, await client.providers.list(), types);
  if (providers.length > 0) {
    const names = providers.map(({ provider }) => provider).join(', ');
    out.note(
      `Sends the stored configuration of ${names} again with a connection test: a write that needs an admin.`,
    );
  }
  const results = await Promise.all(
    providers.map((provider) => validateProvider(client, provider, runtime.now)),
  );
  const unauthenticated = results.length > 0 && results.every(({ exit }) => stops(exit));
  const [first] = results;
  if (unauthenticated && first?.row.error) await rethrow(first.row.error, first.exit);
  const rows = results.map(({ row }) => row);
  await out.result(rows, renderValidation);
  sayNext(context, rows);
  return exitOfAll(
    context,
    results.map(({ exit }) => exit),
  );
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

/** When nobody was let in, there is no report to give: the refusal itself is the answer. */
function stops(exit: ExitClass): boolean {
  return exit === 'unauthenticated' || exit === 'forbidden';
}

function rethrow(error: { name: string; message: string }, exit: ExitClass): Promise<never> {
  return Promise.reject(
    new PortaiError({
      ...error,
      exit,
      next: [
        { command: ['auth', 'status'], why: 'who you are' },
        { command: ['validate', '--all', '--static'], why: 'what can be checked by reading' },
      ],
    }),
  );
}

async function checkAll(context: Context, types: readonly string[]): Promise<ExitClass> {
  const { port, out } = context;
  const client = await port();
  const [list, secrets, defaults] = await Promise.all([
    client.providers.list(),
    client.secrets.list().then((all) => all.map(({ secretName }) => secretName), unlessForbidden),
    client.defaults.get().then((current) => current ?? null, unlessForbidden),
  ]);
  const around = { secrets, defaults, now: context.runtime.now() };
  const rows = [
    ...chosenProviders(out, list, types).map((provider) => checkStatically(provider, around)),
    ...(types.length === 0 ? danglingDefault(list, around) : []),
  ];
  await out.result(rows, renderStatic);
  out.note('Read only: no connection was tested.');
  return exitOfAll(context, rows.length === 0 ? [] : [exitOfValidity[staticValidity(rows)]]);
}

function unlessForbidden(error: unknown): undefined {
  if (error instanceof PortaiError && error.failure.exit === 'forbidden') return undefined;
  throw error;
}
