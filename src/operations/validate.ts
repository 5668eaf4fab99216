import { z } from 'zod';
import { PortaiError, type ExitClass, type Failure } from '../domain/errors.ts';
import { modelsOf } from '../domain/model-switches.ts';
import { planChange } from '../domain/provider-change.ts';
import { findProviderType, providerTypes } from '../domain/provider-types/index.ts';
import type { PortClient } from '../planes/port/client.ts';
import type { Provider } from '../planes/port/wire.ts';

export type Status = 'valid' | 'invalid' | 'unverifiable';

export interface ModelResult {
  readonly model: string;
  readonly status: Status;
  readonly message: string;
  /** A name that `explain` knows, where the control plane gives more than Port's pair. */
  readonly cause?: string;
  readonly advice?: string;
  /** The provider's own words. */
  readonly words?: string;
}

/** What Port said about one provider. */
export interface ValidationRow {
  readonly provider: string;
  readonly status: Status;
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

/** Port's pair, and what the sandbox adds beside it under a key of its own. */
const tested = z.object({
  testedModels: z.record(
    z.string(),
    z.looseObject({ isValid: z.boolean(), message: z.string().default('') }),
  ),
  portai: z
    .looseObject({
      models: z.record(
        z.string(),
        z.looseObject({
          verdict: z.string(),
          cause: z.string().optional(),
          advice: z.string().optional(),
          words: z.string().optional(),
        }),
      ),
    })
    .optional()
    .catch(undefined),
});

/** The models that Port tests: those that are switched on. */
export function enabledModels(provider: Provider): string[] {
  return modelsOf(findProviderType(provider.provider), provider, providerTypes)
    .filter(({ enabled }) => enabled)
    .map(({ model }) => model);
}

/** Reads the models of a refused connection test; undefined when the refusal is about something else. */
export function testedModels(failure: Failure): ModelResult[] | undefined {
  if (failure.exit !== 'checkFailed') return undefined;
  const details = tested.safeParse(failure.details).data;
  return (
    details &&
    Object.entries(details.testedModels).map(([model, { isValid, message }]) => {
      const more = details.portai?.models[model];
      // Port has two answers. What could not be tested is not invalid, where somebody says so.
      const untested = !isValid && more?.verdict === 'unknown';
      return {
        model,
        status: isValid ? 'valid' : untested ? 'unverifiable' : 'invalid',
        message: message || (isValid ? 'OK' : 'no reason given'),
        ...(more?.cause === undefined ? {} : { cause: more.cause }),
        ...(more?.advice === undefined || more.advice === '' ? {} : { advice: more.advice }),
        ...(more?.words === undefined ? {} : { words: more.words }),
      };
    })
  );
}

/** Sends the stored configuration again with a connection test: a write that needs an admin. */
export async function validateProvider(
  client: PortClient,
  provider: Provider,
  now: () => Date,
): Promise<Validated> {
  const started = now();
  const type = findProviderType(provider.provider);
  const models = enabledModels(provider);
  const row = (status: Status, results: readonly ModelResult[], wrote: boolean): ValidationRow => ({
    provider: provider.provider,
    status,
    models: results,
    wrote,
    checkedAt: started.toISOString(),
    durationMs: now().getTime() - started.getTime(),
  });
  const all = (status: Status, message: string) =>
    models.map((model) => ({ model, status, message }));

  if (type?.creatable === false) {
    const why = 'Managed by Port: there is no credential of yours to test';
    return { row: row('unverifiable', all('unverifiable', why), false), exit: 'unverifiable' };
  }
  if (models.length === 0) {
    const message = 'No model is enabled, so there is nothing to test';
    return {
      row: { ...row('unverifiable', [], false), error: { name: 'NothingToTest', message } },
      exit: 'unverifiable',
    };
  }
  try {
    const { update } = planChange(type, provider, {
      config: undefined,
      enabled: undefined,
      models: { enable: [], disable: [] },
    });
    await client.providers.update(provider.provider, update, { validate: true });
    return { row: row('valid', all('valid', 'OK'), true), exit: 'ok' };
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    return refusedRow(error.failure, models, row, all);
  }
}

function refusedRow(
  failure: Failure,
  models: readonly string[],
  row: (status: Status, results: readonly ModelResult[], wrote: boolean) => ValidationRow,
  all: (status: Status, message: string) => readonly ModelResult[],
): Validated {
  const results = testedModels(failure);
  if (results) {
    const untested = models
      .filter((model) => !results.some((result) => result.model === model))
      .map((model) => ({ model, status: 'unverifiable' as const, message: 'Not tested by Port' }));
    const failed = results.some(({ status }) => status === 'invalid');
    const status = failed ? 'invalid' : 'unverifiable';
    return {
      row: row(status, [...results, ...untested], false),
      exit: failed ? 'checkFailed' : 'unverifiable',
    };
  }
  const { name, message, exit } = failure;
  const status = exit === 'refused' || exit === 'checkFailed' ? 'invalid' : 'unverifiable';
  const why = `Could not be tested: ${message}`;
  return {
    row: { ...row(status, all('unverifiable', why), false), error: { name, message } },
    exit,
  };
}
