import type { z } from 'zod';
import type { Api, Read } from '../../http/api.ts';
import {
  calls,
  type AuditFilter,
  type IntegrationFilter,
  type PageOf,
  type PolicyFilter,
  type PortkeyCall,
  type WorkspaceFilter,
} from './calls.ts';
import type {
  AuditRecord,
  Created,
  Integration,
  IntegrationCreation,
  IntegrationModels,
  IntegrationUpdate,
  IntegrationWorkspaces,
  ModelsUpdate,
  OfferedModel,
  Page,
  PortkeyProvider,
  ProviderCreation,
  AiProviderUpdate,
  RateLimitPolicy,
  SecretReference,
  UsageLimitPolicy,
  Workspace,
  WorkspacesUpdate,
} from './nouns.ts';
import { everyEntry, remarkOnEnd } from './paging.ts';
import { requestBodies } from './requests.ts';
import { sendable } from './sendable.ts';
import { answers } from './wire.ts';

/** Methods for the routes of Portkey's API; each rejects with a PortaiError of Portkey's catalogue. */
export interface PortkeyClient {
  readonly integrations: {
    list(filter?: IntegrationFilter): AsyncIterable<Integration>;
    get(slug: string): Promise<Integration>;
    create(creation: IntegrationCreation): Promise<Created>;
    update(slug: string, update: IntegrationUpdate): Promise<void>;
    delete(slug: string): Promise<void>;
  };
  readonly models: {
    list(integration: string): Promise<IntegrationModels>;
    /** Merges by slug; a full list is right where a server replaces instead. */
    put(integration: string, update: ModelsUpdate): Promise<void>;
    /** Custom models only; `body` is the form that servers of another client take. */
    delete(integration: string, models: readonly string[], form?: 'query' | 'body'): Promise<void>;
  };
  readonly workspaceAccess: {
    list(integration: string): Promise<IntegrationWorkspaces>;
    put(integration: string, update: WorkspacesUpdate): Promise<void>;
  };
  readonly workspaces: {
    list(filter?: WorkspaceFilter): AsyncIterable<Workspace>;
    get(idOrSlug: string): Promise<Workspace>;
  };
  readonly providers: {
    list(workspace?: string): AsyncIterable<PortkeyProvider>;
    get(slug: string, workspace?: string): Promise<PortkeyProvider>;
    create(creation: ProviderCreation): Promise<Created>;
    update(slug: string, update: AiProviderUpdate, workspace?: string): Promise<void>;
    delete(slug: string, workspace?: string): Promise<void>;
  };
  readonly secretReferences: {
    list(): AsyncIterable<SecretReference>;
    get(idOrSlug: string): Promise<SecretReference>;
  };
  readonly policies: {
    usageLimits(filter?: PolicyFilter): AsyncIterable<UsageLimitPolicy>;
    rateLimits(filter?: PolicyFilter): AsyncIterable<RateLimitPolicy>;
  };
  readonly auditLog: { list(filter: AuditFilter): AsyncIterable<AuditRecord> };
  readonly offeredModels: { list(provider?: string): AsyncIterable<OfferedModel> };
}

/** Sizes of pages: the default or the greatest that the reference has for the route. */
const sizes = { integrations: 100, workspaces: 100, providers: 50, others: 100 } as const;

/** Changes are answered with `{}`, with nothing, or with 204. */
const nothing = () => ({ value: undefined });

/** The same reading, for an answer that must be about one thing: a cache or a gateway may mix them up. */
function about<T extends { readonly slug: string; readonly id?: string | null | undefined }>(
  name: string,
  read: (body: unknown) => Read<T>,
): (body: unknown) => Read<T> {
  return (body) => {
    const found = read(body);
    if ('wrong' in found || found.value.slug === name || found.value.id === name) return found;
    return { wrong: `the answer is about "${found.value.slug}", not "${name}"` };
  };
}

