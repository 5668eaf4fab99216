import type { RecordedChange } from '../../core/recorded-change.ts';
import { cell, time, type Style } from '../style.ts';

/** A change as it is shown: what was there before is told by a dry run of what puts it back. */
export interface ShownChange extends Omit<RecordedChange, 'before'> {
  /** Whether `providers restore` can put back what was there before. */
  readonly restorable: boolean;
}

/** In rows: id, time, outcome, action, kind, name, who, command, changed paths, request id. */
export function renderChanges(changes: readonly ShownChange[], style: Style): string {
  if (style.layout === 'rows') {
    return style.table(
      [],
      changes.map((each) => [
        ...[each.id, time(each.at, style), each.outcome, each.action].map(cell),
        ...[each.kind, each.name, each.who, each.command.join(' ')].map(cell),
        ...[each.changed.join(','), each.requestId].map(cell),
      ]),
    );
  }
  if (changes.length === 0) return 'Nothing was changed from this machine.';
  return style.table(
    ['WHEN', 'WHAT', 'CHANGED', 'WHO', 'ID'],
    changes.map((each) => [
      time(each.at, style),
      whatOf(each, style),
      cell(pathsOf(each)),
      cell(each.who),
      cell(each.id),
    ]),
  );
}

function whatOf({ outcome, action, kind, name }: ShownChange, style: Style): string {
  const what = cell(kind === 'route' ? `sent ${name}` : `${kind} ${name} ${action}`);
  return outcome === 'made' ? what : `${what} ${style.warn('(no answer: may have been made)')}`;
}

/** Paths that fit a column; rows and JSON have all of them. */
const shownPaths = 4;

function pathsOf({ changed }: ShownChange): string {
  const first = changed.slice(0, shownPaths).join(', ');
  const more = changed.length - shownPaths;
  return more > 0 ? `${first} and ${more} more` : first;
}
