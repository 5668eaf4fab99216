import type { TestReport } from '../../connection-test/result.ts';
import { PortaiError } from '../../core/errors.ts';
import type { Config } from '../../planes/port/config.ts';
import { likelyReasons } from '../../planes/port/rules/preflight-difference.ts';
import { testedModelsIn } from '../../planes/port/tested-models.ts';
import type { SecretsToStore } from './store-secrets.ts';

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
