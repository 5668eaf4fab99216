import { terminalText } from '../../core/text/terminal.ts';
import type { CatalogueRow } from '../../operations/integrations/catalogue-list.ts';
import type { IntegrationDryRun } from '../../operations/integrations/dry-run-of-calls.ts';
import type { IntegrationView } from '../../operations/integrations/view.ts';
import type { ListedIntegration } from '../../operations/integrations/workspace-slugs.ts';
import { accessState } from '../../planes/portkey/access-state.ts';
import { deploymentInWord, deploymentsIn } from '../../planes/portkey/kinds/azure-deployments.ts';
import { budgetInWords, rateInWords, usedFraction } from '../../planes/portkey/limits.ts';
import type {
  GlobalWorkspaceAccess,
  Integration,
  RateLimit,
  UsageLimit,
  WorkspaceAccess,
} from '../../planes/portkey/nouns.ts';
import { cell, time, type Style } from '../style.ts';
import { hanging, wrapped } from '../wrap.ts';
import { renderFacts } from './providers.ts';
import { usageBar } from './usage-bar.ts';

/** In rows: slug, provider id, name, who made it, workspaces, time of the last change. */
export function renderIntegrations(list: readonly ListedIntegration[], style: Style): string {
  if (list.length === 0) return style.layout === 'rows' ? '' : 'No integrations.';
  return style.table(
    ['INTEGRATION', 'PROVIDER', 'NAME', 'MADE BY', 'WORKSPACES', 'CHANGED'],
    list.map((each) => [
      cell(each.slug),
      cell(each.ai_provider_id),
      cell(each.name),
      each.type === 'workspace'
        ? `workspace ${cell(each._portai?.workspace_slug ?? each.workspace_id)}`
        : cell(each.type ?? undefined),
      cell(each.workspaces_count),
      time(each.last_updated_at ?? each.created_at, style),
    ]),
  );
}

/** In rows: provider id, name, what it needs, whether it is confirmed. */
export function renderCatalogue(list: readonly CatalogueRow[], style: Style): string {
  if (style.layout === 'rows') {
    return list
      .map(({ ai_provider_id: id, title, needs, confirmed }) =>
        [id, title, needs.join(','), confirmed ? 'confirmed' : 'unconfirmed'].join('\t'),
      )
      .join('\n');
  }
  return style.table(
    ['PROVIDER', 'NAME', 'NEEDS'],
    list.map(({ ai_provider_id: id, title, needs, confirmed }) => [
      id,
      confirmed ? title : `${title} ${style.dim('(unconfirmed)')}`,
      needs.join(', ') || '-',
    ]),
  );
}

/** One integration with its models and workspaces; in rows each fact as name, tab, value. */
export function renderIntegration(view: IntegrationView, style: Style): string {
  const facts: [string, string][] = [
    ['integration', cell(view.slug)],
    ['name', cell(view.name)],
    ['provider', cell(view.ai_provider_id)],
    ['description', cell(view.description)],
    ...(view.type === 'workspace'
      ? [['made by', `workspace ${cell(view.workspace_id)}`] satisfies [string, string]]
      : []),
    ['key', cell(view.masked_key)],
    ...configurationFacts(view, style),
    ...(view.secret_mappings ?? []).map((each): [string, string] => [
      cell(each.target_field),
      `from the vault ${cell(each.secret_reference_id)}${each.secret_key ? `, ${cell(each.secret_key)}` : ''}`,
    ]),
    ...modelFacts(view, style),
    ['new workspaces', globalInWords(view.global_workspace_access)],
    ['changed', time(view.last_updated_at ?? view.created_at, style)],
  ];
  const rows = view.workspaces.map((row) => accessRow(row, style));
  if (style.layout === 'rows') {
    const accesses = rows.map((row): [string, string] => ['workspace', row.join(' ')]);
    return renderFacts([...facts, ...accesses], style);
  }
  const table =
    rows.length === 0
      ? style.dim('No workspace has access.')
      : style.table(['WORKSPACE', 'STATE', 'BUDGET', 'USED', 'RATE'], rows);
  return `${renderFacts(facts, style)}\n\n${table}`;
}

function configurationFacts(view: IntegrationView, style: Style): [string, string][] {
  return Object.entries(view.configurations ?? {}).flatMap(([name, value]): [string, string][] => {
    const list = name === 'azure_deployment_config' ? deploymentsIn(value) : [];
    if (list.length === 0) return [[cell(name), cell(value)]];
    return list.map((each, index): [string, string] => [
      style.layout === 'rows' || index === 0 ? 'deployments' : '',
      // The words of --deployment: each part has its name.
      cell(
        deploymentInWord(each)
          .split(',')
          .join(style.layout === 'rows' ? ',' : ', '),
      ),
    ]);
  });
}

