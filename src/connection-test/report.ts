import { PortaiError } from '../core/errors.ts';
import type { ModelReport, TestReport, StageResult, TestUsage } from './result.ts';
import type { Verdict } from '../vendors/stages.ts';
import type { CallOutcome } from './request-runner.ts';
import type { TestSession } from './session.ts';
import { credentialOf } from './credential.ts';
import { passes } from './stage-results.ts';
import type { Control } from './sign-in.ts';
import { longest, reportText } from './report-text.ts';
import { nothingSpent, usageOf } from './model-result.ts';
import type { TestSubject } from '../vendors/test-requests.ts';
import type { EngineDependencies } from './dependencies.ts';

/** The findings of a test, from which the report is made. */
export interface Findings {
  readonly models: ReadonlyMap<string, ModelReport>;
  /** Stages that hold for every model. */
  readonly shared: readonly StageResult[];
  /** The outcomes from which the verdict on the credential is derived. */
  readonly evidence: readonly CallOutcome[];
  /** The outcomes of questions about the provider as a whole. */
  readonly asked: readonly CallOutcome[];
  readonly control?: Control;
}

/** A larger clock difference is reported. AWS refuses requests from five minutes on. */
const longestSkewMs = 120_000;

/** Makes the report of the findings. */
export function reportOf(session: TestSession, findings: Findings, begun: Date): TestReport {
  const { dependencies } = session;
  const testedModels = inOrder(findings.models);
  const all = Object.values(testedModels);
  const text = (value: string) => reportText(value, dependencies.redact, longest.remark);
  const verdict = worst(all);
  return {
    ...heading(session, dependencies, begun),
    ok: passes(verdict),
    verdict,
    credential: credentialOf(session, findings.evidence, findings.control),
    testedModels,
    shared: findings.shared,
    usage: total([usageOf(findings.asked), ...all.map(({ usage }) => usage)]),
    warnings: [...new Set(warningsOf(session, findings).map(text))],
    notProved: [...new Set(notProvedOf(session, dependencies).map(text))],
  };
}

/** Makes the report for a provider that has no models or nothing to test. Nothing was sent. */
export function emptyReport(
  subject: TestSubject,
  dependencies: EngineDependencies,
  begun: Date,
): TestReport {
  const why = subject.test
    ? 'No model was named to test it with.'
    : 'There is no credential of yours to test.';
  return {
    ...heading(subject, dependencies, begun),
    ok: false,
    verdict: 'unknown',
    credential: { verdict: subject.test ? 'untested' : 'none', why },
    testedModels: inOrder(new Map(subject.models.map((model) => [model, nothingToTest]))),
    shared: [],
    usage: nothingSpent,
    warnings: [],
    notProved: notProvedOf(subject, dependencies),
  };
}

const nothingToTest: ModelReport = {
  isValid: false,
  message: 'Could not be tested: there is no credential of yours to test',
  verdict: 'unknown',
  cause: 'NOT_GENERATED',
  scope: 'provider',
  retryable: false,
  warnings: [],
  stages: [],
  usage: nothingSpent,
};

function heading({ provider }: TestSubject, dependencies: EngineDependencies, begun: Date) {
  return {
    provider,
    checkedAt: begun.toISOString(),
    durationMs: Math.max(0, dependencies.now().getTime() - begun.getTime()),
    origin: dependencies.caller === 'plane' ? 'embedded-server' : 'this-machine',
    provedFrom: dependencies.provedFrom,
  } as const;
}

/** Sorts models by name in code point order, which equals the byte order of UTF-8. */
function inOrder(models: ReadonlyMap<string, ModelReport>): Record<string, ModelReport> {
  const entries = [...models].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return Object.fromEntries(entries);
}

function worst(models: readonly ModelReport[]): Verdict {
  const order: readonly Verdict[] = ['fail', 'unknown', 'warn', 'pass'];
  return order.find((verdict) => models.some((model) => model.verdict === verdict)) ?? 'unknown';
}

function total(all: readonly TestUsage[]): TestUsage {
  return all.reduce(
    (sum, each) => ({
      requests: sum.requests + each.requests,
      inputTokens: sum.inputTokens + each.inputTokens,
      outputTokens: sum.outputTokens + each.outputTokens,
    }),
    nothingSpent,
  );
}

function warningsOf(
  { test, runner, models, input, dependencies }: TestSession,
  { asked }: Findings,
) {
  const { clock } = runner;
  const skewMs = clock.skewMs();
  const off = Math.abs(skewMs) > longestSkewMs || clock.corrected();
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  const inClear = runner.inClear() && !test.keyless;
  return [
    ...models.flatMap((model) => remarksOn(() => test.remarks?.(input(model, dependencies.now())))),
    ...(off
      ? [`This machine's clock is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead'}: synchronise it.`]
      : []),
    ...(inClear ? ['The key travels over plain http: anybody on the way can read it.'] : []),
    ...asked.flatMap(({ remarks }) => remarks),
  ];
}

/**
 * Returns the remarks on a configuration. A configuration that cannot be described has none, since
 * the report has its error already.
 */
function remarksOn(describe: () => readonly string[] | undefined): readonly string[] {
  try {
    return describe() ?? [];
  } catch (error) {
    if (error instanceof PortaiError) return [];
    throw error;
  }
}

/**
 * Noun phrases for everything that a pass does not prove. The control plane remains the authority.
 */
function notProvedOf(
  { test, plane, secrets }: TestSubject,
  { caller }: EngineDependencies,
): string[] {
  const ofTheVendor = test?.notProved?.(plane) ?? [];
  if (caller === 'plane') return [...ofTheVendor];
  const values = secrets.map((name) => `the value stored in the secret ${name}`);
  return [`${plane}'s own network path`, ...values, ...ofTheVendor];
}
