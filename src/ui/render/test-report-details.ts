import type { ModelReport } from '../../connection-test/result.ts';
import { cell, type Style } from '../style.ts';
import { hanging, wrapped } from '../wrap.ts';
import { verdictMark } from './verdict.ts';

type NamedModelResult = readonly [string, ModelReport];

/** What is said of all models with the same finding, once. */
interface SharedFinding {
  readonly model: ModelReport;
  readonly names: readonly string[];
  readonly words: readonly string[];
  readonly requestIds: readonly string[];
}

/** Below the table: each finding that is no plain pass, with advice and the provider's own words. */
export function renderTestDetails(models: readonly NamedModelResult[], style: Style): string[] {
  // A model that passed with remarks has nothing to say beside them.
  const findings = groupOf(
    models.filter(
      ([, { verdict, cause }]) => verdict !== 'pass' && !(verdict === 'warn' && cause === 'OK'),
    ),
  );
  const remarks = models.flatMap(([name, { warnings }]) =>
    warnings.map((text) => [name, text] as const),
  );
  return [
    ...findings.flatMap((finding) => ['', ...linesOf(finding, models.length, style)]),
    ...(remarks.length > 0 ? [''] : []),
    ...byRemark(remarks).map(
      ([text, names]) =>
        `  ${style.warn('!')} ${hanging(`${names.join(', ')}: ${text}`, style.width, 4)}`,
    ),
  ];
}

function groupOf(models: readonly NamedModelResult[]): SharedFinding[] {
  const groups = new Map<string, NamedModelResult[]>();
  for (const tested of models) {
    const [, { cause, message, advice = '' }] = tested;
    const key = JSON.stringify([cause, message, advice]);
    groups.set(key, [...(groups.get(key) ?? []), tested]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    return [
      {
        model: first[1],
        names: group.map(([name]) => cell(name)),
        words: distinct(group.map(([, { words }]) => words)),
        requestIds: distinct(group.map(([, { requestId }]) => requestId)),
      },
    ];
  });
}

const mostWords = 2;

function linesOf(
  { model, names, words, requestIds }: SharedFinding,
  tested: number,
  style: Style,
): string[] {
  const all = names.length === tested && tested > 1;
  const about = all ? `All ${tested} models` : names.join(', ');
  const line = (text: string) => wrapped(text, style.width, '    ');
  return [
    `  ${verdictMark(model.verdict, style)} ${hanging(`${about}: ${cell(model.message)}`, style.width, 4)}`,
    ...(all ? [line(`These are ${names.join(', ')}.`)] : []),
    ...(model.advice ? [line(cell(model.advice))] : []),
    ...words
      .slice(0, mostWords)
      .map((said) => style.dim(line(answered(model) ? `It says: “${said}”` : said))),
    ...(requestIds.length > 0 ? [style.dim(line(`Request id: ${requestIds.join(', ')}`))] : []),
  ];
}

/** Without an answer the words are our own: about the network, or about the value. */
function answered({ stages }: ModelReport): boolean {
  return stages.some(({ httpStatus }) => httpStatus !== undefined);
}

function byRemark(
  remarks: readonly (readonly [string, string])[],
): (readonly [string, string[]])[] {
  const texts = [...new Set(remarks.map(([, text]) => text))];
  return texts.map((text) => [
    cell(text),
    remarks.filter((remark) => remark[1] === text).map(([name]) => cell(name)),
  ]);
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.flatMap((value) => (value === undefined ? [] : [cell(value)])))];
}