function modelFacts(
  { models, allow_all_models: all }: IntegrationView,
  style: Style,
): [string, string][] {
  const others = all === true ? 'all, new ones as they come' : 'these and no others';
  const rows = models.map(({ slug, enabled }) =>
    enabled ? cell(slug) : style.dim(`${cell(slug)} (disabled)`),
  );
  const lines = all === true ? [others, ...rows] : [...rows, ...(rows.length > 0 ? [] : ['none'])];
  return lines.map((line, index): [string, string] => [
    style.layout === 'rows' || index === 0 ? 'models' : '',
    line,
  ]);
}

function globalInWords(global: GlobalWorkspaceAccess | null): string {
  if (global?.enabled !== true) return 'get no access by themselves';
  const { usage_limits: budgets, rate_limits: rates } = global;
  const limits = [...budgets.map(budgetInWords), ...rates.map(rateInWords)];
  return `get access by themselves: ${limits.join(', ') || 'no limits'}`;
}

function accessRow(row: WorkspaceAccess, style: Style): string[] {
  const { id, status, usage_limits: budgets, rate_limits: rates } = row;
  const known = accessState(row);
  const state = known === 'off' ? 'disabled' : known === 'active' ? (status ?? known) : known;
  const paint = known === 'off' ? style.dim : state === 'active' ? style.good : style.bad;
  return [
    cell(id),
    paint(cell(state)),
    listed(budgets, budgetInWords),
    budgets.map((budget) => used(budget, style)).join(', ') || '-',
    listed<RateLimit>(rates, rateInWords),
  ];
}

const listed = <T>(limits: readonly T[], words: (limit: T) => string) =>
  limits.map((limit) => cell(words(limit))).join(', ') || '-';

/** The use of a budget as the server reports it: the number, on a screen after a bar. */
function used(budget: UsageLimit, style: Style): string {
  const fraction = usedFraction(budget);
  if (fraction === undefined) return '-';
  const { current_usage: number, alert_threshold: alert } = budget;
  if (style.layout === 'rows') return cell(number);
  const pastAlert = typeof alert === 'number' && (number ?? 0) >= alert;
  return `${usageBar(fraction, pastAlert, style)} (${cell(number)})`;
}

/** A creation or a change, as it ended. */
export interface CreationView {
  readonly action: string;
  readonly slug: string;
  readonly integration?: IntegrationView | undefined;
}

/** In rows: action, slug, provider id, enabled workspaces. */
export function renderCreation({ action, slug, integration }: CreationView, style: Style): string {
  const workspaces = (integration?.workspaces ?? []).filter(({ enabled }) => enabled);
  if (style.layout === 'rows') {
    const ids = workspaces.map(({ id }) => cell(id)).join(',');
    return [action, cell(slug), cell(integration?.ai_provider_id), ids].join('\t');
  }
  const mark = action === 'unchanged' ? style.dim('=') : style.good('✓');
  const head = action === 'unchanged' ? 'is as wanted: nothing to do' : action;
  const access =
    workspaces.length === 0
      ? 'No workspace has access yet.'
      : `Requests of ${workspaces.map(({ id }) => cell(id)).join(', ')} name it as @${cell(slug)}/<model>.`;
  return [
    hanging(`${mark} ${cell(slug)} ${head}.`, style.width, 2),
    ...(integration === undefined ? [] : [wrapped(access, style.width, '  ')]),
  ].join('\n');
}

/** A change of an integration, as it ended. */
export interface UpdateView {
  readonly action: 'updated' | 'unchanged';
  readonly changed: readonly string[];
  readonly integration: Pick<Integration, 'slug'>;
}

/** In rows: action, slug, changed paths. */
export function renderUpdate({ action, changed, integration }: UpdateView, style: Style): string {
  const slug = cell(integration.slug);
  if (style.layout === 'rows') return [action, slug, changed.map(cell).join(',')].join('\t');
  if (action === 'unchanged') return `${style.dim('=')} ${slug} is as wanted: nothing to do.`;
  return [
    `${style.good('✓')} ${slug} updated.`,
    ...changed.map((path) => style.dim(`  changed ${cell(path)}`)),
  ].join('\n');
}

/** In rows: each call as action, method, path. */
export function renderIntegrationDryRun(
  { action, changed, requests }: IntegrationDryRun,
  style: Style,
): string {
  if (style.layout === 'rows') {
    return requests
      .map(({ method, path }) => [`would ${action}`, method, cell(path)].join('\t'))
      .join('\n');
  }
  if (requests.length === 0) return `${style.dim('=')} Nothing would change.`;
  return [
    renderFacts(
      [
        ['would', action],
        ['changing', changed.map(cell).join(', ') || '-'],
      ],
      style,
    ),
    ...requests.flatMap(({ method, path, body }) => [
      style.bold(`${method} ${cell(path)}`),
      ...(body === undefined ? [] : [terminalText(JSON.stringify(body, null, 2))]),
    ]),
    style.dim('Nothing was sent.'),
  ].join('\n');
}
