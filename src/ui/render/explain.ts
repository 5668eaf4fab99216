import { shellLine } from '../../core/text/shell.ts';
import { cell, type Style } from '../style.ts';
import { renderFacts } from './providers.ts';

interface Explained {
  readonly name: string;
  readonly from: string;
  readonly exitCode: number;
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  readonly next: readonly { readonly command: readonly string[]; readonly why: string }[];
  readonly example?: { readonly status: number; readonly body: string };
}

export function renderExplanation(explained: Explained, style: Style): string {
  const { name, from, exitCode, title, cause, fix, next, example } = explained;
  const facts: [string, string][] = [
    ['name', style.bold(name)],
    ['says', title],
    ['cause', cause],
    ['fix', fix],
    ...next.map(({ command, why }, index): [string, string] => [
      index === 0 || style.layout === 'rows' ? 'next' : '',
      `${shellLine(['portai', ...command])}  ${style.dim(`# ${why}`)}`,
    ]),
    ['from', from],
    ['exit code', String(exitCode)],
  ];
  if (!example) return renderFacts(facts, style);
  // Blanks let a screen break the line; a program gets the answer as it was.
  const body = style.layout === 'rows' ? example.body : spaced(example.body);
  const answer = `HTTP ${example.status} ${body}`;
  return renderFacts([...facts, ['example', answer]], style);
}

function spaced(json: string): string {
  return json.replaceAll(',"', ', "').replace(/":(?=\S)/g, '": ');
}

/** In rows: name, exit code, who says it, title. */
export function renderExplanations(all: readonly Explained[], style: Style): string {
  return style.table(
    ['NAME', 'EXIT', 'FROM', 'SAYS'],
    all.map(({ name, exitCode, from, title }) => [name, String(exitCode), from, title]),
  );
}

interface ExplainedText {
  readonly from: string;
  readonly says: string;
  readonly causes: readonly {
    readonly name: string;
    readonly says: string;
    readonly fix: string;
  }[];
  readonly tellApart: readonly string[];
  readonly next: readonly { readonly command: readonly string[]; readonly why: string }[];
}

/** What a pasted text means: its causes in order, each with what helps. */
export function renderTextExplanation(explained: ExplainedText, style: Style): string {
  const { from, says, causes, tellApart, next } = explained;
  const rows = style.layout === 'rows';
  const named = (name: string, index: number) => (index === 0 || rows ? name : '');
  return renderFacts(
    [
      ['from', from],
      ['meaning', cell(says)],
      ...causes.flatMap(({ name, says: means, fix }): [string, string][] => [
        ['cause', `${style.bold(name)}: ${cell(means)}`],
        ['fix', cell(fix)],
      ]),
      ...tellApart.map((line, index): [string, string] => [named('tell apart', index), cell(line)]),
      ...next.map(({ command, why }, index): [string, string] => [
        named('next', index),
        `${shellLine(['portai', ...command])}  ${style.dim(`# ${why}`)}`,
      ]),
    ],
    style,
  );
}
