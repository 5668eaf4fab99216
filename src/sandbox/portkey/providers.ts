import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PortkeyState, StoredPortkeyProvider } from '../store/portkey-state.ts';
import { unlimited } from '../store/portkey-state.ts';
import { routesOf, type CheckedPortkeyRequest, type PortkeyRoute } from './context.ts';
import { isProviderSlugTaken } from './default-providers.ts';
import { requireScope } from './keys.ts';
import {
  isExhausted,
  rateLimitBody,
  readLimits,
  resetUse,
  settled,
  shownUsageLimit,
  usageLimitBody,
} from './limits.ts';
import { providerOf, workspaceOf } from './lookups.ts';
import { listOf } from './pages.ts';
import { readBody, Refused } from './refused.ts';
import { generatedSlug } from './slugs.ts';

/** The document has one object where answers and clients have a list: both are taken. */
const limits = {
  usage_limits: z
    .union([usageLimitBody.transform((one) => [one]), z.array(usageLimitBody).max(1)])
    .nullish(),
  rate_limits: z
    .union([rateLimitBody.transform((one) => [one]), z.array(rateLimitBody).max(1)])
    .nullish(),
};

const expiry = z.iso.datetime({ offset: true });
const slug = z.string().regex(/^[a-zA-Z0-9_-]+$/);
const creation = z.strictObject({
  name: z.string().min(1).max(255),
  integration_id: z.string(),
  workspace_id: z.string().optional(),
  slug: slug.max(255).optional(),
  note: z.string().nullish(),
  ...limits,
  expires_at: expiry.nullish(),
});
const change = z.strictObject({
  name: z.string().min(1).max(255).optional(),
  note: z.string().nullish(),
  workspace_id: z.string().optional(),
  ...limits,
  expires_at: expiry.nullish(),
  reset_usage: z.boolean().optional(),
});

const moment = (text: string | null) => (text === null ? null : new Date(text).toISOString());

/** The routes of /providers. */
export function providerRoutes(): PortkeyRoute[] {
  const to = routesOf('providers');
  return [
    to('GET', '/providers', (state, call) => {
      requireScope(call.caller, 'providers.list');
      const workspace = workspaceOf(state, call);
      const found = state.providers.filter(
        (each) => workspace === undefined || each.workspace === workspace.id,
      );
      return listOf(found, call.query, 50, (each) => shown(state, each, call.now, 'provider'));
    }),
    to('POST', '/providers', create),
    to('GET', '/providers/:slug', (state, call) => {
      requireScope(call.caller, 'providers.read');
      return shown(state, providerOf(state, call), call.now, 'virtual-key');
    }),
    to('PUT', '/providers/:slug', update),
    to('DELETE', '/providers/:slug', (state, call) => {
      requireScope(call.caller, 'providers.delete');
      const { id } = providerOf(state, call);
      state.providers = state.providers.filter((each) => each.id !== id);
      return {};
    }),
  ];
}

function create(state: PortkeyState, call: CheckedPortkeyRequest) {
  const { caller, now } = call;
  requireScope(caller, 'providers.create');
  const body = readBody(creation, call.body);
  const workspace = workspaceOf(state, call, body.workspace_id);
  if (!workspace) throw new Refused('AB01', 'workspace_id: is required for an organisation key');
  const integration = state.integrations.find(({ id, slug: its }) =>
    [id, its].includes(body.integration_id),
  );
  if (!integration) throw new Refused('AB08', 'Integration not found');
  if (integration.access[workspace.id]?.enabled !== true) {
    throw new Refused('AB03', 'The workspace has no access to this integration');
  }
  const isTaken = (wanted: string) => isProviderSlugTaken(state, workspace, wanted);
  if (body.slug !== undefined && isTaken(body.slug)) {
    throw new Refused('AB07', `A provider with the slug ${body.slug} already exists`);
  }
  const suffix = randomBytes(3).toString('hex');
  const made: StoredPortkeyProvider = {
    id: randomUUID(),
    slug: body.slug ?? `${generatedSlug(body.name, () => false)}-${suffix}`,
    name: body.name,
    note: body.note ?? null,
    integration: integration.id,
    workspace: workspace.id,
    ...unlimited(),
    ...readLimits(body, now),
    expires_at: moment(body.expires_at ?? null),
    created_at: now.toISOString(),
    last_updated_at: null,
  };
  state.providers.push(made);
  return { id: made.id, slug: made.slug };
}

function update(state: PortkeyState, call: CheckedPortkeyRequest) {
  requireScope(call.caller, 'providers.update');
  const body = readBody(change, call.body);
  const found = providerOf(state, call, body.workspace_id);
  Object.assign(found, settled(found, call.now), readLimits(body, call.now));
  if (body.name !== undefined) found.name = body.name;
  if (body.note !== undefined) found.note = body.note;
  if (body.expires_at !== undefined) found.expires_at = moment(body.expires_at);
  if (body.reset_usage === true) resetUse(found, call.now);
  found.last_updated_at = call.now.toISOString();
  return { id: found.id, slug: found.slug };
}

/** True if a provider is no longer valid. */
export const isExpired = ({ expires_at }: StoredPortkeyProvider, now: Date): boolean =>
  expires_at !== null && Date.parse(expires_at) <= now.getTime();

function shown(state: PortkeyState, stored: StoredPortkeyProvider, now: Date, object: string) {
  const provider = settled(stored, now);
  const integration = state.integrations.find(({ id }) => id === provider.integration);
  const workspace = state.workspaces.find(({ id }) => id === provider.workspace);
  const status = isExhausted(provider) ? 'exhausted' : 'active';
  return {
    id: provider.id,
    ai_provider_name: integration?.ai_provider_id,
    provider: integration?.ai_provider_id,
    model_config: {},
    key: '',
    masked_api_key: integration?.key?.mask ?? '',
    slug: provider.slug,
    name: provider.name,
    usage_limits: shownUsageLimit(provider),
    status: isExpired(provider, now) ? 'expired' : status,
    note: provider.note,
    created_at: provider.created_at,
    expires_at: provider.expires_at,
    last_reset_at: provider.last_reset_at,
    reset_usage: null,
    rate_limits: provider.rate_limit ? [provider.rate_limit] : [],
    integration_id: integration?.slug,
    workspace_id: provider.workspace,
    workspace_name: workspace?.name,
    tags: null,
    object,
  };
}
