import type { CatalogueDifference } from '../../planes/port/rules/model-sync.ts';
import { cell, type Style } from '../style.ts';

/** Differences between a catalogue and its server. In rows: model, change, field, stored, stated. */
export function renderModelDifferences(
  differences: readonly CatalogueDifference[],
  style: Style,
): string {
  return style.table(
    ['MODEL', 'CHANGE', 'FIELD', 'STORED', 'SERVER'],
    differences.map(({ model, change, field, from, to }) => [
      cell(model),
      change === 'gone' ? style.bad(change) : change === 'added' ? style.good(change) : change,
      cell(field),
      style.dim(cell(from)),
      cell(to),
    ]),
  );
}

/** A comparison without a write. */
export function renderSynced(
  {
    action,
    provider,
    differences,
  }: {
    readonly action: string;
    readonly provider: string;
    readonly differences: readonly CatalogueDifference[];
  },
  style: Style,
): string {
  if (differences.length > 0) return renderModelDifferences(differences, style);
  if (style.layout === 'rows') return `${action}\t${cell(provider)}`;
  return `${style.dim('=')} ${cell(provider)} has what its server lists.`;
}
