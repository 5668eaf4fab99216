import {
  countTokens,
  messages,
  messagesStream,
  messagesStructured,
  type MessagesCall,
} from '../anthropic/messages.ts';
import { privateHostRemark } from '../private-host.ts';
import type { Fallback, ConnectionTest, Credential, TestInput } from '../test-requests.ts';
import { azureOrigin } from './address.ts';

/** Claude in Microsoft Foundry. */

export interface FoundryConnection {
  readonly key: Credential;
  readonly endpoint: string;
}

/** Whatever part of the address was pasted, the API is under /anthropic of the same resource. */
const messagesUrl = ({ endpoint }: FoundryConnection) =>
  `${azureOrigin(endpoint)}/anthropic/v1/messages`;

function call(connection: FoundryConnection, model: string, deployment = model): MessagesCall {
  return {
    title: deployment === model ? 'Messages API' : `Messages API, deployment ${deployment}`,
    dialect: 'foundry',
    url: messagesUrl(connection),
    headers: { 'x-api-key': connection.key().reveal() },
    model: deployment,
  };
}

/** Models are named with their date, Foundry's deployments without, unless somebody chose a name. */
const undated = (model: string) => model.replace(/-\d{8}$/, '');

function undatedWay(
  connection: FoundryConnection,
  { model, plane }: TestInput,
): readonly Fallback[] {
  const deployment = undated(model);
  if (deployment === model) return [];
  return [
    {
      call: messages(call(connection, model, deployment)),
      after: ['DEPLOYMENT_NOT_FOUND', 'MODEL_NOT_FOUND'],
      counts: 'suggest',
      remark: `The deployment is called ${deployment}: name it ${model}, which is what ${plane} asks for.`,
    },
  ];
}

/** What of the address is as Azure shows it, so that nothing has to be said about it. */
const usualPath = /^\/(?:anthropic\/?)?$/;

function rebuiltRemark(connection: FoundryConnection, plane: string): string[] {
  const { endpoint } = connection;
  if (URL.canParse(endpoint) && usualPath.test(new URL(endpoint).pathname)) return [];
  return [
    `Tested at ${messagesUrl(connection)}; whether ${plane} rebuilds ${endpoint} alike is not known.`,
  ];
}

export function foundryTest(connection: FoundryConnection): ConnectionTest {
  return {
    chosenUrls: [connection.endpoint],
    patience: 'cloud',
    model: ({ model }) => countTokens(call(connection, model)),
    generate: (input) => ({
      first: messages(call(connection, input.model)),
      fallbacks: undatedWay(connection, input),
    }),
    stream: ({ model }) => messagesStream(call(connection, model)),
    structured: ({ model }) => messagesStructured(call(connection, model)),
    remarks: ({ plane }) => [
      ...rebuiltRemark(connection, plane),
      ...privateHostRemark(azureOrigin(connection.endpoint), plane),
    ],
    notProved: (plane) => [`the address that ${plane} makes of the endpoint`],
  };
}
