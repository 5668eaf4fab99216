import { z } from 'zod';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import { auditOf, type CheckedPortRequest, type PortContext, type PortHandler } from './context.ts';
import { enabledModels, findProvider } from './providers.ts';
import type { Reply } from '../router.ts';
import type { Route } from '../router.ts';
import { wireProblems } from './wire-problems.ts';

/** What Port uses as long as an organization chose nothing. Source: Port's guide to selecting a provider. */
export const systemDefaults = { provider: 'port', model: 'claude-sonnet-4-5-20250929' } as const;

const choice = z.strictObject({ provider: z.string(), model: z.string() });

/** The routes of /v1/llm-providers/defaults; they go before those with a provider in the path. */
export function defaultsRoutes(context: PortContext): Route<PortHandler>[] {
  const { store, now, catalog, dialect, refuse } = context;
  const answer = (chosen: unknown): Reply => ({
    status: 200,
    body: { ok: true, [dialect.envelopes.defaults]: chosen },
  });

  async function get(): Promise<Reply> {
    const unset = dialect.unsetDefault === 'system' ? systemDefaults : null;
    return answer((await store.defaults.get()) ?? unset);
  }

  async function put({ body, role }: CheckedPortRequest): Promise<Reply> {
    const { data } = choice.safeParse(body);
    if (!data) return refuse('unprocessable', wireProblems(choice, body, 'body').join(', '));
    const type = findProviderType(data.provider);
    const state = type && (await findProvider(context, type));
    if (!type || !state) {
      return refuse(
        'LLMProviderNotFoundError',
        `LLM provider '${data.provider}' not found for organization`,
      );
    }
    if (!state.enabled || !enabledModels(type, state, catalog).includes(data.model)) {
      return refuse(
        'LLMProviderModelNotEnabledError',
        `Model '${data.model}' is not enabled for provider '${data.provider}'`,
      );
    }
    const result = { ...data, ...auditOf(await store.defaults.get(), role, now()) };
    await store.defaults.put(result);
    return answer(result);
  }

  return [
    { method: 'GET', path: '/v1/llm-providers/defaults', handle: get },
    { method: 'PUT', path: '/v1/llm-providers/defaults', handle: put },
  ];
}
