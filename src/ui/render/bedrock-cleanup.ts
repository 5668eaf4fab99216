import type { CleanedRole } from '../../operations/bedrock/cleanup.ts';
import { cell, type Style } from '../style.ts';

/** In rows: what was done, ARN, why. */
export function renderCleanup(
  { roles }: { readonly roles: readonly CleanedRole[] },
  style: Style,
): string {
  if (style.layout === 'rows') {
    return roles
      .map(({ action, arn, why }) => [action, cell(arn), cell(why)].join('\t'))
      .join('\n');
  }
  if (roles.length === 0) return 'There is no role that portai made.';
  return roles
    .map(({ action, name, why }) => {
      const mark = action === 'removed' ? style.good('✓') : style.dim('=');
      return `${mark} ${cell(name)} ${action}${why === undefined ? '' : `: ${cell(why)}`}.`;
    })
    .join('\n');
}
