import { cell, type Style } from '../style.ts';
import { hanging } from '../wrap.ts';

/** One difference between what an integration had and what it is to have. */
interface FieldChange {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** Of what the changes are: how a table heads it, how a sentence counts it, and the name of each. */
export interface Subject<C extends FieldChange> {
  readonly head: string;
  readonly plural: string;
  readonly nameOf: (change: C) => string;
}

/** Differences, one a line. In rows: subject, field, before, after. */
export const renderChanges =
  <C extends FieldChange>({ head, nameOf }: Subject<C>) =>
  (changes: readonly C[], style: Style): string =>
    style.table(
      [head, 'CHANGES', 'FROM', 'TO'],
      changes.map((change) => [
        nameOf(change),
        cell(change.field),
        style.dim(cell(change.from)),
        cell(change.to),
      ]),
    );

/** What an integration's change came to. `action` is `unchanged` where nothing had to be sent. */
export interface ChangesDone<C extends FieldChange> {
  readonly action: string;
  readonly integration: string;
  readonly changes: readonly C[];
}

/** Changes that are made. In rows: action, subject, field, before, after. */
export const renderChangesDone =
  <C extends FieldChange>({ plural, nameOf }: Subject<C>) =>
  ({ action, integration, changes }: ChangesDone<C>, style: Style): string => {
    if (style.layout === 'rows') {
      if (changes.length === 0) return `${action}\t${cell(integration)}`;
      return changes
        .map((each) =>
          [action, nameOf(each), cell(each.field), cell(each.from), cell(each.to)].join('\t'),
        )
        .join('\n');
    }
    const names = [...new Set(changes.map(nameOf))];
    const count = names.length > 3 ? `${names.length} ${plural}` : names.join(', ');
    const line =
      action === 'unchanged'
        ? `${style.dim('=')} ${cell(integration)} is as wanted: nothing to do.`
        : `${style.good('✓')} ${cell(integration)} changed for ${count}.`;
    return hanging(line, style.width, 2);
  };
