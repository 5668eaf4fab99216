import type { Context } from '../../cli/context.ts';
import { PortaiError } from '../../core/errors.ts';
import { isStop } from '../../core/interruption.ts';
import { configuredModels, modelsOf, switchesIn } from '../../planes/port/rules/model-switches.ts';
import type { ProbeReport } from '../../connection-test/result.ts';
import type { ProviderChange } from '../../planes/port/rules/provider-change.ts';
import { providerTypes } from '../../planes/port/provider-types/index.ts';
import type { Secret } from '../../core/secret.ts';
import { renderProbes } from '../../ui/render/probe.ts';
import { givenCredentials } from '../direct/credentials.ts';
import { directOptions } from '../direct/flags.ts';
import { exitOf, runProbes } from '../direct/run.ts';
import { subjectOf, testableType } from '../direct/subject.ts';
import { secretsOfRun, type PreflightFlags } from './preflight-flags.ts';
import type { StoredView } from './shared.ts';
import type { ToStore } from './after-preflight.ts';

/** A preflight that passed, and what is to be stored with the configuration. */
export interface Passed extends Omit<ToStore, 'held'> {
  readonly report: ProbeReport;
}

/**
 * Tests the wanted configuration from this machine with the values given now.
 *
 * @param existing names of the secrets there are; undefined where they may not be listed.
 * @param held values that this run has already: they are not asked for again
 * @throws a PortaiError unless every model passed; nothing was stored or written then.
 */
export async function preflight(
  context: Context,
  id: string,
  change: ProviderChange,
  stored: StoredView | undefined,
  existing: readonly string[] | undefined,
  flags: PreflightFlags,
  held?: ReadonlyMap<string, Secret>,
): Promise<Passed> {
  const config = change.update.config ?? {};
  const type = testableType(id);
  const subject = subjectOf(type, config, modelsAfter(id, change, stored));
  const given = await givenCredentials(context, [subject], flags.words, flags.awsProfile, held);
  const reports = await runProbes(context, [subject], given, directOptions(flags));
  await context.out.notice(reports, renderProbes);
  const exit = exitOf(context, reports);
  const [report] = reports;
  if (exit !== 'ok' || !report) throw stoppedBy(context, id, exit, report);

  const names = secretsOfRun(flags, config);
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
  stored: StoredView | undefined,
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

function stoppedBy(
  { globals }: Context,
  id: string,
  exit: ReturnType<typeof exitOf>,
  report: ProbeReport | undefined,
): PortaiError {
  if (isStop(exit)) {
    return new PortaiError({
      name: 'Cancelled',
      message: 'Stopped during the preflight; nothing was stored or written',
      exit,
    });
  }
  const failed = exit === 'checkFailed';
  return new PortaiError({
    name: 'PreflightFailed',
    message: `The preflight of ${id} ${failed ? 'failed' : 'found out too little'}: nothing was stored or written`,
    exit,
    details: {
      // Whoever saw the report needs no second table of it.
      ...(report && (globals.json || globals.quiet) ? { testedModels: pairs(report) } : {}),
      ...(report ? { preflight: report } : {}),
    },
    hint: 'Port was not asked. If Port can reach the provider and this machine cannot, leave out --preflight: --validate alone lets Port decide.',
    next: [{ command: ['providers', 'put', id, '--help'], why: 'the flags of the type' }],
  });
}

/** Port's own form of the result. */
function pairs({ testedModels }: ProbeReport) {
  return Object.fromEntries(
    Object.entries(testedModels).map(([model, { isValid, message }]) => [
      model,
      { isValid, message },
    ]),
  );
}
