import type { TestReport } from '../../connection-test/result.ts';
import { PortaiError } from '../../core/errors.ts';
import type { Secret } from '../../core/secret.ts';
import { likelyReasons } from '../../planes/port/rules/preflight-difference.ts';
import { testedModelsIn } from '../../planes/port/tested-models.ts';
import type { Config } from '../../planes/port/config.ts';
import type { SaveDependencies } from './save.ts';

/** The secrets that go with a configuration. */
export interface SecretsToStore {
  /** Values for secrets that do not exist yet. */
  readonly fresh: ReadonlyMap<string, Secret>;
  /** Secrets that exist and keep their values, whatever value was tested. */
  readonly kept: readonly string[];
}

/**
 * Stores the values of secrets that do not exist yet, and warns that the others keep their values.
 *
 * @param stored values that this run has stored before; what is stored now is added to them
 */
export async function storeSecrets(
  { client, report, undoLog }: SaveDependencies,
  { fresh, kept }: SecretsToStore,
  stored: Map<string, Secret>,
): Promise<void> {
  if (kept.length > 0) {
    report.warn({
      code: 'secret_kept',
      message: `${kept.join(', ')} ${kept.length === 1 ? 'exists and keeps its' : 'exist and keep their'} stored value: the preflight tested the value given now. \`secrets set\` replaces it.`,
    });
  }
  for (const [name, value] of fresh) {
    if (stored.get(name) === value) continue;
    if (stored.has(name)) await client.secrets.update(name, { value });
    else {
      await undoLog.make({ what: `secret ${name}`, undo: ['secrets', 'delete', name] }, () =>
        client.secrets.create(name, value),
      );
    }
    stored.set(name, value);
    report.note(`Stored the secret ${name}.`);
  }
}

/** A test from this machine that passed before Port was asked. */
export interface PassedPreflight extends SecretsToStore {
  readonly report: TestReport;
}

/** Adds to an error of Port the likely reasons why the test from this machine passed. */
export function errorAfterPreflight(
  error: unknown,
  id: string,
  config: Config,
  { report, kept }: PassedPreflight,
): unknown {
  if (!(error instanceof PortaiError)) return error;
  const { failure } = error;
  const reasons = reasonsFor(error, config, kept, report);
  const hints = [
    ...(failure.hint === undefined ? [] : [failure.hint]),
    ...(reasons.length === 0
      ? []
      : [
          `From this machine ${id} works; from Port it does not. Likely: ${reasons.join('; or ')}.`,
        ]),
  ];
  return error.with({
    details: {
      ...failure.details,
      preflight: report,
      ...(reasons.length === 0 ? {} : { likelyReasons: reasons }),
    },
    ...(hints.length === 0 ? {} : { hint: hints.join(' ') }),
  });
}

function reasonsFor(
  { failure }: PortaiError,
  config: Config,
  kept: readonly string[],
  report: TestReport,
): readonly string[] {
  if (failure.exit !== 'checkFailed') return [];
  const byPort = testedModelsIn(failure.details);
  const failed = byPort.filter(({ isValid }) => isValid !== true);
  const ofModels = failed.flatMap(({ model }) => report.testedModels[model]?.warnings ?? []);
  return likelyReasons({
    config,
    kept,
    testedHere: Object.keys(report.testedModels),
    testedByPort: byPort.map(({ model }) => model),
    said: failed.map(({ message }) => message),
    remarks: [...new Set([...ofModels, ...report.warnings])],
  });
}
