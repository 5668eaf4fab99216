import { z } from 'zod';
import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { once } from '../../core/once.ts';
import type { Warning } from '../../core/warning.ts';
import type { Config } from '../../planes/port/config.ts';
import type { PortClient } from '../../planes/port/client.ts';
import type { ModelItem } from '../../planes/port/provider-types/field-schemas.ts';
import { openaiCompatible } from '../../planes/port/provider-types/openai-compatible.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { IntegrationModels } from '../../planes/portkey/nouns.ts';
import { modelAtProvider } from '../../vendors/gateways/portkey-test.ts';
import type { Report } from '../ports.ts';
import { putNothing, type PutRequest } from '../put-provider/request.ts';
import { readState, type PutState } from '../put-provider/state.ts';
import { isPreflightEndedByLimit } from './gateway-limits.ts';
import { listModels, slipFor, unknownModel } from './models.ts';

/** What Port is to call of an integration, and how. */
export interface PortConnectionRequest {
  readonly integration: string;
  /** Models by their names in Portkey, with what is said of them; none for all that are allowed. */
  readonly models: readonly ModelItem[];
  /** The base URL of Portkey's gateway. */
  readonly gatewayUrl: string;
  /** Slug of the provider in the workspace of the key, if it is not that of the integration. */
  readonly providerSlug?: string | undefined;
  /** Name of Port's secret with the key, if it is decided. */
  readonly secret?: string | undefined;
  /** True to test from this machine before Port does. */
  readonly preflight: boolean;
  readonly force: boolean;
  readonly dryRun: boolean;
}

/** An integration as a provider of Port, ready to be put. */
export interface PortConnection {
  readonly integration: string;
  readonly gatewayUrl: string;
  /** Name of Port's secret with the key of the gateway. */
  readonly secret: string;
  /** Models by the names under which Port calls them. */
  readonly models: readonly ModelItem[];
  /** Names of models of other integrations, which Port calls through the same gateway already. */
  readonly kept: readonly string[];
  /** The base URL of another endpoint that Port's provider has now, and would lose. */
  readonly replaces: string | undefined;
  readonly put: PutRequest;
  readonly state: PutState;
}

/**
 * Reads both planes and makes the put. A provider that calls the same gateway keeps the models of other
 * integrations, and whatever else is set; one that calls another endpoint would be replaced as a whole, so
 * that nothing of that endpoint is sent to the gateway.
 *
 * @throws a PortaiError for an integration that is not there or allows no model, and for a model that it
 * does not allow.
 */
export async function planPortConnection(
  { portkey, ...port }: Planes,
  request: PortConnectionRequest,
): Promise<PortConnection> {
  const { integration, gatewayUrl, preflight, force, dryRun } = request;
  const bare: PutRequest = {
    ...putNothing,
    provider: openaiCompatible.id,
    type: openaiCompatible,
    tests: { preflight: preflight ? {} : undefined, validate: true },
    force,
    dryRun,
  };
  const [listed, state] = await Promise.all([
    listModels(portkey, integration),
    readState(port, bare),
  ]);
  const before: Config = state.stored?.config ?? {};
  const standing = withoutSlash(before['baseUrl']) === withoutSlash(gatewayUrl) ? before : {};
  const provider = request.providerSlug ?? integration;
  const calledNow = modelsIn(standing);
  const models = chosen(request, listed).map((item) => {
    const name = modelAtProvider(provider, item.name);
    return { ...calledNow.find((each) => each.name === name), ...item, name };
  });
  if (listed.allow_all_models === true && request.models.length === 0) {
    port.report.warn(modelsOfNow(integration, models));
  }
  const others = calledNow.filter(({ name }) => !name.startsWith(modelAtProvider(provider, '')));
  const named = standing['apiKeySecretName'];
  const secret = request.secret ?? (typeof named === 'string' ? named : secretFor(integration));
  const config: Config = {
    ...standing,
    baseUrl: gatewayUrl,
    apiKeySecretName: secret,
    models: [...others, ...models],
  };
  return {
    ...{ integration, gatewayUrl, secret, models, state },
    kept: others.map(({ name }) => name),
    replaces: standing === before ? undefined : withoutSlash(before['baseUrl']),
    put: { ...bare, document: { config, models: putNothing.models } },
  };
}

