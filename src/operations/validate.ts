import { PortaiError, type ExitClass, type Failure } from '../core/errors.ts';
import { stopClasses } from '../core/interruption.ts';
import { knowsModels } from '../planes/port/rules/model-switches.ts';
import { planChange } from '../planes/port/rules/provider-change.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';
import { wordsBesideModels } from '../planes/port/tested-models.ts';
import { exitOfValidity, validityOf, type Validity } from '../vendors/validity.ts';
import type { PortClient } from '../planes/port/client.ts';
import { modelResults, noReason, type ModelResult } from './model-results.ts';
import { enabledNames } from './stored-providers.ts';
import { writeProvider } from './write-provider.ts';
import type { Provider } from '../planes/port/nouns.ts';

/** What Port said about one provider. */
export interface ValidationRow {
  readonly provider: string;
  readonly status: Validity;
  /** Empty where nothing is known of any single model. */
  readonly models: readonly ModelResult[];
  /** True when the configuration was sent again: validating is a write. */
  readonly wrote: boolean;
  readonly checkedAt: string;
  readonly durationMs: number;
  /** Why nothing could be said about the models. */
  readonly error?: Pick<Failure, 'name' | 'message'>;
}

export interface Validated {
  readonly row: ValidationRow;
  readonly exit: ExitClass;
}

type FailureSummary = Pick<Failure, 'name' | 'message' | 'exit'>;

/** Whether a refusal is about what is stored, and not about the way in which it was asked. */
const isOfTheConfiguration = ({ name, exit }: Pick<FailureSummary, 'name' | 'exit'>) =>
  exit === 'checkFailed' || name === 'LLMProviderInvalidConfigError';

/** Exit classes of a request that was not answered: they say more than "could not be tested". */
const onTheWay: ReadonlySet<ExitClass> = new Set<ExitClass>([
  'unauthenticated',
  'forbidden',
  'unreachable',
  'limited',
  ...stopClasses,
]);

/**
 * What the validation of a provider came to. The status that is printed and the exit code are decided
 * here together, from the models that are printed with them and from why there is nothing to print.
 */
export function concluded(
  models: readonly Pick<ModelResult, 'status'>[],
  refused?: Pick<FailureSummary, 'name' | 'exit'>,
): { readonly status: Validity; readonly exit: ExitClass } {
  const tested = validityOf(models.map(({ status }) => status));
  const status =
    refused === undefined
      ? tested
      : tested === 'invalid' || isOfTheConfiguration(refused)
        ? 'invalid'
        : 'unverifiable';
  const exit = refused && status === 'unverifiable' && onTheWay.has(refused.exit);
  return { status, exit: exit ? refused.exit : exitOfValidity[status] };
}

/** Sends the stored configuration again with a connection test: a write that needs an admin. */
export async function validateProvider(
  client: PortClient,
  provider: Provider,
  now: () => Date,
): Promise<Validated> {
  const started = now();
  const type = findProviderType(provider.provider);
  const models = enabledNames(provider);
  const result = (
    results: readonly ModelResult[],
    wrote: boolean,
    refused?: FailureSummary,
  ): Validated => {
    const { status, exit } = concluded(results, refused);
    const row: ValidationRow = {
      provider: provider.provider,
      status,
      models: results,
      wrote,
      checkedAt: started.toISOString(),
      durationMs: now().getTime() - started.getTime(),
      ...(refused ? { error: { name: refused.name, message: refused.message } } : {}),
    };
    return { row, exit };
  };

  if (type?.creatable === false) {
    const why = 'Managed by Port: there is no credential of yours to test';
    return result(untested(models, why), false);
  }
  if (models.length === 0 && knowsModels(provider)) {
    const message = 'No model is enabled, so there is nothing to test';
    return result([], false, { name: 'NothingToTest', message, exit: 'unverifiable' });
  }
  try {
    const asStored = planChange(type, provider, {
      config: undefined,
      enabled: undefined,
      models: { enable: [], disable: [] },
    });
    const options = { validate: true, only: 'update', askedModels: [] } as const;
    const change = { ...asStored, action: 'update' } as const;
    const { provider: id } = provider;
    const { provider: answer } = await writeProvider(client, id, type, change, options, provider);
    // Port saves what works; where an answer speaks of models all the same, its word is taken.
    const said = modelResults(answer, 'saved');
    const passed = models.map((model) => ({ model, status: 'valid' as const, message: 'OK' }));
    return result(said.length > 0 ? [...said, ...notNamed(models, said)] : passed, true);
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    return refusedResult(error.failure, models, result);
  }
}

const untested = (models: readonly string[], message: string): ModelResult[] =>
  models.map((model) => ({ model, status: 'unverifiable', message }));

const notNamed = (models: readonly string[], said: readonly ModelResult[]): ModelResult[] =>
  untested(
    models.filter((model) => !said.some((each) => each.model === model)),
    'Not tested by Port',
  );

function refusedResult(
  failure: Failure,
  models: readonly string[],
  result: (results: readonly ModelResult[], wrote: boolean, refused?: FailureSummary) => Validated,
): Validated {
  if (!isOfTheConfiguration(failure)) {
    return result(untested(models, `Could not be tested: ${failure.message}`), false, failure);
  }
  const tested = failure.exit === 'checkFailed';
  const said = tested ? modelResults(failure.details, 'refused') : [];
  if (said.some(({ status, message }) => status !== 'valid' && message !== noReason)) {
    return result([...said, ...notNamed(models, said)], false);
  }
  // The test failed, and Port does not say for which model; with one there is no doubt.
  const words = wordsBesideModels(failure.details);
  const message = words === undefined ? failure.message : `${failure.message}: ${words}`;
  const [only, ...more] = models;
  return tested && only !== undefined && more.length === 0
    ? result([{ model: only, status: 'invalid', message }], false)
    : result([], false, { ...failure, message });
}
