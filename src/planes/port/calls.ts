import type { Method } from '../../core/http.ts';
import type { Secret } from '../../core/secret.ts';
import { path } from '../../http/api.ts';
import type { Default, EntitySearch, ProviderUpdate } from './nouns.ts';

/** One call of Port's management API, as it is sent and as a dry run shows it. A Secret in it shows as a mask. */
export interface PortCall {
  readonly method: Method;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Whether Port tests the connection before it saves. */
export interface Validation {
  readonly validate: boolean;
}

/** A new value or description; what is left out stays as it is. */
export interface SecretChange {
  readonly value?: Secret;
  readonly description?: string;
}

/** A question to Port AI; what is left out is chosen by Port. */
export interface AiQuestion {
  readonly prompt: string;
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Without one, Port AI itself is asked. */
  readonly agent?: string | undefined;
  /** Patterns of the names of tools that may be called; agents have tools of their own. */
  readonly tools?: readonly string[] | undefined;
  /** Agents have instructions of their own. */
  readonly system?: string | undefined;
}

/** The names under which routes take the prompt. The document and the guides of Port differ. */
export type PromptKey = 'userPrompt' | 'prompt';

const tested = ({ validate }: Validation) =>
  validate ? { query: { validate_connection: 'true' } } : {};

const describedBy = (description: string | undefined) =>
  description === undefined ? {} : { description };

const get = (route: string) => ({ method: 'GET', path: route }) as const satisfies PortCall;

/** The calls that there are. No path of Port is written anywhere else. */
export const calls = {
  listProviders: () => get(path`/v1/llm-providers`),
  getProvider: (type: string) => get(path`/v1/llm-providers/${type}`),
  createProvider: (type: string, update: ProviderUpdate, validation: Validation) =>
    ({
      method: 'POST',
      path: path`/v1/llm-providers`,
      ...tested(validation),
      body: { provider: type, ...update },
    }) as const satisfies PortCall,
  updateProvider: (type: string, update: ProviderUpdate, validation: Validation) =>
    ({
      method: 'PUT',
      path: path`/v1/llm-providers/${type}`,
      ...tested(validation),
      body: { ...update },
    }) as const satisfies PortCall,
  deleteProvider: (type: string) =>
    ({ method: 'DELETE', path: path`/v1/llm-providers/${type}` }) as const satisfies PortCall,

  getDefault: () => get(path`/v1/llm-providers/defaults`),
  setDefault: ({ provider, model }: Default) =>
    ({
      method: 'PUT',
      path: path`/v1/llm-providers/defaults`,
      body: { provider, model },
    }) as const satisfies PortCall,

  listSecrets: () => get(path`/v1/organization/secrets`),
  getSecret: (name: string) => get(path`/v1/organization/secrets/${name}`),
  createSecret: (name: string, value: Secret, description?: string) =>
    ({
      method: 'POST',
      path: path`/v1/organization/secrets`,
      body: { secretName: name, secretValue: value, ...describedBy(description) },
    }) as const satisfies PortCall,
  updateSecret: (name: string, { value, description }: SecretChange) =>
    ({
      method: 'PATCH',
      path: path`/v1/organization/secrets/${name}`,
      body: {
        ...(value === undefined ? {} : { secretValue: value }),
        ...describedBy(description),
      },
    }) as const satisfies PortCall,
  deleteSecret: (name: string) =>
    ({
      method: 'DELETE',
      path: path`/v1/organization/secrets/${name}`,
    }) as const satisfies PortCall,

  getOrganization: () => get(path`/v1/organization`),
  getUser: (email: string) => get(path`/v1/users/${email}`),

  getAiQuota: () => get(path`/v1/quota/ai-invocations`),
  getBlueprint: (id: string) => get(path`/v1/blueprints/${id}`),
  getEntity: (blueprint: string, id: string) =>
    get(path`/v1/blueprints/${blueprint}/entities/${id}`),
  searchEntities: (blueprint: string, { rules, limit, from }: EntitySearch) =>
    ({
      method: 'POST',
      path: path`/v1/blueprints/${blueprint}/entities/search`,
      body: {
        query: { combinator: 'and', rules },
        limit,
        ...(from === undefined ? {} : { from }),
      },
    }) as const satisfies PortCall,
  invoke: (question: AiQuestion, promptKey: PromptKey) => {
    const { prompt, provider, model, labels, agent, tools = [], system } = question;
    const ofAi = { tools, ...(system === undefined ? {} : { systemPrompt: system }) };
    return {
      method: 'POST',
      path: agent === undefined ? path`/v1/ai/invoke` : path`/v1/agent/${agent}/invoke`,
      ...(agent === undefined ? {} : { query: { stream: 'true' } }),
      body: {
        [promptKey]: prompt,
        ...(agent === undefined ? ofAi : {}),
        ...(provider === undefined ? {} : { provider }),
        ...(model === undefined ? {} : { model }),
        ...(labels === undefined || Object.keys(labels).length === 0 ? {} : { labels }),
      },
    } satisfies PortCall;
  },
  getInvocationResult: (id: string) => get(path`/v1/ai/invoke/${id}`),
} as const;

/** The path of a call with its query, as a person reads it. */
export function addressOf({ path: route, query = {} }: PortCall): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? route : `${route}?${text}`;
}