interface Planes {
  readonly portkey: PortkeyClient;
  /** Port's. */
  readonly client: PortClient;
  readonly report: Report;
}

const withoutSlash = (url: unknown): string | undefined =>
  typeof url === 'string' ? url.replace(/\/+$/, '') : undefined;

const items = once(() => z.array(z.looseObject({ name: z.string() })));

const modelsIn = (config: Config) => items().safeParse(config['models']).data ?? [];

/** Port takes no longer name of a secret than this. A slug has no other characters than such a name. */
const longestSecretName = 100;

const secretFor = (integration: string) => `portkey-${integration}`.slice(0, longestSecretName);

/** The models that Port is to call, by their names in Portkey. */
function chosen(
  { integration, models, force }: PortConnectionRequest,
  { models: rows, allow_all_models: allowAll }: IntegrationModels,
): readonly ModelItem[] {
  const allowed = rows.filter(({ enabled }) => enabled).map(({ slug }) => slug);
  if (models.length === 0) {
    if (allowed.length > 0) return allowed.map((name) => ({ name }));
    throw noModel(integration, allowAll === true, rows);
  }
  for (const { name } of models) {
    if (allowed.includes(name) || force) continue;
    const isOff = rows.some(({ slug }) => slug === name);
    // Without a list that is known to be whole, a name that is on it nowhere may be allowed.
    if (!isOff && allowAll !== false && slipFor(name, allowed) === undefined) continue;
    throw isOff
      ? notAllowed(integration, name)
      : unknownModel(name, allowed, integration, slipFor(name, allowed));
  }
  return models;
}

const modelsOfNow = (integration: string, models: readonly ModelItem[]): Warning => ({
  code: 'models_of_now',
  message: `${integration} allows every model, also later ones: Port gets those that Portkey lists now, ${models.map(({ name }) => name).join(', ')}. Run this again for more, or name them with --model`,
});

function noModel(
  integration: string,
  allowsAll: boolean,
  [off]: readonly { readonly slug: string }[],
): PortaiError {
  if (allowsAll) {
    return fail(
      'NothingToTest',
      `${integration} allows every model, and Portkey lists none of them`,
      {
        hint: 'Nothing was sent to Port. Name those that Port is to call with --model.',
        next: [
          {
            command: ['integrations', 'connect-port', integration, '--model', '<model>'],
            why: 'by the names that the provider gives them',
          },
        ],
      },
    );
  }
  const list = {
    command: ['integrations', 'models', 'list', integration],
    why: 'those that can be switched on',
  };
  const enable = (model: string) => ['integrations', 'models', 'enable', integration, model];
  return fail('NothingToTest', `${integration} allows no model that Port could call`, {
    hint: 'Nothing was sent to Port. Switch on the models that Port is to call first.',
    next: off
      ? [{ command: enable(off.slug), why: 'allow this one' }, list]
      : [{ command: enable('<model>'), why: 'allow one, by the name that the provider gives it' }],
  });
}

function notAllowed(integration: string, model: string): PortaiError {
  return fail('UnknownModel', `${integration} does not allow the model ${model}`, {
    hint: 'Nothing was sent to Port: the gateway would refuse it.',
    next: [
      { command: ['integrations', 'models', 'enable', integration, model], why: 'allow it' },
      { command: ['integrations', 'models', 'list', integration], why: 'those that are allowed' },
    ],
  });
}

/** The same error, with the advice of this command in place of that of a put. */
export function adviceOfConnection(error: unknown, integration: string): unknown {
  if (!(error instanceof PortaiError) || error.name !== 'PreflightFailed') return error;
  const limited = isPreflightEndedByLimit(error.failure.details);
  return error.with({
    ...(limited ? { exit: 'limited' } : {}),
    hint: limited
      ? 'Port was not asked. A budget or a rate limit ended the test: that says nothing against the key.'
      : 'Port was not asked. If Port can reach the gateway and this machine cannot, --no-preflight lets Port alone test, with a secret that Port has.',
    next: [
      {
        command: ['integrations', 'workspaces', 'list', integration],
        why: 'whether the workspace of the key has access, and what its limits are',
      },
      { command: ['integrations', 'models', 'list', integration], why: 'the models it allows' },
    ],
  });
}
