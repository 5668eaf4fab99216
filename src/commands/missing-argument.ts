import type { Context } from '../cli/context.ts';
import { usageError, type PortaiError } from '../core/errors.ts';
import { secretName } from '../planes/port/provider-types/field-schemas.ts';
import { terminalLine } from '../core/text/terminal.ts';

/** What a command is about, where its argument was left out: on a terminal a question, else an error. */

/** @param command the words of the command, for the help that the error points to */
function missing(name: string, command: readonly string[]): PortaiError {
  return usageError(`<${name}> is missing`, {
    name: 'MissingFlags',
    details: { missing: [[`<${name}>`]] },
    hint: 'On a terminal, portai asks for what is missing.',
    next: [{ command: [...command, '--help'], why: 'what the command takes' }],
  });
}

/** The type that was given, else one of those that are configured. */
export async function typeOr(
  { ask, port }: Context,
  given: string | undefined,
  command: readonly string[],
): Promise<string> {
  if (given !== undefined) return given;
  if (!ask.available) throw missing('type', command);
  const configured = await (await port()).providers.list();
  if (configured.length === 0) {
    throw usageError('No provider is configured yet', {
      next: [{ command: ['providers', 'put'], why: 'connect one' }],
    });
  }
  return ask.pick(
    { message: 'Which provider', flag: '<type>' },
    configured.map(({ provider }) => ({ name: terminalLine(provider), value: provider })),
  );
}

/** The secret that was given, else one of those that are stored. */
export async function storedSecretOr(
  { ask, port }: Context,
  given: string | undefined,
  command: readonly string[],
): Promise<string> {
  if (given !== undefined) return given;
  if (!ask.available) throw missing('name', command);
  const stored = await (await port()).secrets.list();
  if (stored.length === 0) {
    throw usageError('No secret is stored yet', {
      next: [{ command: ['secrets', 'add'], why: 'store one' }],
    });
  }
  return ask.pick(
    { message: 'Which secret', flag: '<name>' },
    stored.map((each) => ({ name: terminalLine(each.secretName), value: each.secretName })),
  );
}

/** The name that was given for a secret, else one that is typed. */
export async function newSecretNameOr(
  { ask }: Context,
  given: string | undefined,
  command: readonly string[],
): Promise<string> {
  if (given !== undefined) return given;
  if (!ask.available) throw missing('name', command);
  return ask.text({
    message: 'Name of the secret',
    flag: '<name>',
    check: (answer) =>
      answer === ''
        ? 'An answer is needed'
        : (secretName.safeParse(answer).error?.issues[0]?.message ?? true),
  });
}
