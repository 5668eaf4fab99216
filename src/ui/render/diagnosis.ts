import type { BedrockCheck } from '../../aws/diagnosis/diagnose.ts';
import { cell, type Style } from '../style.ts';
import { padToWidth, textWidth } from '../text-width.ts';
import { wrapped } from '../wrap.ts';
import { verdictMark } from './verdict.ts';

export interface DiagnosisView {
  /** Undefined where only a message was read. */
  readonly roleArn?: string;
  readonly region?: string;
  readonly checks: readonly BedrockCheck[];
}

/** In rows: number, check, verdict, what was seen, fix. On a screen: a numbered checklist. */
export function renderDiagnosis({ roleArn, region, checks }: DiagnosisView, style: Style): string {
  if (style.layout === 'rows') {
    return checks
      .map(({ title, verdict, says, fix = '' }, index) =>
        [String(index + 1), cell(title), verdict, cell(says), cell(fix)].join('\t'),
      )
      .join('\n');
  }
  const width = Math.max(...checks.map(({ title }) => textWidth(cell(title))));
  const lines = checks.map((check, index) => lineOf(check, index + 1, width, style));
  const head =
    roleArn === undefined || region === undefined
      ? []
      : [style.bold(`${cell(roleArn)} in ${cell(region)}`)];
  return [...head, ...lines, '', summaryOf(checks)].join('\n');
}

/** Only what failed, below one line that says how many did not. */
export function renderFindings(checks: readonly BedrockCheck[], style: Style): string {
  const failed = checks.filter(({ verdict }) => verdict === 'fail');
  const passed = checks.filter(({ verdict }) => verdict === 'pass').length;
  if (failed.length === 0) return `${style.good('✓')} Checked from here: ${passed} checks passed.`;
  const width = Math.max(...failed.map(({ title }) => textWidth(cell(title))));
  return [
    `${style.bad('✗')} Checked from here: ${failed.length} of ${checks.length} checks failed.`,
    ...failed.map((check) => lineOf(check, checks.indexOf(check) + 1, width, style)),
  ].join('\n');
}

function lineOf(check: BedrockCheck, number: number, width: number, style: Style): string {
  const { title, verdict, says, fix } = check;
  const head = `${String(number).padStart(2)} ${verdictMark(verdict, style)} ${padToWidth(cell(title), width)}  `;
  const indent = ' '.repeat(textWidth(head));
  const helps = fix !== undefined && verdict !== 'pass' && verdict !== 'skip';
  const seen = wrapped(cell(says), style.width, indent).trimStart();
  return [
    `${head}${verdict === 'pass' ? style.dim(seen) : seen}`,
    ...(helps ? [wrapped(`→ ${cell(fix)}`, style.width, indent)] : []),
  ].join('\n');
}

function summaryOf(checks: readonly BedrockCheck[]): string {
  const count = (verdict: BedrockCheck['verdict']) =>
    checks.filter((check) => check.verdict === verdict && check.unknowable !== true).length;
  const [failed, doubts, unseen] = [count('fail'), count('warn'), count('unknown')];
  if (failed > 0) return `${failed} of ${checks.length} checks failed.`;
  const open = [
    ...(doubts > 0 ? [`${doubts} to look at`] : []),
    ...(unseen > 0 ? [`${unseen} that could not be looked at`] : []),
  ];
  const apart = checks.filter(({ unknowable }) => unknowable === true);
  const says =
    open.length === 0
      ? 'Everything that can be seen is right.'
      : `Nothing failed; ${open.join(', ')}.`;
  if (apart.length === 0) return open.length === 0 ? 'Everything is as it should be.' : says;
  return `${says} Nobody can look at: ${apart.map(({ title }) => title.toLowerCase()).join(', ')}.`;
}
