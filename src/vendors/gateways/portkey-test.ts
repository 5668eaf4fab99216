import { chat, type ChatCall } from '../openai/chat-completions.ts';
import { otherModel } from './answered-model.ts';
import { baseUrlRemarks } from './base-url.ts';
import type { ConnectionTest, Credential } from '../test-requests.ts';

/** Portkey's gateway, which calls the models of an integration with the credential that it stores. */
export interface PortkeyGateway {
  /** The address before `/chat/completions`. */
  readonly baseUrl: string;
  /** A key of a workspace. Organisation keys call no models. */
  readonly key: Credential;
  /** Slug of the AI provider in the workspace of the key. */
  readonly providerSlug: string;
  /** The model that serves a name, where the integration says so: aliases of deployments, fine-tunes. */
  readonly servedBy?: (model: string) => string;
}

/** Header of the key. Source: Portkey's OpenAPI document, security scheme `Portkey-Key`. */
export const portkeyKeyHeader = 'x-portkey-api-key';

/** The name that requests to the gateway give a model. Source: Portkey's documents, model catalog. */
export const modelAtProvider = (providerSlug: string, model: string): string =>
  `@${providerSlug}/${model}`;

/** Asks models through the gateway. Models are named without the provider. */
export function portkeyGatewayTest({
  baseUrl,
  key,
  providerSlug,
  servedBy = (model) => model,
}: PortkeyGateway): ConnectionTest {
  const call = (model: string): ChatCall => ({
    title: 'Chat Completions through Portkey',
    dialect: 'openai-compatible',
    url: `${baseUrl.replace(/\/+$/, '')}/chat/completions`,
    headers: { [portkeyKeyHeader]: key().reveal() },
    model: modelAtProvider(providerSlug, model),
    limit: 'max_completion_tokens',
  });
  return {
    chosenUrls: [baseUrl],
    patience: 'cloud',
    generate: ({ model }) => ({ first: chat(call(model)), fallbacks: [] }),
    remarks: ({ plane }) => baseUrlRemarks(baseUrl, plane),
    afterPass: ({ model }, { resolvedModel }) => otherModel(servedBy(model), resolvedModel),
  };
}
