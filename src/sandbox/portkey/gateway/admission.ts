import type {
  LimitedThing,
  PortkeyState,
  StoredAccess,
  StoredIntegration,
  StoredModel,
  StoredPortkeyProvider,
  StoredWorkspace,
} from '../../store/portkey-state.ts';
import type { AzureDeployment } from '../../../planes/portkey/kinds/azure-deployments.ts';
import { defaultDeployment, deploymentNamed } from './azure-deployment.ts';
import { isExhausted, settled, windowAt } from '../limits.ts';
import { isExpired } from '../providers.ts';
import { doorRefusal, limitRefusal } from './refused.ts';

/** A model as a request names it. */
export interface AdmissionRequest {
  readonly provider: string;
  readonly model: string;
  /** Output tokens that the request may take. */
  readonly tokens: number;
}

/** All that a call is checked and counted against. */
export interface Charged {
  readonly integration: StoredIntegration;
  readonly access: StoredAccess;
  readonly provider: StoredPortkeyProvider;
  readonly workspace: StoredWorkspace;
}

/** A call that may go on to the provider. */
export interface Admitted extends Charged {
  /** The row of the model, where the integration has one. */
  readonly row: StoredModel | undefined;
  readonly deployment: AzureDeployment | undefined;
}

/** Finds what a call is counted against. Throws GatewayRefused where the workspace has no such provider. */
export function chargedIn(state: PortkeyState, workspaceId: string, slug: string): Charged {
  const provider = state.providers.find(
    (each) => each.workspace === workspaceId && each.slug === slug,
  );
  const integration = state.integrations.find(({ id }) => id === provider?.integration);
  const workspace = state.workspaces.find(({ id }) => id === workspaceId);
  const access = integration?.access[workspaceId];
  if (!provider || !integration || !workspace) {
    throw doorRefusal(400, 'Invalid provider passed: the workspace has no such provider');
  }
  if (access?.enabled !== true) throw doorRefusal(403, 'Forbidden!', '033');
  return { integration, access, provider, workspace };
}

/**
 * Lets a call through, and counts it as a request. The order of the gateway: budget of the integration,
 * provider, workspace, model, rate limits. A `value` of 0 is no limit, as in the gateway's code.
 */
export function admit(
  state: PortkeyState,
  workspaceId: string,
  { provider: slug, model, tokens }: AdmissionRequest,
  now: Date,
): Admitted {
  const charged = chargedIn(state, workspaceId, slug);
  const { integration, access, provider, workspace } = charged;
  for (const each of [access, provider, workspace]) Object.assign(each, settled(each, now));
  const exhausted = (type: string, what: string) =>
    limitRefusal(412, type, `Portkey ${what} Usage Limit Exceeded`, '04');
  if (isExhausted(access)) {
    throw exhausted('integration_exhaust_error', `Integration ${integration.slug}`);
  }
  if (isExpired(provider, now)) {
    throw limitRefusal(401, 'virtual_key_expired_error', 'Portkey Virtual Key Expired', '01');
  }
  if (isExhausted(provider)) throw exhausted('virtual_key_exhaust_error', 'Virtual Key');
  if (isExhausted(workspace)) throw exhausted('workspace_exhaust_error', 'Workspace');
  const found = allowed(integration, model);
  for (const [limited, type, what] of [
    [access, 'integration_rate_limit_error', `Integration ${integration.id}-${workspace.id}`],
    [provider, 'virtual_key_rate_limit_error', `Virtual Key ${provider.id}`],
    [workspace, 'workspace_rate_limit_error', `Workspace ${workspace.id}`],
  ] as const) {
    if (isOverRate(limited, tokens, now)) {
      throw limitRefusal(429, type, `Portkey ${what} Rate Limit Exceeded`);
    }
  }
  for (const each of [access, provider, workspace]) {
    const window = windowAt(each, now);
    each.window = { ...window, requests: window.requests + 1 };
  }
  return { ...charged, ...found };
}

/** Counts what a call has used. */
export function charge(
  { access, provider, workspace }: Charged,
  { cost, tokens }: { readonly cost: number; readonly tokens: number },
  now: Date,
): void {
  for (const each of [access, provider, workspace]) {
    Object.assign(each, settled(each, now));
    each.used = { cost: each.used.cost + cost, tokens: each.used.tokens + tokens };
    const window = windowAt(each, now);
    each.window = { ...window, tokens: window.tokens + tokens };
  }
}

function isOverRate(thing: LimitedThing, tokens: number, now: Date): boolean {
  const { rate_limit: limit } = thing;
  if (!limit || limit.value === 0) return false;
  const { requests, tokens: used } = windowAt(thing, now);
  return limit.type === 'requests' ? requests >= limit.value : used + tokens > limit.value;
}

/**
 * The row and the deployment of a model. A row is looked for by the name that the request has, then by
 * the model of the deployment. Throws 412 when the model may not be used.
 */
function allowed(integration: StoredIntegration, model: string) {
  const deployment = deploymentNamed(integration, model);
  const { models, allow_all_models: all } = integration;
  const row =
    models.find(({ slug }) => slug === model) ??
    models.find(({ slug }) => slug === deployment?.azure_model_slug);
  if (!(row?.enabled ?? all)) {
    const message = `Model ${model} is not allowed for this integration`;
    throw limitRefusal(412, 'model_not_allowed_error', message);
  }
  return { row, deployment: deployment ?? defaultDeployment(integration) };
}
