import { PortaiError } from '../core/errors.ts';
import { terminalLine } from '../core/text/terminal.ts';
import type { Choice } from '../operations/ports.ts';
import type { CompletePut } from '../operations/put-provider/request.ts';
import { secretReferences } from '../planes/port/rules/config-fields.ts';
import { testedModelsIn } from '../planes/port/tested-models.ts';
import { askForValue } from './value.ts';
import type { Conversation } from './world.ts';

type WayOut =
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'without'; readonly models: readonly string[] }
  | { readonly kind: 'untested' }
  | { readonly kind: 'stop' };

/**
 * After a test that failed: asks how to go on, so that no answer is lost. Gives the next put to try;
 * undefined to stop, and for a failure that is none of a test.
 */
export async function askForWayOut(
  conversation: Conversation,
  put: CompletePut,
  error: unknown,
): Promise<CompletePut | undefined> {
  const { request, values } = put;
  const { type, models, skipClientChecks } = request;
  if (!(error instanceof PortaiError) || !endedATest(error) || !type) return undefined;
  sayFailure(conversation, error);
  const way = await conversation.ask.pick<WayOut>(
    { message: 'How to go on', flag: 'the flags of the command' },
    choices(error, [...values.keys()]),
  );
  switch (way.kind) {
    case 'stop':
      return undefined;
    case 'untested':
      return { ...put, request: { ...request, tests: { here: undefined, byPort: false } } };
    case 'without': {
      const disable = [...models.disable, ...way.models];
      return { ...put, request: { ...request, models: { ...models, disable } } };
    }
    case 'value': {
      const { name } = way;
      const named = secretReferences(put.config ?? {}).find(({ secret }) => secret === name);
      const question = { type, key: named?.field ?? '', name, skipClientChecks };
      const value = await askForValue(conversation, question);
      return { ...put, values: new Map([...values, [name, value]]) };
    }
  }
}

const endedATest = ({ failure: { name, exit } }: PortaiError) =>
  exit === 'checkFailed' ||
  (exit === 'unverifiable' && ['PreflightFailed', 'LLMProviderModelTestError'].includes(name));

/** A preflight has shown its table; what Port refused is said here. */
function sayFailure({ report }: Conversation, { failure }: PortaiError): void {
  const tested = failure.name === 'PreflightFailed' ? [] : testedModelsIn(failure.details);
  const lines = tested.map(({ model, isValid, message }) =>
    terminalLine(`  ${model}: ${isValid === true ? 'valid' : message || 'no reason given'}`),
  );
  report.note([`${failure.message}.`, ...lines].join('\n'));
}

function choices(error: PortaiError, typed: readonly string[]): Choice<WayOut>[] {
  const failing = failingModels(error);
  const some = failing.length > 0 ? [without(failing)] : [];
  return [
    ...some,
    ...typed.map((name): Choice<WayOut> => ({
      name: `Type the value of ${name} again`,
      value: { kind: 'value', name },
    })),
    { name: 'Save it all the same, untested', short: 'save it', value: { kind: 'untested' } },
    {
      name: 'Stop; the command with these answers is printed',
      short: 'stop',
      value: { kind: 'stop' },
    },
  ];
}

const without = (models: readonly string[]): Choice<WayOut> => ({
  name: `Switch ${models.map(terminalLine).join(', ')} off and go on without`,
  value: { kind: 'without', models },
});

/** The models that failed, where others did not: without any there is nothing left to connect. */
function failingModels({ failure: { details } }: PortaiError): string[] {
  const ofPort = testedModelsIn(details);
  const tested = ofPort.length > 0 ? ofPort : testedModelsIn(details?.['preflight']);
  const failing = tested.filter(({ isValid }) => isValid !== true).map(({ model }) => model);
  return failing.length === tested.length ? [] : failing;
}