/** Makes the client of an API. */
export function portkeyClient(api: Api): PortkeyClient {
  // Async, so that a body that is refused rejects as an answer that is.
  const write = async <T>(
    { body, ...call }: PortkeyCall,
    form: z.ZodType,
    returns: (answer: unknown) => Read<T>,
  ): Promise<T> => api({ ...call, body: sendable(body, form), returns });

  const change = (call: PortkeyCall, form: z.ZodType): Promise<void> => write(call, form, nothing);

  const remove = (call: PortkeyCall): Promise<void> => api({ ...call, returns: nothing });

  const list = <T>(
    what: string,
    call: (page: PageOf) => PortkeyCall,
    returns: (body: unknown) => Read<Page<T>>,
    keyOf: (entry: T) => string,
    size: number = sizes.others,
  ) =>
    everyEntry({
      what,
      keyOf,
      fetch: (page, before) =>
        api({
          ...call({ page, size }),
          returns: (body) => remarkOnEnd(what, returns(body), before),
        }),
    });

  const created = async (
    call: PortkeyCall,
    form: z.ZodType,
    slug: string | undefined,
  ): Promise<Created> => ({
    ...(slug === undefined ? {} : { slug }),
    ...(await write(call, form, answers.created)),
  });

  return {
    integrations: {
      list: (filter = {}) =>
        list(
          'integrations',
          (page) => calls.listIntegrations(filter, page),
          answers.integrations,
          ({ slug, id }) => id ?? slug,
          sizes.integrations,
        ),
      get: (slug) =>
        api({ ...calls.getIntegration(slug), returns: about(slug, answers.integration) }),
      create: (creation) =>
        created(
          calls.createIntegration(creation),
          requestBodies().createIntegration,
          creation.slug,
        ),
      update: (slug, update) =>
        change(calls.updateIntegration(slug, update), requestBodies().updateIntegration),
      delete: (slug) => remove(calls.deleteIntegration(slug)),
    },

    models: {
      list: (integration) => api({ ...calls.listModels(integration), returns: answers.models }),
      put: (integration, update) =>
        change(calls.putModels(integration, update), requestBodies().putModels),
      delete: (integration, models, form = 'query') =>
        remove(
          form === 'query'
            ? calls.deleteModels(integration, models)
            : calls.deleteModelsByBody(integration, models),
        ),
    },

    workspaceAccess: {
      list: (integration) =>
        api({ ...calls.listWorkspaceAccess(integration), returns: answers.workspaceAccess }),
      put: (integration, update) =>
        change(calls.putWorkspaceAccess(integration, update), requestBodies().putWorkspaces),
    },

    workspaces: {
      list: (filter = {}) =>
        list(
          'workspaces',
          (page) => calls.listWorkspaces(filter, page),
          answers.workspaces,
          ({ id }) => id,
          sizes.workspaces,
        ),
      get: (idOrSlug) =>
        api({ ...calls.getWorkspace(idOrSlug), returns: about(idOrSlug, answers.workspace) }),
    },

    providers: {
      list: (workspace) =>
        list(
          'providers',
          (page) => calls.listProviders(workspace, page),
          answers.providers,
          ({ id, slug }) => id ?? slug,
          sizes.providers,
        ),
      get: (slug, workspace) =>
        api({ ...calls.getProvider(slug, workspace), returns: about(slug, answers.provider) }),
      create: (creation) =>
        created(calls.createProvider(creation), requestBodies().createProvider, creation.slug),
      update: (slug, update, workspace) =>
        change(calls.updateProvider(slug, update, workspace), requestBodies().updateProvider),
      delete: (slug, workspace) => remove(calls.deleteProvider(slug, workspace)),
    },

    secretReferences: {
      list: () =>
        list(
          'secret references',
          calls.listSecretReferences,
          answers.secretReferences,
          ({ id }) => id,
        ),
      get: (idOrSlug) =>
        api({
          ...calls.getSecretReference(idOrSlug),
          returns: about(idOrSlug, answers.secretReference),
        }),
    },

    policies: {
      usageLimits: (filter = {}) =>
        list(
          'usage limit policies',
          (page) => calls.listUsageLimitPolicies(filter, page),
          answers.usageLimitPolicies,
          ({ id }) => id,
        ),
      rateLimits: (filter = {}) =>
        list(
          'rate limit policies',
          (page) => calls.listRateLimitPolicies(filter, page),
          answers.rateLimitPolicies,
          ({ id }) => id,
        ),
    },

    auditLog: {
      list: (filter) =>
        list(
          'changes',
          (page) => calls.listAuditRecords(filter, page),
          answers.auditRecords,
          ({ timestamp, request_id, uri }) => JSON.stringify([timestamp, request_id, uri]),
        ),
    },

    offeredModels: {
      list: (provider) =>
        everyEntry({
          what: 'models',
          keyOf: ({ id }) => id,
          fetch: (_page, before) =>
            api({
              ...calls.listOfferedModels(provider, before.read, sizes.others),
              returns: (body) => remarkOnEnd('models', answers.offeredModels(body), before),
            }),
        }),
    },
  };
}
