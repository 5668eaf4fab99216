import { PortaiError, type ExitClass } from '../../core/errors.ts';
import { isStop, cancelled } from '../../core/interruption.ts';
import type { TestReport } from '../../connection-test/result.ts';
import type { Secret } from '../../core/secret.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import { providerTypes } from '../../planes/port/provider-types/index.ts';
import { configuredModels, modelsOf, switchesIn } from '../../planes/port/rules/model-switches.ts';
import type { ProviderChange } from '../../planes/port/rules/provider-change.ts';
import { defaultRequests } from '../../connection-test/budget.ts';
import { exitOfTests, testConnections, type TestDependencies } from '../connection-test/run.ts';
import { subjectOf, testableType } from '../connection-test/subject.ts';
import { preflightSecretNames } from './preflight-secret-names.ts';
import type { PreflightRequest } from './request.ts';
import type { PutState } from './state.ts';
import type { PassedPreflight } from './after-preflight.ts';

/** A wanted configuration, and the test of it before it is saved. */
export interface Preflight {
  readonly provider: string;
  readonly test: PreflightRequest;
  readonly change: ProviderChange;
  /** Values that this run already has. They are not asked for again. */
  readonly held: ReadonlyMap<string, Secret>;
}

export interface PreflightDependencies {
  readonly connectionTest: () => Promise<TestDependencies>;
  /** Shows the reports of a test, passed or failed. */
  readonly showTests: (reports: readonly TestReport[]) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Tests the wanted configuration from this machine with the given values.
 *
 * @throws a PortaiError unless every model passed; nothing was stored or written then.
 */
export async function preflight(
  { connectionTest, showTests, signal }: PreflightDependencies,
  { provider, test, change, held }: Preflight,
  { stored, secretNames }: PutState,
): Promise<PassedPreflight> {
  const config = change.update.config ?? {};
  const existing = await secretNames();
  const subject = subjectOf(testableType(provider), config, modelsAfter(provider, change, stored));
  const { reports, given } = await testConnections(await connectionTest(), {
    subjects: [subject],
    ...{ generate: true, stream: false, structured: 'claimed', requests: defaultRequests, held },
  });
  await showTests(reports);
  const exit = exitOfTests(signal, reports);
  const [report] = reports;
  if (exit !== 'ok' || !report) throw stoppedBy(provider, exit, report);

  const names = preflightSecretNames(test, config);
  const kept = names.filter((name) => existing?.includes(name) !== false);
  return {
    report,
    kept,
    fresh: new Map(
      [...given.values].filter(([name]) => names.includes(name) && !kept.includes(name)),
    ),
  };
}

/** The models that will be switched on once the change is made. */
function modelsAfter(
  id: string,
  { update }: ProviderChange,
  stored: Provider | undefined,
): string[] {
  const type = testableType(id);
  const switches = new Map([
    ...(switchesIn(stored?.effectiveModels) ?? []),
    ...(switchesIn(update.overrides?.models) ?? []),
  ]);
  const isOn = (model: string) => switches.get(model) !== false;
  const named = configuredModels(update.config);
  if (named.length > 0) return named.filter(isOn);
  if (switches.size === 0) return [...type.models];
  const effectiveModels = Object.fromEntries(switches);
  const states = modelsOf(type, { config: update.config, effectiveModels }, providerTypes);
  return states.filter(({ enabled }) => enabled).map(({ model }) => model);
}

function stoppedBy(id: string, exit: ExitClass, report: TestReport | undefined): PortaiError {
  if (isStop(exit)) {
    return cancelled('Stopped during the preflight; nothing was stored or written', exit);
  }
  const failed = exit === 'checkFailed';
  return new PortaiError({
    name: 'PreflightFailed',
    message: `The preflight of ${id} ${failed ? 'failed' : 'found out too little'}: nothing was stored or written`,
    exit,
    details: report ? { preflight: report } : {},
    hint: 'Port was not asked. If Port can reach the provider and this machine cannot, leave out --preflight: --validate alone lets Port decide.',
    next: [{ command: ['providers', 'put', id, '--help'], why: 'the flags of the type' }],
  });
}
