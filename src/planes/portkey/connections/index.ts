import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { anthropicTest } from '../../../vendors/anthropic/connection-test.ts';
import { anthropicEndpointTest } from '../../../vendors/gateways/anthropic-test.ts';
import { baseUrlRemarks } from '../../../vendors/gateways/base-url.ts';
import { openaiEndpointTest } from '../../../vendors/gateways/openai-test.ts';
import { openaiTest } from '../../../vendors/openai/connection-test.ts';
import type { ConnectionTest } from '../../../vendors/test-requests.ts';
import { kindOf } from '../kinds/index.ts';
import { isMask } from '../sendable.ts';
import { azureConnection } from './azure.ts';
import { bedrockConnection } from './bedrock.ts';
import {
  shownText,
  type TestableConnection,
  type Described,
  type GivenCredential,
} from './define.ts';
import { vertexConnection } from './vertex.ts';

export type {
  Connectable,
  TestableConnection,
  GivenCredential,
  WantedCredential,
} from './define.ts';

function openaiConnection({ configurations }: Described): TestableConnection {
  const organization = shownText(configurations, 'openai_organization');
  const project = shownText(configurations, 'openai_project');
  return {
    wants: 'openai-key',
    hosts: ['api.openai.com'],
    notProved: [],
    connect: ({ credential }) =>
      openaiTest({
        key: credential,
        ...(organization === undefined ? {} : { organization }),
        ...(project === undefined ? {} : { project }),
      }),
  };
}

const anthropicConnection = (): TestableConnection => ({
  wants: 'anthropic-key',
  hosts: ['api.anthropic.com'],
  notProved: [],
  connect: ({ credential }) => anthropicTest({ key: credential }),
});

const headers = once(() => z.record(z.string(), z.string()));

/** A server of somebody's own that speaks the API of OpenAI or Anthropic. */
function hostConnection(
  host: string,
  { ai_provider_id: id, configurations }: Described,
): TestableConnection {
  const given = configurations['custom_headers'] ?? {};
  const { data: own } = headers().safeParse(given);
  if (!own) return { untestable: 'Portkey shows no custom_headers that could be sent' };
  const hidden = Object.keys(own).filter((name) => isMask(own[name] ?? ''));
  if (hidden.length > 0) {
    return { untestable: `Portkey hides the values of its custom headers ${hidden.join(', ')}` };
  }
  if (!URL.canParse(host)) return { untestable: 'its custom_host is not a whole URL' };
  const connect = ({ credential, hold }: GivenCredential): ConnectionTest => {
    for (const value of Object.values(own)) hold(value);
    const endpoint = { baseUrl: host, key: credential, headers: () => own };
    return id === 'anthropic'
      ? anthropicEndpointTest({
          ...endpoint,
          keyHeader: 'x-api-key',
          otherHeaderRemark: 'The server wants this credential as Authorization: Bearer.',
          model: () => ({ nativeSchema: undefined, toolRemark: 'Schemas work as a tool only.' }),
        })
      : openaiEndpointTest({
          ...endpoint,
          model: () => ({
            limit: 'max_tokens',
            limitRemark: 'The server takes max_completion_tokens only.',
            claimsSchemas: false,
          }),
          unclaimedSchemas: 'it works',
        });
  };
  return {
    wants: 'endpoint-key',
    hosts: [new URL(host).host],
    notProved: [],
    // How Portkey stores custom headers is not documented: nothing is said of it.
    connect: (all) => ({
      ...connect(all),
      remarks: ({ plane }) => baseUrlRemarks(host, plane),
    }),
  };
}

const connections: Readonly<Record<string, (integration: Described) => TestableConnection>> = {
  openai: openaiConnection,
  anthropic: anthropicConnection,
  'azure-openai': azureConnection,
  bedrock: bedrockConnection,
  'vertex-ai': vertexConnection,
};

/** Makes of an integration the connection to its provider, or says why there is none to test from here. */
export function connectionOf(integration: Described): TestableConnection {
  const { ai_provider_id: id, configurations } = integration;
  const host = configurations['custom_host'];
  if (typeof host === 'string' && host !== '') {
    return id === 'openai' || id === 'anthropic'
      ? hostConnection(host, integration)
      : { untestable: `no test is built for a server of one's own that speaks the API of ${id}` };
  }
  const connection = Object.hasOwn(connections, id) ? connections[id] : undefined;
  return (
    connection?.(integration) ?? { untestable: `no test is built for ${kindOf(id).title} (${id})` }
  );
}
