import { z } from 'zod';
import type { HttpRequest, HttpResponse, Send } from '../../../core/http.ts';
import type { PortkeyState } from '../../store/portkey-state.ts';
import { revealedConfigurations, placeOf } from '../integration-secrets.ts';
import { headerPlace } from '../integration-models.ts';
import type { Vault } from '../vault.ts';
import type { Admitted } from './admission.ts';
import { fromMessages, toMessages } from './anthropic-messages.ts';

/** A request body of chat completions, as far as the gateway looks at it. */
export type GatewayChat = Readonly<Record<string, unknown>>;

const texts = z.record(z.string(), z.string()).catch({});

/** The key that a provider is called with: the stored one, or what a vault would give for a reference. */
function keyOf(state: PortkeyState, { integration }: Admitted, vault: Vault): string {
  const { key, secret_mappings: mappings, ai_provider_id: provider } = integration;
  const mapped = mappings.find(({ target_field }) => target_field === 'key');
  if (mapped) {
    const { secret_reference_id: wanted } = mapped;
    const reference = state.secret_references.find(({ id, slug }) => [id, slug].includes(wanted));
    const family = provider === 'anthropic' ? 'sk-ant-' : 'sk-';
    return `${family}${reference?.secret_path ?? ''}-${mapped.secret_key ?? ''}`;
  }
  return key ? vault.reveal(key, placeOf(integration, 'key')) : '';
}

/**
 * Sends a chat to the simulated provider behind an integration. Providers that the sandbox does not
 * simulate by themselves are stood in for by an OpenAI-compatible one, `<id>.example`. The answer is
 * that of chat completions, or the provider's own refusal.
 */
export async function ask(
  send: Send,
  state: PortkeyState,
  admitted: Admitted,
  { chat, model, vault, signal }: UpstreamCall,
): Promise<HttpResponse> {
  const { integration, row, deployment } = admitted;
  const { ai_provider_id: provider } = integration;
  const all = revealedConfigurations(integration, vault);
  const key = keyOf(state, admitted, vault);
  const ownHost = row?.custom_host ?? all['custom_host'];
  const rowHeaders = (row?.custom_headers ?? []).map(({ name, value }): [string, string] => [
    name.toLowerCase(),
    vault.reveal(value, headerPlace(integration, row?.slug ?? '', name)),
  ]);
  const given = Object.entries(texts.parse(all['custom_headers'] ?? {})).map(
    ([name, value]): [string, string] => [name.toLowerCase(), value],
  );
  const own = { ...Object.fromEntries(given), ...Object.fromEntries(rowHeaders) };
  const post = (url: string, headers: Readonly<Record<string, string>>, body: object) => {
    const request: HttpRequest = {
      method: 'POST',
      url: new URL(url),
      headers: { 'content-type': 'application/json', ...headers, ...own },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    };
    return send(request);
  };
  const bearer = key === '' ? {} : { authorization: `Bearer ${key}` };
  const host = typeof ownHost === 'string' ? ownHost.replace(/\/$/, '') : undefined;

  if (provider === 'anthropic') {
    const headers = { 'x-api-key': key, 'anthropic-version': '2023-06-01' };
    const base = host ?? 'https://api.anthropic.com/v1';
    return fromMessages(await post(`${base}/messages`, headers, toMessages(chat, model)), model);
  }
  if (host !== undefined) return post(`${host}/chat/completions`, bearer, { ...chat, model });
  if (provider === 'openai' || provider === 'open-ai') {
    return post('https://api.openai.com/v1/chat/completions', bearer, { ...chat, model });
  }
  if (deployment) {
    const { azure_deployment_name: name, azure_api_version: version } = deployment;
    const resource = String(all['azure_resource_name']);
    const path = `openai/deployments/${encodeURIComponent(name)}/chat/completions`;
    const query = `api-version=${encodeURIComponent(version)}`;
    const body = { ...chat, model: name };
    return post(`https://${resource}.openai.azure.com/${path}?${query}`, { 'api-key': key }, body);
  }
  const credential = [key, all['aws_access_key_id'], all['aws_role_arn'], 'signed-in'].find(
    (each): each is string => typeof each === 'string' && each !== '',
  );
  return post(
    `https://${provider}.example/v1/chat/completions`,
    { authorization: `Bearer ${credential ?? ''}` },
    { ...chat, model },
  );
}

/** What is asked of a provider. */
export interface UpstreamCall {
  readonly chat: GatewayChat;
  /** The model without the provider in front. */
  readonly model: string;
  readonly vault: Vault;
  readonly signal: AbortSignal | undefined;
}
