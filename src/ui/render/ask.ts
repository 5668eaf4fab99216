import type { SmokeRow } from '../../operations/ask/smoke.ts';
import type { AiQuota } from '../../planes/port/nouns.ts';
import { cell, type Style } from '../style.ts';
import { wrapped } from '../wrap.ts';

/** Of the arguments of a call a line shows the beginning. */
const longestInput = 60;

/** A tool that was called while an answer was written, folded into one line. */
export function renderToolCall(
  { name, input }: { readonly name: string; readonly input: string },
  style: Style,
): string {
  const given = cell(input);
  const letters = Array.from(given);
  const shown =
    letters.length > longestInput ? `${letters.slice(0, longestInput).join('')}…` : given;
  return style.dim(`⋯ ${cell(name)}${input === '' ? '' : ` ${shown}`}`);
}

/** The use of the month after an answer; undefined where Port does not tell it. */
export function quotaLine({ monthlyLimit, remainingQuota, month }: AiQuota): string | undefined {
  if (typeof monthlyLimit !== 'number' || typeof remainingQuota !== 'number') return undefined;
  const used = Math.max(0, monthlyLimit - remainingQuota);
  const when = typeof month === 'string' ? ` in ${cell(month)}` : ' this month';
  return `${used} of ${monthlyLimit} invocations of Port's own models used${when}.`;
}

/** In rows: provider, model, status, ms to the first event, ms to the end, invocation, reason. */
export function renderSmoke(rows: readonly SmokeRow[], style: Style): string {
  if (rows.length === 0) return style.layout === 'rows' ? '' : 'No enabled model to ask.';
  if (style.layout === 'rows') {
    return style.table(
      [],
      rows.map((row) =>
        [
          ...[row.provider, row.model, row.status, row.firstEventMs, row.durationMs],
          ...[row.invocation, row.error?.message],
        ].map(cell),
      ),
    );
  }
  const table = style.table(
    ['PROVIDER', 'MODEL', 'RESULT', 'FIRST EVENT', 'END'],
    rows.map(({ provider, model, status, firstEventMs, durationMs }) => [
      cell(provider),
      cell(model),
      paint(status, style),
      firstEventMs === null ? '-' : `${firstEventMs} ms`,
      `${durationMs} ms`,
    ]),
  );
  return [table, ...reasons(rows, style)].join('\n');
}

/** Why models did not answer, once for all of a provider with the same reason. */
function reasons(rows: readonly SmokeRow[], style: Style): string[] {
  const found: { readonly provider: string; readonly why: string; readonly models: string[] }[] =
    [];
  for (const { provider, model, status, error } of rows) {
    if (status === 'answered') continue;
    const why = error?.message ?? 'the answer ended without any text, which proves nothing';
    const same = found.find((each) => each.provider === provider && each.why === why);
    if (same) same.models.push(model);
    else found.push({ provider, why, models: [model] });
  }
  const lines = found.map(({ provider, why, models }) =>
    wrapped(cell(`${provider} (${models.join(', ')}): ${why}`), style.width, ''),
  );
  return lines.length > 0 ? ['', ...lines] : [];
}

function paint(status: SmokeRow['status'], style: Style): string {
  if (status === 'answered') return style.good(status);
  return status === 'failed' ? style.bad(status) : style.warn(status);
}
