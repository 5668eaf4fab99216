import type { Context } from '../../cli/context.ts';
import { secretReferences } from '../../planes/port/rules/config-fields.ts';
import { PortaiError } from '../../core/errors.ts';
import type { Config } from '../../vendors/test-requests.ts';
import type { ProviderType } from '../../planes/port/provider-types/define.ts';
import type { Secret } from '../../core/secret.ts';
import { terminalLine } from '../../core/text/terminal.ts';
import { testedModelsIn } from '../../planes/port/tested-models.ts';
import type { Choice } from '../../ui/asker.ts';
import type { PutFlags } from './put.ts';
import { askForValue } from './value-question.ts';

/** What a put is about to try, or has tried in vain. */
export interface Attempt {
  readonly flags: PutFlags;
  /** Values typed in this conversation, by the names of their secrets. */
  readonly values: ReadonlyMap<string, Secret>;
}

type WayOut =
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'without'; readonly models: readonly string[] }
  | { readonly kind: 'untested' }
  | { readonly kind: 'stop' };

/**
 * After a test that failed: asks how to go on, so that no answer is lost. Gives the next attempt;
 * undefined to stop, and for a failure that is none of a test.
 */
export async function askForWayOut(
  context: Context,
  type: ProviderType,
  config: Config,
  { flags, values }: Attempt,
  error: unknown,
): Promise<Attempt | undefined> {
  if (!(error instanceof PortaiError) || !endedATest(error)) return undefined;
  sayFailure(context, error);
  const way = await context.ask.pick<WayOut>(
    { message: 'How to go on', flag: 'the flags of the command' },
    choices(error, [...values.keys()]),
  );
  switch (way.kind) {
    case 'stop':
      return undefined;
    case 'untested':
      return { values, flags: { ...flags, preflight: false, validate: false } };
    case 'without': {
      const disableModel = [...flags.disableModel, ...way.models];
      return { values, flags: { ...flags, disableModel } };
    }
    case 'value': {
      const { name } = way;
      const key = secretReferences(config).find(({ secret }) => secret === name)?.field ?? '';
      const { skipClientChecks } = flags;
      const value = await askForValue(context, { type, key, name, skipClientChecks });
      return { flags, values: new Map([...values, [name, value]]) };
    }
  }
}

const endedATest = ({ failure: { name, exit } }: PortaiError) =>
  exit === 'checkFailed' ||
  (exit === 'unverifiable' && ['PreflightFailed', 'LLMProviderModelTestError'].includes(name));

/** A preflight has shown its table; what Port refused is said here. */
function sayFailure({ out }: Context, { failure }: PortaiError): void {
  const tested = failure.name === 'PreflightFailed' ? [] : testedModelsIn(failure.details);
  const lines = tested.map(({ model, isValid, message }) =>
    terminalLine(`  ${model}: ${isValid === true ? 'valid' : message || 'no reason given'}`),
  );
  out.note([`${failure.message}.`, ...lines].join('\n'));
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
