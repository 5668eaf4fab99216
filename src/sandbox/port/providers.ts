import { z } from 'zod';
import { variantOf } from '../../planes/port/rules/config-fields.ts';
import type { Config } from '../../planes/port/config.ts';
import type { ProviderType, Variant } from '../../planes/port/provider-types/define.ts';
import { findProviderType, providerTypes } from '../../planes/port/provider-types/index.ts';
import { alone, validateConnection } from './validate-connection.ts';
import { auditOf, type CheckedPortRequest, type PortContext, type PortHandler } from './context.ts';
import { missingSecrets, movedSecret, settleSecrets } from './provider-secrets.ts';
import {
  changeOverrides,
  createOverrides,
  everyModel,
  fitConfig,
  knownModels,
  namesItsModels,
} from './schema.ts';
import type { Reply } from '../router.ts';
import type { Route } from '../router.ts';
import type { StoredProvider } from '../store/store.ts';
import { wireProblems } from './wire-problems.ts';

const creatable = providerTypes.filter((type) => type.creatable !== false);
const config = z.record(z.string(), z.unknown());
const newProvider = z.strictObject({
  provider: z.enum(creatable.map(({ id }) => id)),
  config,
  overrides: z.unknown().optional(),
  enabled: z.boolean().optional(),
});
const changedProvider = z.strictObject({
  config: config.optional(),
  overrides: z.unknown().optional(),
  enabled: z.boolean().optional(),
});

type StoredOverrides = StoredProvider['overrides'];
const anyOverrides = z.strictObject({
  models: z.record(z.string(), z.strictObject({ enabled: z.boolean().optional() })).optional(),
});

/** What is stored of a provider, before who and when. */
export type ProviderState = Omit<
  StoredProvider,
  'createdAt' | 'createdBy' | 'updatedAt' | 'updatedBy'
>;

/** The models of a provider that are on; one without an entry, or without `enabled`, is on. */
export function enabledModels(
  type: ProviderType,
  { config: stored = {}, overrides }: ProviderState,
  catalog: PortContext['catalog'],
): string[] {
  const switches = new Map(Object.entries(overrides?.models ?? {}));
  return knownModels(type, stored, catalog).filter((model) => switches.get(model)?.enabled ?? true);
}

/**
 * The switches as an answer shows them. The document asks for every model of the catalogue in each
 * answer, whichever the provider is: what a provider cannot serve is off. Types that came after the
 * document name their models themselves.
 */
function effectiveModels(
  type: ProviderType,
  state: ProviderState,
  catalog: PortContext['catalog'],
): Record<string, { enabled: boolean }> {
  const on = enabledModels(type, state, catalog);
  const own = knownModels(type, state.config ?? {}, catalog);
  const shown = new Set(namesItsModels(type) ? own : [...everyModel(catalog), ...own]);
  return Object.fromEntries([...shown].map((model) => [model, { enabled: on.includes(model) }]));
}

/** A provider as stored; the managed one is there without ever having been written. */
export async function findProvider(
  { store }: PortContext,
  type: ProviderType,
): Promise<ProviderState | undefined> {
  const stored = await store.providers.get(type.id);
  return stored ?? (type.creatable === false ? { provider: type.id, enabled: true } : undefined);
}

