import { PortaiError } from '../core/errors.ts';
import { terminalLine } from '../core/text/terminal.ts';
import type { Choice } from '../operations/ports.ts';
import type { CompletePut } from '../operations/put-provider/request.ts';
import type { Field } from '../planes/port/provider-types/define.ts';
import { modelItems } from '../planes/port/provider-types/field-schemas.ts';
import { secretReferences } from '../planes/port/rules/config-fields.ts';
import { formatModelSpec } from '../planes/port/rules/model-spec.ts';
import { testedModelsIn } from '../planes/port/tested-models.ts';
import { askForField } from './provider-config.ts';
import { askForValue } from './value.ts';
import type { Conversation } from './conversation.ts';

type WayOut =
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'field'; readonly key: string; readonly field: Field }
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
    choices(error, put),
  );
  switch (way.kind) {
    case 'stop':
      return undefined;
    case 'untested':
      return { ...put, request: { ...request, tests: { preflight: undefined, validate: false } } };
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
    case 'field': {
      const { key, field } = way;
      const value = await askForField(
        field,
        conversation.ask,
        typedValue(field, put.config?.[key]),
      );
      const answer = { [key]: value };
      return { ...put, config: { ...put.config, ...answer }, given: { ...put.given, ...answer } };
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

function choices(error: PortaiError, put: CompletePut): Choice<WayOut>[] {
  const failing = failingModels(error);
  const typed = [...put.values.keys()];
  const some = failing.length > 0 ? [without(failing)] : [];
  return [
    ...some,
    ...typed.map((name): Choice<WayOut> => ({
      name: `Type the value of ${name} again`,
      value: { kind: 'value', name },
    })),
    ...changes(put),
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

/** What stands in the configuration in the open, and can be answered anew. */
function changes({ variant, config = {} }: CompletePut): Choice<WayOut>[] {
  return Object.entries(variant?.fields ?? {}).flatMap(([key, field]): Choice<WayOut>[] => {
    const { kind = 'text', holds } = field;
    const isAnswer = (kind === 'text' && holds === undefined) || kind === 'models';
    if (!isAnswer || config[key] === undefined) return [];
    const value = typedValue(field, config[key]);
    const now = value === undefined ? '' : ` (${terminalLine(value)})`;
    const name = `Change the ${field.label}${now}`;
    return [{ name, short: 'change an answer', value: { kind: 'field', key, field } }];
  });
}

/** The value as it is typed; undefined where one line cannot say it. */
function typedValue({ kind }: Field, value: unknown): string | undefined {
  if (kind !== 'models') return typeof value === 'string' ? value : undefined;
  const specs = (modelItems().safeParse(value).data ?? []).map(formatModelSpec);
  return specs.some((spec) => /\s/.test(spec)) ? undefined : specs.join(' ');
}

/** The models that failed, where others did not: without any there is nothing left to connect. */
function failingModels({ failure: { details } }: PortaiError): string[] {
  const ofPort = testedModelsIn(details);
  const tested = ofPort.length > 0 ? ofPort : testedModelsIn(details?.['preflight']);
  const failing = tested.filter(({ isValid }) => isValid !== true).map(({ model }) => model);
  return failing.length === tested.length ? [] : failing;
}
