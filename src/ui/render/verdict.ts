import type { Verdict } from '../../vendors/stages.ts';
import type { Style } from '../style.ts';

/** The mark of a verdict. Only what passed is green. */
export function verdictMark(verdict: Verdict, style: Style): string {
  switch (verdict) {
    case 'pass':
      return style.good('✓');
    case 'warn':
      return style.warn('!');
    case 'fail':
      return style.bad('✗');
    case 'unknown':
      return style.warn('?');
    case 'skip':
      return style.dim('–');
  }
}
