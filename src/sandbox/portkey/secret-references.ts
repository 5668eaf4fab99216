import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PortkeyState, StoredSecretReference } from '../store/portkey-state.ts';
import { routesOf, type CheckedPortkeyRequest, type PortkeyRoute } from './context.ts';
import { requireOrganisation } from './keys.ts';
import { workspaceNamed } from './lookups.ts';
import { wholeNumber } from './pages.ts';
import { readBody, Refused } from './refused.ts';
import { generatedSlug } from './slugs.ts';
import type { Vault } from './vault.ts';

const managers = z.enum(['aws_sm', 'azure_kv', 'hashicorp_vault']);
const text = z.string().min(1);
const url = z.url();

/** How each manager is signed in to. Which form it is, the manager says, as the document cannot. */
const signIns = {
  aws_sm: z.discriminatedUnion('aws_auth_type', [
    z.strictObject({
      aws_auth_type: z.literal('accessKey'),
      aws_access_key_id: text,
      aws_secret_access_key: text,
      aws_region: text,
    }),
    z.strictObject({
      aws_auth_type: z.literal('assumedRole'),
      aws_role_arn: text,
      aws_external_id: z.string().nullish(),
      aws_region: text,
    }),
    z.strictObject({ aws_auth_type: z.literal('serviceRole'), aws_region: text.optional() }),
  ]),
  azure_kv: z.discriminatedUnion('azure_auth_mode', [
    z.strictObject({
      azure_auth_mode: z.literal('entra'),
      azure_entra_tenant_id: text,
      azure_entra_client_id: text,
      azure_entra_client_secret: text,
      azure_vault_url: url,
    }),
    z.strictObject({
      azure_auth_mode: z.literal('managed'),
      azure_managed_client_id: text.optional(),
      azure_vault_url: url,
    }),
    z.strictObject({ azure_auth_mode: z.literal('default'), azure_vault_url: url }),
  ]),
  hashicorp_vault: z.discriminatedUnion('vault_auth_type', [
    z.strictObject({
      vault_auth_type: z.literal('token'),
      vault_addr: url,
      vault_token: text,
      vault_namespace: text.optional(),
    }),
    z.strictObject({
      vault_auth_type: z.literal('approle'),
      vault_addr: url,
      vault_role_id: text,
      vault_secret_id: text,
      vault_namespace: text.optional(),
    }),
    z.strictObject({
      vault_auth_type: z.literal('kubernetes'),
      vault_addr: url,
      vault_role: text,
      vault_namespace: text.optional(),
    }),
  ]),
} as const satisfies Record<z.infer<typeof managers>, z.ZodType>;

const secretFields = new Set([
  ...['aws_access_key_id', 'aws_secret_access_key', 'aws_external_id'],
  ...['azure_entra_client_secret', 'vault_token', 'vault_secret_id'],
]);

const fields = z.record(z.string(), z.unknown());
const common = {
  description: z.string().max(1024).nullish(),
  secret_key: z.string().max(255).nullish(),
  allow_all_workspaces: z.boolean().optional(),
  allowed_workspaces: z.array(z.string()).min(1).optional(),
  tags: z.record(z.string(), z.string()).nullish(),
};
const name = z.string().min(1).max(255);
const creation = z.strictObject({
  organisation_id: z.uuid().optional(),
  name,
  slug: z
    .string()
    .max(255)
    .regex(/^[a-zA-Z0-9_-]+$/)
    .optional(),
  manager_type: managers,
  auth_config: fields,
  secret_path: z.string().max(1024),
  ...common,
});
const change = z.strictObject({
  name: name.optional(),
  // Portkey ignores a manager that is changed.
  manager_type: z.string().optional(),
  auth_config: fields.optional(),
  secret_path: z.string().max(1024).optional(),
  ...common,
});

/** The routes of /secret-references; a key of the organisation is needed. */
export function secretReferenceRoutes(): PortkeyRoute[] {
  const to = routesOf('secret_references');
  return [
    to('GET', '/secret-references', list),
    to('POST', '/secret-references', create),
    to('GET', '/secret-references/:reference', (state, call) =>
      shown(state, referenceIn(state, call)),
    ),
    to('PUT', '/secret-references/:reference', update),
    to('DELETE', '/secret-references/:reference', (state, call) => {
      const { id, slug } = referenceIn(state, call);
      const isUsed = state.integrations.some(({ secret_mappings }) =>
        secret_mappings.some(({ secret_reference_id: used }) => [id, slug].includes(used)),
      );
      if (isUsed) throw new Refused('AB01', 'The secret reference is used by an integration');
      state.secret_references = state.secret_references.filter((each) => each.id !== id);
      return {};
    }),
  ];
}

function referenceIn(state: PortkeyState, call: CheckedPortkeyRequest): StoredSecretReference {
  requireOrganisation(call.caller);
  const { reference = '' } = call.parameters;
  const found = state.secret_references.find(({ id, slug }) => [id, slug].includes(reference));
  if (!found) throw new Refused('AB08', 'Secret reference not found');
  return found;
}