export function providerRoutes(context: PortContext): Route<PortHandler>[] {
  const { store, now, catalog, dialect, refuse, live, inTurn } = context;
  const { envelopes } = dialect;
  const invalid = (problems: readonly string[]) =>
    refuse('LLMProviderInvalidConfigError', problems.join(', '));
  const absent = (id: string) =>
    refuse('LLMProviderNotFoundError', `LLM provider '${id}' not found for organization`);
  /** As answers show a provider: a map of overrides has every model, though a request may not have. */
  const present = (type: ProviderType, state: ProviderState) => {
    const shown = effectiveModels(type, state, catalog);
    const models = state.overrides?.models && { ...shown, ...state.overrides.models };
    return { ...state, ...(models ? { overrides: { models } } : {}), effectiveModels: shown };
  };

  /**
   * What stands against writing a state, asked in the order: form, secrets, connection. What a
   * request leaves as it was is not asked about again, so that a broken provider can be disabled.
   */
  async function objection(
    type: ProviderType,
    state: ProviderState,
    sent: { readonly config?: Config | undefined; readonly overrides?: StoredOverrides },
    overridesSchema: z.ZodType,
    { query, signal }: Pick<CheckedPortRequest, 'query' | 'signal'>,
  ): Promise<Reply | undefined> {
    const fit = sent.config
      ? fitConfig(type, sent.config, catalog)
      : { variant: variantOf(type, state.config ?? {}) };
    if ('problems' in fit) return invalid(fit.problems);
    if (sent.overrides) {
      const problems = wireProblems(overridesSchema, sent.overrides, 'body/overrides');
      if (problems.length > 0) return invalid(problems);
    }
    const validate = query.get('validate_connection');
    if (validate !== null && validate !== 'true' && validate !== 'false') {
      return invalid(['querystring/validate_connection must be boolean']);
    }
    const missing = await missingSecrets(store, sent.config ?? {});
    if (missing.length > 0) return invalid(missing.map((name) => `Secret '${name}' was not found`));
    return validate === 'true' ? test(type, fit.variant, state, signal) : undefined;
  }

  /** A refused test, or a second one of the same provider, stands against writing. */
  async function test(
    type: ProviderType,
    variant: Variant,
    state: ProviderState,
    signal: AbortSignal,
  ): Promise<Reply | undefined> {
    const moved = live ? await movedSecret(store, state.config ?? {}) : undefined;
    if (moved !== undefined) return invalid([moved]);
    const models = enabledModels(type, state, catalog);
    const subject = { type, variant, config: state.config ?? {}, models };
    const tested = await inTurn(() =>
      alone(context, type.id, () => validateConnection(context, subject, signal)),
    );
    // Whoever asked is gone: nobody takes an answer, so nothing is written.
    signal.throwIfAborted();
    if (!tested) return refuse('conflict', `A connection test of '${type.id}' is already running`);
    const { refused, testedModels, portai } = tested.result;
    if (!refused) return undefined;
    return refuse('LLMProviderModelTestError', `Connection test failed for provider '${type.id}'`, {
      testedModels,
      portai,
    });
  }

  /**
   * Creates or connects: Port's own client changes what exists by this route too, and the document has
   * no conflict for it. What the body leaves out stays as it was.
   */
  async function create({ body, query, role, signal }: CheckedPortRequest): Promise<Reply> {
    const { data } = newProvider.safeParse(body);
    const type = data && findProviderType(data.provider);
    if (!data || !type) return invalid(wireProblems(newProvider, body, 'body'));
    const overrides = readOverrides(data.overrides);
    if ('problems' in overrides) return invalid(overrides.problems);
    const before = await store.providers.get(type.id);
    const state = {
      ...before,
      provider: type.id,
      enabled: data.enabled ?? before?.enabled ?? true,
      config: data.config,
      ...overrides,
    };
    const schema = createOverrides(knownModels(type, data.config, catalog));
    const sent = { config: data.config, ...overrides };
    const refused = await objection(type, state, sent, schema, { query, signal });
    if (refused) return refused;
    const stored = { ...state, ...auditOf(await store.providers.get(type.id), role, now()) };
    await store.providers.put(type.id, stored);
    await settleSecrets(store, data.config);
    return { status: 201, body: { ok: true, [envelopes.one]: present(type, stored) } };
  }

  async function change({
    parameters,
    body = {},
    query,
    role,
    signal,
  }: CheckedPortRequest): Promise<Reply> {
    const { provider: id = '' } = parameters;
    const type = findProviderType(id);
    const before = type && (await findProvider(context, type));
    if (!type || !before) return absent(id);
    const { data } = changedProvider.safeParse(body);
    if (!data) return invalid(wireProblems(changedProvider, body, 'body'));
    const overrides = readOverrides(data.overrides);
    if ('problems' in overrides) return invalid(overrides.problems);
    const state: ProviderState = {
      ...before,
      ...(data.config === undefined ? {} : { config: data.config }),
      ...overrides,
      enabled: data.enabled ?? before.enabled,
    };
    const schema = changeOverrides(type, knownModels(type, state.config ?? {}, catalog), catalog);
    const refused = await objection(type, state, { config: data.config, ...overrides }, schema, {
      query,
      signal,
    });
    if (refused) return refused;
    const stored = { ...state, ...auditOf(await store.providers.get(id), role, now()) };
    await store.providers.put(id, stored);
    await settleSecrets(store, state.config ?? {});
    return { status: 200, body: { ok: true, [envelopes.one]: present(type, stored) } };
  }

  async function remove({ parameters: { provider: id = '' } }: CheckedPortRequest): Promise<Reply> {
    const type = findProviderType(id);
    if (type?.creatable === false) {
      return invalid(['params/provider must be equal to one of the allowed values']);
    }
    return (await store.providers.remove(id)) ? { status: 204 } : absent(id);
  }

  async function list(): Promise<Reply> {
    const found = await Promise.all(
      providerTypes.map(async (type) => {
        const state = await findProvider(context, type);
        return state ? [present(type, state)] : [];
      }),
    );
    return { status: 200, body: { ok: true, [envelopes.list]: found.flat() } };
  }

  async function get({ parameters: { provider: id = '' } }: CheckedPortRequest): Promise<Reply> {
    const type = findProviderType(id);
    const state = type && (await findProvider(context, type));
    if (!type || !state) return absent(id);
    return { status: 200, body: { ok: true, [envelopes.one]: present(type, state) } };
  }

  return [
    { method: 'GET', path: '/v1/llm-providers', handle: list },
    { method: 'POST', path: '/v1/llm-providers', handle: create },
    { method: 'GET', path: '/v1/llm-providers/:provider', handle: get },
    { method: 'PUT', path: '/v1/llm-providers/:provider', handle: change },
    { method: 'DELETE', path: '/v1/llm-providers/:provider', handle: remove },
  ];
}

function readOverrides(value: unknown): { overrides?: StoredOverrides } | { problems: string[] } {
  if (value === undefined) return {};
  const { data } = anyOverrides.safeParse(value);
  return data
    ? { overrides: data }
    : { problems: wireProblems(anyOverrides, value, 'body/overrides') };
}
