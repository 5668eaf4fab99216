import type { Affected } from '../../operations/integrations/affected.ts';
import { budgetInWords, rateInWords } from '../../planes/portkey/limits.ts';
import { cell, type Style } from '../style.ts';

/** Who uses an integration, and what a change does to them: `use` it, or `lose` it. */
export interface AffectedView extends Affected {
  readonly verb: 'use' | 'lose';
}

/** A line for the workspaces, with their limits, and a line for the providers. */
export function renderAffected(
  { slug, workspaces, providers, verb }: AffectedView,
  style: Style,
): string {
  const rows = workspaces.map(({ id, usage_limits: budgets, rate_limits: rates }) => {
    const limits = [...budgets.map(budgetInWords), ...rates.map(rateInWords)].join(', ');
    return `  ${cell(id)}  ${style.dim(cell(limits))}`;
  });
  const many = workspaces.length === 1 ? '1 workspace' : `${workspaces.length} workspaces`;
  const head =
    workspaces.length === 0
      ? `No workspace has ${cell(slug)}.`
      : `${many} ${verb}${workspaces.length === 1 ? 's' : ''} ${cell(slug)}:`;
  const made =
    providers === null
      ? 'This key may not list the providers that were made of it.'
      : providers.length === 0
        ? 'No provider was made of it.'
        : `Providers made of it: ${providers.map(cell).join(', ')}.`;
  return [head, ...rows, made].join('\n');
}
