import { PortaiError } from '../../core/errors.ts';
import { refuse } from '../../core/problem.ts';
import type { Secret } from '../../core/secret.ts';
import type { ModelSwitchRequest } from '../../planes/port/rules/model-switches.ts';
import { planChange, type ProviderChange } from '../../planes/port/rules/provider-change.ts';
import { sparingOthers } from '../../planes/port/rules/secret-advice.ts';
import { refuseWrite, type SignedInClient } from '../permission.ts';
import type { PutDryRun } from './dry-run.ts';
import type { PreflightDependencies } from './preflight.ts';
import { addressWarnings } from './address-warnings.ts';
import { breakage, implausible, malformedConfig, valuesForNames } from './problems.ts';
import type { CompletePut } from './request.ts';
import { save, type SaveDependencies, type Saved } from './save.ts';
import type { PutState } from './state.ts';

/** All dependencies of a put on the outside. */
export interface PutDependencies extends SaveDependencies, SignedInClient, PreflightDependencies {
  /**
   * Values that this run has stored, by the names of their secrets. The put adds the values that it
   * stores.
   */
  readonly storedValues: Map<string, Secret>;
  readonly now: () => Date;
}

export type PutResult = PutDryRun | Saved;

/**
 * Creates or changes a provider: compares, checks, tests, stores secrets, writes. Nothing is written when
 * nothing differs, unless a connection test is asked for.
 *
 * @throws a PortaiError whose advice brings no other provider to harm.
 */
export async function putProvider(
  dependencies: PutDependencies,
  put: CompletePut,
  state: PutState,
): Promise<PutResult> {
  const { provider, type, enabled, models, document, dryRun } = put.request;
  const { stored, providers } = state;
  try {
    refuse(malformedConfig(put, stored));
    const all: ModelSwitchRequest = {
      enable: [...(document?.models.enable ?? []), ...models.enable],
      disable: [...(document?.models.disable ?? []), ...models.disable],
    };
    const change = planChange(type, stored, { config: put.config, enabled, models: all });
    refuse(await valuesForNames(put, change, state));
    refuse(implausible(put, change, all, stored, dependencies.now()));
    await refuseWrite(dependencies, await breakage(put, change, state));
    const after = change.update.config;
    if (after && !put.request.tests.preflight) {
      for (const each of addressWarnings(stored?.config, after)) dependencies.report.warn(each);
    }
    if (dryRun) return await (await import('./dry-run.ts')).putDryRun(put, change, state);
    return await carryOut(dependencies, put, { change, models: all }, state);
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const about = { provider, config: put.given };
    throw sparingOthers(error, about, providers);
  }
}

interface Planned {
  readonly change: ProviderChange;
  readonly models: ModelSwitchRequest;
}

/** Tests, stores and writes as far as wanted. */
async function carryOut(
  dependencies: PutDependencies,
  { request, values, valuesForTests = new Map() }: CompletePut,
  { change, models }: Planned,
  state: PutState,
): Promise<Saved> {
  const { provider, tests } = request;
  const saving = { request, change, models, stored: state.stored };
  if (!tests.preflight && values.size === 0) {
    return save(dependencies, { ...saving, validate: tests.validate });
  }
  const { storeSecrets } = await import('./store-secrets.ts');
  if (!tests.preflight) {
    await storeSecrets(dependencies, { fresh: values, kept: [] }, dependencies.storedValues);
    return save(dependencies, { ...saving, validate: tests.validate });
  }
  const { preflight } = await import('./preflight.ts');
  const test = {
    provider,
    test: tests.preflight,
    change,
    held: new Map([...valuesForTests, ...values]),
  };
  const passed = await preflight(dependencies, test, state);
  const fresh = new Map([...values, ...passed.fresh]);
  try {
    await storeSecrets(dependencies, { ...passed, fresh }, dependencies.storedValues);
    return await save(dependencies, { ...saving, validate: true, preflight: passed.report });
  } catch (error) {
    const { errorAfterPreflight } = await import('./after-preflight.ts');
    throw errorAfterPreflight(error, provider, change.update.config ?? {}, passed);
  }
}
