import { text, type AuthMode, type KindField } from './define.ts';

/** Ways of signing in to Azure. Source: the OpenAPI document, and the backend's changelog for the last two. */
export const azureAuth = {
  field: 'azure_auth_mode',
  flag: '--azure-auth <way>',
  modes: [
    { id: 'default', title: 'API key', key: true },
    { id: 'entra', title: 'Entra application' },
    { id: 'managed', title: 'managed identity' },
    { id: 'entraFederated', title: 'federated Entra application' },
    { id: 'workload', title: 'workload identity' },
  ],
} as const satisfies {
  readonly field: string;
  readonly flag: string;
  readonly modes: readonly [AuthMode, ...AuthMode[]];
};

/** Fields of these ways. */
export const azureSignIn = {
  azure_entra_tenant_id: {
    schema: text,
    flag: '--entra-tenant-id <id>',
    label: 'Entra tenant',
    requiredWhen: ['entra', 'entraFederated'],
    onlyWhen: ['entra', 'entraFederated'],
  },
  azure_entra_client_id: {
    schema: text,
    flag: '--entra-client-id <id>',
    label: 'client id of the Entra application',
    requiredWhen: ['entra', 'entraFederated'],
    onlyWhen: ['entra', 'entraFederated'],
  },
  azure_entra_client_secret: {
    schema: text,
    flag: '--entra-client-secret',
    label: 'client secret of the Entra application',
    secret: true,
    requiredWhen: ['entra'],
    onlyWhen: ['entra'],
  },
  azure_entra_scope: {
    schema: text,
    flag: '--entra-scope <scope>',
    label: 'scope of the Entra token',
    onlyWhen: ['entra', 'entraFederated'],
  },
  azure_managed_client_id: {
    schema: text,
    flag: '--managed-client-id <id>',
    label: 'client id of the managed identity',
    hint: 'without it the identity of the system is used',
    onlyWhen: ['managed'],
  },
  azure_workload_client_id: {
    schema: text,
    flag: '--workload-client-id <id>',
    label: 'client id of the workload identity',
    requiredWhen: ['workload'],
    onlyWhen: ['workload'],
  },
  azure_workload_tenant_id: {
    schema: text,
    flag: '--workload-tenant-id <id>',
    label: 'tenant of the workload identity',
    requiredWhen: ['workload'],
    onlyWhen: ['workload'],
  },
} as const satisfies Record<string, KindField>;
