import type { RestoredPath } from '../../operations/restoration.ts';
import { cell, type Style } from '../style.ts';

/** What putting a provider back changes. In rows: path, now, then. */
export function renderRestoredPaths(paths: readonly RestoredPath[], style: Style): string {
  return style.table(
    ['CHANGE', 'NOW', 'THEN'],
    paths.map(({ path, now, then }) => [cell(path), style.dim(cell(now)), cell(then)]),
  );
}
