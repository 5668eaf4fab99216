import { causeEntry, isCause } from '../../vendors/causes.ts';
import { isTransportCause } from '../../core/transport-causes.ts';
import type { ModelResult } from '../../operations/model-results.ts';
import { cell, type Style } from '../style.ts';
import { wrapped } from '../wrap.ts';

/** The rows under a head, with a column of profiles where rows say theirs. */
function tableOf(
  style: Style,
  head: readonly string[],
  lines: readonly { readonly profile?: string | undefined; readonly cells: readonly string[] }[],
): string {
  if (lines.every(({ profile }) => profile === undefined)) {
    return style.table(
      head,
      lines.map(({ cells }) => cells),
    );
  }
  return style.table(
    ['PROFILE', ...head],
    lines.map(({ profile, cells }) => [cell(profile), ...cells]),
  );
}

interface ValidationRowView {
  readonly profile?: string;
  readonly provider: string;
  readonly status: string;
  readonly models: readonly ModelResult[];
  readonly error?: { readonly name: string; readonly message: string } | undefined;
}

/**
 * In rows: the profile where there are several, provider, model, status, message, cause, advice, words of the provider. One row a model; a
 * dash where there is nothing to say.
 */
export function renderValidation(rows: readonly ValidationRowView[], style: Style): string {
  const lines = rows.flatMap(({ profile, provider, status, models, error }) => {
    const cells =
      models.length > 0
        ? models.map((each) => modelCells(provider, each))
        : [[provider, '-', status, error?.message ?? '-', error?.name ?? '-', '-', '-']];
    return cells.map((each) => ({ profile, cells: each }));
  });
  if (lines.length === 0) return style.layout === 'rows' ? '' : 'No providers to test.';
  const table = tableOf(
    style,
    ['PROVIDER', 'MODEL', 'RESULT', 'WHAT PORT SAYS'],
    lines.map(({ profile, cells: [provider, model, status, message, ...more] }) => ({
      profile,
      cells: [
        cell(provider),
        cell(model),
        paint(status ?? '', style),
        cell(message),
        ...(style.layout === 'rows' ? more.map(cell) : []),
      ],
    })),
  );
  return style.layout === 'rows' ? table : [table, ...advices(rows, style)].join('\n');
}

function modelCells(provider: string, result: ModelResult): string[] {
  const { model, status, message, cause = '-', advice = '-', words = '-' } = result;
  const why = status === 'valid' ? ['-', '-'] : [advice, words];
  return [provider, model, status, message, cause, ...why];
}

/** What helps, once for all models of a provider that share it. */
function advices(rows: readonly ValidationRowView[], style: Style): string[] {
  const lines = rows.flatMap(({ provider, models }) => {
    const failing = models.filter(
      ({ status, advice }) => status !== 'valid' && advice !== undefined,
    );
    const distinct = new Set(failing.map(({ advice = '' }) => advice));
    return [...distinct].map((advice) => {
      const about = failing.filter((model) => model.advice === advice);
      const all = about.length === models.length;
      const names = all ? '' : ` ${about.map(({ model }) => cell(model)).join(', ')}`;
      const [first] = about;
      const cause = first?.cause === undefined ? '' : ` (${cell(first.cause)})`;
      return {
        about: `${cell(provider)}${names}${cause}`,
        advice,
        words: first ? said(first) : undefined,
      };
    });
  });
  return lines.flatMap(({ about, advice, words }) => [
    '',
    wrapped(`${about}: ${cell(advice)}`, style.width, ''),
    ...(words === undefined ? [] : [style.dim(wrapped(words, style.width, '  '))]),
  ]);
}

/** The provider's words; where it was not asked, those of the test itself, once. */
function said({ cause = '', words, message }: ModelResult): string | undefined {
  if (words === undefined) return undefined;
  const own = isTransportCause(cause) || (isCause(cause) && causeEntry(cause).stage === 'config');
  if (!own) return `It says: “${cell(words)}”`;
  return message.includes(words) ? undefined : cell(words);
}

interface StaticRowView {
  readonly profile?: string;
  readonly provider: string;
  readonly checks: readonly { check: string; status: string; message: string }[];
  readonly error?: { readonly message: string };
}

/** In rows: provider, check, status, message; before them the profile where there are several. */
export function renderStatic(rows: readonly StaticRowView[], style: Style): string {
  if (rows.length === 0) return style.layout === 'rows' ? '' : 'No providers to check.';
  return tableOf(
    style,
    ['PROVIDER', 'CHECK', 'RESULT', 'WHAT WAS SEEN'],
    rows.flatMap(({ profile, provider, checks, error }) => {
      const nothing = { check: '-', status: 'unverifiable' };
      const seen = error ? [{ ...nothing, message: error.message }] : checks;
      return seen.map(({ check, status: own, message }) => ({
        profile,
        cells: [cell(provider), check, paint(own, style), cell(message)],
      }));
    }),
  );
}

function paint(status: string, style: Style): string {
  if (status === 'valid') return style.good(status);
  if (status === 'invalid' || status === 'fail') return style.bad(status);
  // A static pass is not a working connection, so it is not green.
  return status === 'pass' ? status : style.warn(status);
}