function list(state: PortkeyState, { caller, query }: CheckedPortkeyRequest) {
  requireOrganisation(caller);
  const page = wholeNumber(query, 'current_page', { absent: 0 });
  const size = wholeNumber(query, 'page_size', { least: 1, most: 100, absent: 20 });
  const manager = query.get('manager_type');
  const search = query.get('search')?.toLowerCase() ?? '';
  const found = state.secret_references.filter(
    (each) =>
      (manager === null || each.manager_type === manager) &&
      `${each.name} ${each.slug}`.toLowerCase().includes(search),
  );
  const data = found.slice(page * size, (page + 1) * size).map((each) => ({
    id: each.id,
    name: each.name,
    slug: each.slug,
    manager_type: each.manager_type,
    status: 'ACTIVE',
    created_at: each.created_at,
    last_updated_at: each.last_updated_at,
    object: 'secret-reference',
  }));
  return { object: 'list', total: found.length, data };
}

function create(state: PortkeyState, { body: given, caller, now, vault }: CheckedPortkeyRequest) {
  requireOrganisation(caller);
  const body = readBody(creation, given);
  const isTaken = (slug: string) => state.secret_references.some((each) => each.slug === slug);
  if (body.slug !== undefined && isTaken(body.slug)) {
    throw new Refused('AB07', `A secret reference with the slug ${body.slug} already exists`);
  }
  const id = randomUUID();
  const at = now.toISOString();
  const made: StoredSecretReference = {
    id,
    slug: body.slug ?? generatedSlug(body.name, isTaken),
    name: body.name,
    description: body.description ?? null,
    manager_type: body.manager_type,
    ...hidden(id, body.manager_type, body.auth_config, vault),
    secret_path: body.secret_path,
    secret_key: body.secret_key ?? null,
    allow_all_workspaces: body.allow_all_workspaces ?? body.allowed_workspaces === undefined,
    allowed_workspaces: workspacesOf(state, body.allowed_workspaces ?? []),
    tags: body.tags ?? null,
    created_by: caller.id,
    created_at: at,
    last_updated_at: at,
  };
  state.secret_references.push(made);
  return { id, slug: made.slug, object: 'secret-reference' };
}

/** Changes what is given; the sign-in is merged field by field. */
function update(state: PortkeyState, call: CheckedPortkeyRequest) {
  const found = referenceIn(state, call);
  const { manager_type: _ignored, ...body } = readBody(change, call.body);
  if (body.auth_config) {
    const before = found.secrets.map(({ name: field, value }): [string, unknown] => [
      field,
      call.vault.reveal(value, placeOf(found.id, field)),
    ]);
    const merged = { ...found.auth_config, ...Object.fromEntries(before), ...body.auth_config };
    Object.assign(found, hidden(found.id, found.manager_type, merged, call.vault));
  }
  if (body.name !== undefined) found.name = body.name;
  if (body.description !== undefined) found.description = body.description;
  if (body.secret_path !== undefined) found.secret_path = body.secret_path;
  if (body.secret_key !== undefined) found.secret_key = body.secret_key;
  if (body.tags !== undefined) found.tags = body.tags;
  if (body.allowed_workspaces) {
    found.allowed_workspaces = workspacesOf(state, body.allowed_workspaces);
    found.allow_all_workspaces = false;
  }
  if (body.allow_all_workspaces !== undefined) {
    found.allow_all_workspaces = body.allow_all_workspaces;
  }
  found.last_updated_at = call.now.toISOString();
  return {};
}

function workspacesOf(state: PortkeyState, names: readonly string[]): string[] {
  return names.map((each) => {
    const workspace = workspaceNamed(state, each);
    if (!workspace) throw new Refused('AB01', 'allowed_workspaces: there is no such workspace');
    return workspace.id;
  });
}

const placeOf = (id: string, field: string) => `${id} ${field}`;

/** A sign-in as it is stored, its secrets encrypted. Throws AB01 when it is not one of the manager. */
function hidden(
  id: string,
  manager: StoredSecretReference['manager_type'],
  given: Readonly<Record<string, unknown>>,
  vault: Vault,
): Pick<StoredSecretReference, 'auth_config' | 'secrets'> {
  const entries = Object.entries(readBody<object>(signIns[manager], given));
  const isSecret = (field: string) => secretFields.has(field);
  return {
    auth_config: Object.fromEntries(entries.filter(([field]) => !isSecret(field))),
    secrets: entries.flatMap(([field, value]) =>
      isSecret(field) && typeof value === 'string'
        ? [{ name: field, value: vault.hide(value, placeOf(id, field)) }]
        : [],
    ),
  };
}

function shown(state: PortkeyState, { secrets, auth_config, ...reference }: StoredSecretReference) {
  const masks = secrets.map(({ name: field, value }): [string, string] => [
    `masked_${field}`,
    value.mask,
  ]);
  return {
    ...reference,
    organisation_id: state.organisation_id,
    auth_config: { ...auth_config, ...Object.fromEntries(masks) },
    status: 'ACTIVE',
    object: 'secret-reference',
  };
}
