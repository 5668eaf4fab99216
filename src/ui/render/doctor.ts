import type { DoctorReport, ExaminedCheck } from '../../operations/doctor/report.ts';
import { cell, type Style } from '../style.ts';
import { padToWidth, textWidth } from '../text-width.ts';
import { hanging, wrapped } from '../wrap.ts';
import { verdictMark } from './verdict.ts';

/** A command to paste, with the flags that the user gave. */
export interface PasteableStep {
  readonly command: string;
  readonly why: string;
}

/** A check as it is shown: its commands are whole lines of a shell. */
export type CheckView = Omit<ExaminedCheck, 'next' | 'exit'> & {
  readonly next: readonly PasteableStep[];
  /** What it ends the command with, where it ends it with anything. */
  readonly exitCode?: number;
};

/** What was seen in one profile, as it is shown. */
export type DoctorView = Omit<DoctorReport, 'checks' | 'exit'> & {
  readonly checks: readonly CheckView[];
  readonly exitCode: number;
};

/**
 * In rows: profile, area, provider, check, verdict, what was seen, command that helps. On a screen: the
 * checks by area, what is wrong with its way out below it, and at the end where to begin.
 */
export function renderDoctor(views: readonly DoctorView[], style: Style): string {
  if (style.layout === 'rows') return views.flatMap(rowsOf).join('\n');
  return views.map((view) => screenOf(view, style)).join('\n\n');
}

function rowsOf({ profile, checks }: DoctorView): string[] {
  return checks.map(({ area, provider, id, verdict, says, next }) =>
    [cell(profile), area, cell(provider), id, verdict, cell(says), cell(next[0]?.command)].join(
      '\t',
    ),
  );
}

function screenOf(view: DoctorView, style: Style): string {
  const { profile, address, organization, checks } = view;
  const whose = organization?.name ?? organization?.id;
  const head = [profile, address, ...(whose === undefined ? [] : [whose])].map(cell).join(' · ');
  const areas = [...new Set(checks.map(({ area }) => area))];
  const groups = areas.map((area) => ({
    area,
    shown: summed(checks.filter((check) => check.area === area)),
  }));
  const titles = groups.flatMap(({ shown }) => shown.map(({ title }) => textWidth(cell(title))));
  const told = new Set<string>();
  const lines = groups.flatMap(({ area, shown }) => [
    style.bold(area),
    ...shown.flatMap((check) => linesOf(check, Math.max(...titles), told, style)),
  ]);
  return [style.bold(head), ...lines, '', summaryOf(checks, style)].join('\n');
}

/** The checks of an area as lines: what is well with a provider is one line, what is not one each. */
function summed(checks: readonly CheckView[]): CheckView[] {
  const providers = [...new Set(checks.map(({ provider }) => provider))];
  return providers.flatMap((provider) => {
    const own = checks.filter((check) => check.provider === provider);
    if (provider === undefined) return own;
    const passes = own.filter(({ verdict }) => verdict === 'pass');
    const [first] = passes;
    const others = own.filter(({ verdict }) => verdict !== 'pass');
    return [
      ...(first
        ? [{ ...withoutTime(first), title: provider, says: passes.map(wordsOf).join(', ') }]
        : []),
      ...others.map((check, index) => ({
        ...check,
        title: first || index > 0 ? '' : provider,
        says: check.verdict === 'skip' ? check.says : `${check.title}: ${check.says}`,
      })),
    ];
  });
}

const withoutTime = ({ milliseconds: _, ...check }: CheckView): CheckView => check;

/** A test says who answered; what was only read is named. */
const wordsOf = ({ id, title, says, milliseconds }: CheckView): string =>
  id === 'live' ? `${says}${took(milliseconds)}` : title.toLowerCase();

const took = (milliseconds: number | undefined) =>
  milliseconds === undefined ? '' : ` in ${milliseconds} ms`;

/** The longest verdict. */
const verdictWidth = 'unknown'.length;

function linesOf(
  { verdict, title, says, fix, next, milliseconds }: CheckView,
  widest: number,
  told: Set<string>,
  style: Style,
): string[] {
  const mark = `  ${verdictMark(verdict, style)} ${verdict.padEnd(verdictWidth)} `;
  const begin = `${mark}${padToWidth(cell(title === '' ? ' ' : title), widest)}  `;
  const indent = textWidth(begin);
  const isQuiet = verdict === 'pass' || verdict === 'skip';
  const seen = hanging(`${cell(says)}${took(milliseconds)}`, style.width, indent);
  const helps = isQuiet ? [] : next.filter(({ command }) => !told.has(command));
  for (const { command } of helps) told.add(command);
  return [
    `${begin}${isQuiet ? style.dim(seen) : seen}`,
    ...(fix === undefined || isQuiet ? [] : [wrapped(cell(fix), style.width, ' '.repeat(indent))]),
    ...helps.flatMap((step) => commandLines(step, textWidth(mark), style)),
  ];
}

/** A command stays whole, so that it can be copied. */
function commandLines({ command, why }: PasteableStep, indent: number, style: Style): string[] {
  const margin = ' '.repeat(indent);
  const [line, note] = [cell(command), style.dim(`# ${cell(why)}`)];
  return indent + textWidth(line) + 2 + textWidth(note) > style.width
    ? [`${margin}${note}`, `${margin}${line}`]
    : [`${margin}${line}  ${note}`];
}

function summaryOf(checks: readonly CheckView[], style: Style): string {
  const count = (wanted: CheckView['verdict']) =>
    checks.filter(({ verdict }) => verdict === wanted).length;
  const wrong = [
    counted(count('fail'), 'failed'),
    counted(count('warn'), 'to look at'),
    counted(count('unknown'), 'not known'),
  ].filter(Boolean);
  const parts = [...wrong, counted(count('pass'), 'passed')];
  const order = ['fail', 'warn', 'unknown'] as const;
  const first = order
    .map((wanted) => checks.find(({ verdict, next }) => verdict === wanted && next.length > 0))
    .find((each) => each !== undefined);
  const step = first?.next[0];
  const says = `${wrong.length === 0 ? 'Nothing wrong was found: ' : ''}${parts.join(', ')}.`;
  if (!step) return style.bold(says);
  return `${style.bold(`${says} Begin with:`)}\n  ${cell(step.command)}`;
}

const counted = (number: number, words: string) => (number === 0 ? '' : `${number} ${words}`);
