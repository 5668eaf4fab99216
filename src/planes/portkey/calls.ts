import { fail } from '../../core/fail.ts';
import type { Method } from '../../core/http.ts';
import { path, queryText, type Query } from '../../http/api.ts';
import type {
  IntegrationCreation,
  IntegrationUpdate,
  ModelsUpdate,
  ProviderCreation,
  AiProviderUpdate,
  WorkspacesUpdate,
} from './nouns.ts';

/** One call of Portkey's API, as it is sent and as a dry run shows it. A Secret in it shows as a mask. */
export interface PortkeyCall {
  readonly method: Method;
  readonly path: string;
  readonly query?: Query;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Which page of a list is asked for: its number from 0, and entries on each. */
export interface PageOf {
  readonly page: number;
  readonly size: number;
}

/** Which integrations are listed. */
export interface IntegrationFilter {
  /** `organisation` are those that were connected for all, `workspace` those that a workspace made. */
  readonly type?: 'organisation' | 'workspace' | 'all';
  readonly workspace?: string;
}

/** Which workspaces are listed; `exactName` matches the whole name. */
export interface WorkspaceFilter {
  readonly name?: string;
  readonly exactName?: string;
  readonly status?: 'active' | 'archived';
}

/** Which changes of the audit log are listed; the first three are required by Portkey. */
export interface AuditFilter {
  /** UUID of the organization, as each integration has it. */
  readonly organisation: string;
  readonly from: Date;
  readonly until: Date;
  /** Part of the address that was called. */
  readonly uri?: string;
  readonly resourceType?: string;
  readonly action?: string;
  readonly workspace?: string;
  readonly user?: string;
}

/** Which policies are listed. */
export interface PolicyFilter {
  readonly workspace?: string;
  readonly status?: 'active' | 'archived';
}

const paged = ({ page, size }: PageOf) => ({
  current_page: String(page),
  page_size: String(size),
});

const get = (route: string, query?: Query) =>
  ({
    method: 'GET',
    path: route,
    ...(query === undefined ? {} : { query }),
  }) as const satisfies PortkeyCall;

const ofWorkspace = (workspace: string | undefined) =>
  workspace === undefined ? {} : { query: { workspace_id: workspace } };

const policyQuery = ({ workspace, status }: PolicyFilter) => ({ workspace_id: workspace, status });

/** Slugs as a list in a query. Throws Usage for one with a comma, which would name two other models. */
function listedSlugs(slugs: readonly string[]): readonly string[] {
  const odd = slugs.find((each) => each === '' || each.includes(','));
  if (slugs.length > 0 && odd === undefined) return slugs;
  throw fail(
    'Usage',
    odd === undefined || odd === ''
      ? 'No model was named'
      : `"${odd}" has a comma in it, which separates models where they are removed`,
  );
}

/** The calls that there are. No path of Portkey is written anywhere else. */
export const calls = {
  listIntegrations: ({ type = 'all', workspace }: IntegrationFilter, page: PageOf) =>
    get(path`/integrations`, { ...paged(page), type, workspace_id: workspace }),
  getIntegration: (slug: string) => get(path`/integrations/${slug}`),
  createIntegration: (creation: IntegrationCreation) =>
    ({
      method: 'POST',
      path: path`/integrations`,
      body: { ...creation },
    }) as const satisfies PortkeyCall,
  updateIntegration: (slug: string, update: IntegrationUpdate) =>
    ({
      method: 'PUT',
      path: path`/integrations/${slug}`,
      body: { ...update },
    }) as const satisfies PortkeyCall,
  deleteIntegration: (slug: string) =>
    ({ method: 'DELETE', path: path`/integrations/${slug}` }) as const satisfies PortkeyCall,

  listModels: (slug: string) => get(path`/integrations/${slug}/models`),
  putModels: (slug: string, update: ModelsUpdate) =>
    ({
      method: 'PUT',
      path: path`/integrations/${slug}/models`,
      body: { ...update },
    }) as const satisfies PortkeyCall,
  deleteModels: (slug: string, models: readonly string[]) =>
    ({
      method: 'DELETE',
      path: path`/integrations/${slug}/models`,
      query: { slugs: listedSlugs(models) },
    }) as const satisfies PortkeyCall,
  /** The form of another client of Portkey, for servers that do not take the documented one. */
  deleteModelsByBody: (slug: string, models: readonly string[]) =>
    ({
      method: 'DELETE',
      path: path`/integrations/${slug}/models`,
      body: { models: listedSlugs(models) },
    }) as const satisfies PortkeyCall,

  listWorkspaceAccess: (slug: string) => get(path`/integrations/${slug}/workspaces`),
  /** The override is always in it: servers differ in what they do without. */
  putWorkspaceAccess: (slug: string, update: WorkspacesUpdate) =>
    ({
      method: 'PUT',
      path: path`/integrations/${slug}/workspaces`,
      body: { ...update },
    }) as const satisfies PortkeyCall,

  listWorkspaces: ({ name, exactName, status }: WorkspaceFilter, page: PageOf) =>
    get(path`/admin/workspaces`, { ...paged(page), name, exact_name: exactName, status }),
  getWorkspace: (idOrSlug: string) => get(path`/admin/workspaces/${idOrSlug}`),

  listProviders: (workspace: string | undefined, page: PageOf) =>
    get(path`/providers`, { ...paged(page), workspace_id: workspace }),
  getProvider: (slug: string, workspace?: string) =>
    ({
      ...get(path`/providers/${slug}`),
      ...ofWorkspace(workspace),
    }) as const satisfies PortkeyCall,
  createProvider: (creation: ProviderCreation) =>
    ({
      method: 'POST',
      path: path`/providers`,
      body: { ...creation },
    }) as const satisfies PortkeyCall,
  updateProvider: (slug: string, update: AiProviderUpdate, workspace?: string) =>
    ({
      method: 'PUT',
      path: path`/providers/${slug}`,
      ...ofWorkspace(workspace),
      body: { ...update },
    }) as const satisfies PortkeyCall,
  deleteProvider: (slug: string, workspace?: string) =>
    ({
      method: 'DELETE',
      path: path`/providers/${slug}`,
      ...ofWorkspace(workspace),
    }) as const satisfies PortkeyCall,

  listSecretReferences: (page: PageOf) => get(path`/secret-references`, paged(page)),
  getSecretReference: (idOrSlug: string) => get(path`/secret-references/${idOrSlug}`),

  listUsageLimitPolicies: (filter: PolicyFilter, page: PageOf) =>
    get(path`/policies/usage-limits`, { ...paged(page), ...policyQuery(filter) }),
  listRateLimitPolicies: (filter: PolicyFilter, page: PageOf) =>
    get(path`/policies/rate-limits`, { ...paged(page), ...policyQuery(filter) }),

  listAuditRecords: (filter: AuditFilter, page: PageOf) =>
    get(path`/audit-logs`, {
      ...paged(page),
      start_time: filter.from.toISOString(),
      end_time: filter.until.toISOString(),
      organisation_id: filter.organisation,
      uri: filter.uri,
      resource_type: filter.resourceType,
      action: filter.action,
      workspace_id: filter.workspace,
      user_id: filter.user,
    }),

  /** The models that the key may call. It counts entries, not pages. */
  listOfferedModels: (provider: string | undefined, offset: number, limit: number) =>
    get(path`/models`, { provider, limit: String(limit), offset: String(offset) }),
} as const;

/** The path of a call with its query, as a person reads it. */
export function addressOf({ path: route, query = {} }: PortkeyCall): string {
  const text = queryText(query);
  return text === '' ? route : `${route}?${text}`;
}
