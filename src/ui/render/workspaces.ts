import { budgetInWords, rateInWords } from '../../planes/portkey/limits.ts';
import type { WorkspaceWithProviders } from '../../operations/workspaces.ts';
import type { Workspace } from '../../planes/portkey/nouns.ts';
import { cell, time, type Style } from '../style.ts';
import { renderFacts } from './providers.ts';

/** Workspaces. In rows: slug, name, UUID, time of creation. */
export function renderWorkspaces(workspaces: readonly Workspace[], style: Style): string {
  if (workspaces.length === 0) return style.layout === 'rows' ? '' : 'No workspaces.';
  return style.table(
    ['WORKSPACE', 'NAME', 'ID', 'CREATED'],
    workspaces.map(({ slug, name, id, created_at }) => [
      cell(slug),
      cell(name),
      cell(id),
      time(created_at, style),
    ]),
  );
}

/** The providers of a workspace, each by the name that requests use, with its integration. */
function providersInWords(providers: WorkspaceWithProviders['providers']): string {
  if (providers === null) return 'not shown to this key';
  return providers
    .map(({ slug, integration_id: of }) => {
      const name = `@${slug.replace(/^@/, '')}`;
      return typeof of === 'string' && of !== slug ? `${name} (of ${of})` : name;
    })
    .join(', ');
}

/** One workspace: a line a fact. Its limits count over all integrations. */
export function renderWorkspace(workspace: WorkspaceWithProviders, style: Style): string {
  const { slug, name, id, description, usage_limits: budgets, rate_limits: rates } = workspace;
  return renderFacts(
    [
      ['workspace', cell(slug)],
      ['name', cell(name)],
      ['id', cell(id)],
      ['description', cell(description)],
      ['providers', cell(providersInWords(workspace.providers))],
      ['budget', cell(budgets.map(budgetInWords).join('; '))],
      ['rate', cell(rates.map(rateInWords).join('; '))],
      ['created', time(workspace.created_at, style)],
      ['changed', time(workspace.last_updated_at, style)],
    ],
    style,
  );
}
