import type { Context } from '../cli/context.ts';
import type { NextStep, PortaiError } from '../core/errors.ts';
import { secretName } from '../planes/port/provider-types/field-schemas.ts';
import { terminalLine } from '../core/text/terminal.ts';
import { findProvider } from '../operations/named.ts';
import { modelStates } from '../operations/stored-providers.ts';
import { fail } from '../core/fail.ts';
import { port } from '../planes/port/plane.ts';

/** What a command is about, where its argument was left out: on a terminal a question, else an error. */

function missing(name: string, { command, why }: NextStep): PortaiError {
  return fail('MissingFlags', `<${name}> is missing`, {
    details: { missing: [[`<${name}>`]] },
    hint: 'On a terminal, portai asks for what is missing.',
    next: [{ command, why }],
  });
}

const helpOf = (command: readonly string[]): NextStep => ({
  command: [...command, '--help'],
  why: 'what the command takes',
});

/** The type that was given, else one of those that are configured. */
export async function typeOr(
  { ask, plane }: Context,
  given: string | undefined,
  command: readonly string[],
): Promise<string> {
  if (given !== undefined) return given;
  if (!ask.available) throw missing('type', helpOf(command));
  const configured = await (await plane(port).client()).providers.list();
  if (configured.length === 0) {
    throw fail('Usage', 'No provider is configured yet', {
      next: [{ command: ['providers', 'put'], why: 'connect one' }],
    });
  }
  return ask.pick(
    { message: 'Which provider', flag: '<type>' },
    configured.map(({ provider }) => ({ name: terminalLine(provider), value: provider })),
  );
}

/** The models that were given, else those that are chosen of what can still be switched. */
export async function modelsOr(
  { ask, plane }: Context,
  given: readonly string[],
  { provider, enabled }: { readonly provider: string; readonly enabled: boolean },
): Promise<readonly string[]> {
  if (given.length > 0) return given;
  const list = ['providers', 'models', 'list', provider];
  if (!ask.available) throw missing('model', { command: list, why: 'its models' });
  const client = await plane(port).client();
  const states = modelStates(await findProvider(client, provider, ['providers', 'get']));
  const open = states.filter((each) => each.enabled !== enabled);
  if (open.length === 0) {
    throw fail('Usage', `No model of ${provider} is ${enabled ? 'disabled' : 'enabled'}`, {
      next: [{ command: list, why: 'its models' }],
    });
  }
  return ask.pickMany(
    { message: `Models to ${enabled ? 'enable' : 'disable'}`, flag: '<model>' },
    open.map(({ model }) => ({ name: terminalLine(model), value: model })),
  );
}

/** The secret that was given, else one of those that are stored. */
export async function storedSecretOr(
  { ask, plane }: Context,
  given: string | undefined,
  command: readonly string[],
): Promise<string> {
  if (given !== undefined) return given;
  if (!ask.available) throw missing('name', helpOf(command));
  const stored = await (await plane(port).client()).secrets.list();
  if (stored.length === 0) {
    throw fail('Usage', 'No secret is stored yet', {
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
  if (!ask.available) throw missing('name', helpOf(command));
  return ask.text({
    message: 'Name of the secret',
    flag: '<name>',
    check: (answer) =>
      answer === ''
        ? 'An answer is needed'
        : (secretName().safeParse(answer).error?.issues[0]?.message ?? true),
  });
}
