import type { Context } from '../../cli/context.ts';
import { fail } from '../../core/fail.ts';
import { terminalLine } from '../../core/text/terminal.ts';
import { allOf } from '../../planes/portkey/paging.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';

/** The integration that was given, else one that is chosen of those there are. */
export async function integrationOr(
  { ask }: Context,
  client: PortkeyClient,
  given: string | undefined,
  command: readonly string[],
): Promise<string> {
  if (given !== undefined) return given;
  if (!ask.available) throw missing('slug', [...command, '--help'], 'what the command takes');
  const all = await allOf(client.integrations.list());
  if (all.length === 0) {
    throw fail('Usage', 'No integration is connected yet', {
      next: [{ command: ['integrations', 'list'], why: 'the integrations there are' }],
    });
  }
  return ask.pick(
    { message: 'Which integration', flag: '<slug>' },
    all.map(({ slug, name }) => ({
      name: terminalLine(`${slug}  ${name}`),
      value: slug,
      short: slug,
    })),
  );
}

/** The names that were given, else those that are chosen; off a terminal they are missing. */
export async function severalOr(
  { ask }: Context,
  given: readonly string[],
  question: {
    readonly argument: string;
    readonly message: string;
    /** A command that lists them. */
    readonly list: readonly string[];
    readonly choices: () => Promise<readonly string[]>;
  },
): Promise<readonly string[]> {
  if (given.length > 0) return given;
  const { argument, message, list, choices } = question;
  if (!ask.available) throw missing(argument, list, 'what there is');
  const names = await choices();
  if (names.length === 0) {
    throw fail('Usage', 'There is nothing to choose from', {
      next: [{ command: list, why: 'what there is' }],
    });
  }
  return ask.pickMany(
    { message, flag: `<${argument}>` },
    names.map((name) => ({ name: terminalLine(name), value: name })),
  );
}

/** The error of an argument that nobody can be asked for. */
function missing(name: string, command: readonly string[], why: string) {
  return fail('MissingFlags', `<${name}> is missing`, {
    details: { missing: [[`<${name}>`]] },
    hint: 'On a terminal, portai asks for what is missing.',
    next: [{ command, why }],
  });
}
