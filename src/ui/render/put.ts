import { terminalText } from '../../core/text/terminal.ts';
import type { DryRun } from '../../operations/dry-run.ts';
import { cell, type Style } from '../style.ts';
import { hanging, wrapped } from '../wrap.ts';
import { renderFacts } from './providers.ts';

/** A put as it is shown. */
export interface PutView {
  readonly action: 'created' | 'updated' | 'unchanged';
  readonly changed: readonly string[];
  /** Models whose connection was tested before saving; undefined when nothing was tested. */
  readonly validated?: readonly string[] | undefined;
  readonly provider: { readonly provider: string; readonly enabled: boolean };
}

/** In rows: action, type, state, changed paths. */
export function renderPut({ action, changed, validated, provider }: PutView, style: Style): string {
  const state = provider.enabled ? 'enabled' : 'disabled';
  if (style.layout === 'rows')
    return [action, cell(provider.provider), state, changed.map(cell).join(',')].join('\t');
  const head =
    action === 'unchanged'
      ? `${style.dim('=')} ${cell(provider.provider)} is ${state} and as wanted: nothing to do.`
      : `${style.good('✓')} ${cell(provider.provider)} ${action}, ${state}.`;
  return [
    hanging(head, style.width, 2),
    ...(validated === undefined || validated.length === 0
      ? []
      : [
          wrapped(
            `Port tested ${validated.map(cell).join(', ')}: the connection works.`,
            style.width,
            '  ',
          ),
        ]),
    ...(action === 'updated' ? changed.map((path) => style.dim(`  changed ${cell(path)}`)) : []),
  ].join('\n');
}

export function renderDryRun({ action, changed, request }: DryRun, style: Style): string {
  if (style.layout === 'rows') {
    return [
      `would ${action}`,
      request?.method ?? '-',
      cell(request?.path),
      changed.map(cell).join(','),
    ].join('\t');
  }
  if (!request) return `${style.dim('=')} Nothing would change.`;
  return [
    renderFacts(
      [
        ['would', action],
        ['send', `${request.method} ${cell(request.path)}`],
        ['changing', changed.map(cell).join(', ') || '-'],
      ],
      style,
    ),
    ...(request.body === undefined ? [] : [terminalText(JSON.stringify(request.body, null, 2))]),
    style.dim('Nothing was sent.'),
  ].join('\n');
}

/** One line for a change of another kind: what happened to what. */
export interface Done {
  readonly action: string;
  readonly name: string;
  readonly remark?: string | undefined;
}

export function renderDone({ action, name, remark }: Done, style: Style): string {
  if (style.layout === 'rows') return `${action}\t${cell(name)}`;
  const mark = action === 'unchanged' ? style.dim('=') : style.good('✓');
  const line = `${mark} ${cell(name)} ${action}.${remark === undefined ? '' : ` ${remark}`}`;
  return hanging(line, style.width, 2);
}
