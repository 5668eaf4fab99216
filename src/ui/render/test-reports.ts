import type { CredentialReport, ModelReport, TestReport } from '../../connection-test/result.ts';
import type { Stage, Verdict } from '../../vendors/stages.ts';
import { cell, type Style } from '../style.ts';
import { hanging, wrapped } from '../wrap.ts';
import { renderTestDetails } from './test-report-details.ts';
import { verdictMark } from './verdict.ts';

/**
 * Connection tests made from here. In rows: provider, model, verdict, credential, cause, message, advice,
 * words of the provider; one row a model, a dash where there is nothing to say. On a screen: a block a
 * provider, then what a pass does not prove.
 */
export function renderTestReports(reports: readonly TestReport[], style: Style): string {
  if (style.layout === 'rows') return style.table([], reports.flatMap(rowsOf));
  const [first] = reports;
  if (!first) return 'No providers to test.';
  return [
    style.bold(wrapped(headOf(first), style.width, '')),
    ...reports.map((report) => blockOf(report, style)),
  ].join('\n\n');
}

function headOf({ provedFrom }: TestReport): string {
  const from = cell(provedFrom);
  return from.startsWith('this machine')
    ? `Preflight from ${from} (not from Port)`
    : `Preflight against ${from}`;
}

function rowsOf({ provider, credential, testedModels }: TestReport): string[][] {
  return Object.entries(testedModels).map(([model, { verdict, cause, message, ...more }]) => [
    cell(provider),
    cell(model),
    verdict,
    credential.verdict,
    cause,
    cell(message),
    verdict === 'pass' ? '-' : cell(more.advice),
    verdict === 'pass' ? '-' : cell(more.words),
  ]);
}

const verdicts: Readonly<Record<Verdict, string>> = {
  pass: 'works from here',
  warn: 'works from here, with remarks',
  fail: 'does not work',
  unknown: 'could not be tested',
  skip: 'was not tested',
};

function blockOf(report: TestReport, style: Style): string {
  const { provider, verdict, shared, credential, warnings, notProved } = report;
  const models = Object.entries(report.testedModels);
  const stages = shared.map(({ stage, verdict: own }) => `${stage} ${verdictMark(own, style)}`);
  const line = (text: string) => wrapped(text, style.width, '  ');
  return [
    `${verdictMark(verdict, style)} ${style.bold(cell(provider))} ${summaryOf(report, models)}`,
    ...(stages.length > 0 ? [`  ${stages.join('   ')}`] : []),
    line(credentialLine(credential)),
    ...(sameForAll(models) ? [] : ['', tableOf(models, style)]),
    ...renderTestDetails(models, style),
    ...(warnings.length > 0 ? [''] : []),
    ...warnings.map((text) => `  ${style.warn('!')} ${hanging(cell(text), style.width, 4)}`),
    ...(notProved.length > 0 ? ['', line(`Not proved: ${notProved.map(cell).join('; ')}.`)] : []),
    style.dim(line(spent(report))),
  ].join('\n');
}

function summaryOf({ verdict }: TestReport, models: readonly [string, ModelReport][]): string {
  const working = models.filter(([, { isValid }]) => isValid).length;
  return working === 0 || working === models.length
    ? verdicts[verdict]
    : `works in part: ${working} of ${models.length} models`;
}

const credentials: Readonly<Record<CredentialReport['verdict'], string>> = {
  accepted: 'accepted',
  refused: 'refused',
  unverifiable: 'cannot be verified',
  untested: 'not tested',
  none: 'none',
};

function credentialLine({ verdict, why }: CredentialReport): string {
  return `Credential ${credentials[verdict]}: ${cell(why)}`;
}

/** Whether one finding holds for several models, so that a table would only repeat it. */
function sameForAll(models: readonly [string, ModelReport][]): boolean {
  const [[, first] = [], ...rest] = models;
  if (!first || rest.length === 0 || first.verdict === 'pass') return false;
  return rest.every(([, { cause, message }]) => cause === first.cause && message === first.message);
}

const heads: readonly (readonly [Stage, string])[] = [
  ['model', 'FOUND'],
  ['generate', 'ANSWERS'],
  ['stream', 'STREAMS'],
  ['structured', 'SCHEMA'],
];

/** One row a model, one column for each stage that was wanted of any of them. */
function tableOf(models: readonly [string, ModelReport][], style: Style): string {
  const wanted = heads.filter(([stage]) =>
    models.some(([, { stages }]) => stages.some((each) => each.stage === stage)),
  );
  const mark = ({ stages }: ModelReport, stage: Stage) =>
    verdictMark(stages.find((each) => each.stage === stage)?.verdict ?? 'skip', style);
  return style.table(
    ['MODEL', ...wanted.map(([, head]) => head), 'RESULT'],
    models.map(([name, model]) => [
      cell(name),
      ...wanted.map(([stage]) => mark(model, stage)),
      resultOf(model, style),
    ]),
  );
}

function resultOf({ verdict, message }: ModelReport, style: Style): string {
  const text = cell(message);
  if (verdict === 'pass') return style.good(text);
  return verdict === 'fail' ? style.bad(text) : style.warn(text);
}

function spent({ usage, durationMs }: TestReport): string {
  const { requests, inputTokens, outputTokens } = usage;
  const tokens =
    inputTokens + outputTokens === 0 ? '' : `, ${inputTokens} + ${outputTokens} tokens`;
  const sent =
    requests === 0 ? 'Nothing was sent' : `${requests} request${requests === 1 ? '' : 's'}`;
  return `${sent}${tokens}, ${(durationMs / 1000).toFixed(1)} s.`;
}
