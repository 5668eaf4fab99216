import { baseUrl } from './field-schemas.ts';
import { apiKeyField } from './secret-fields.ts';
import { latestClaudeModels } from './anthropic.ts';
import { azureOrigin } from '../../../vendors/azure/address.ts';
import type { Alternative, Config, Probe, ProbeInput } from '../../../vendors/test-requests.ts';
import type { ProviderType } from './define.ts';
import {
  countTokens,
  messages,
  messagesStream,
  messagesStructured,
  type MessagesCall,
} from '../../../vendors/anthropic/messages.ts';
import { privateHostRemark } from '../../../vendors/private-host.ts';

/** Whatever part of the address was pasted, the API is under /anthropic of the same resource. */
const messagesUrl = ({ endpoint }: Config) => `${azureOrigin(endpoint)}/anthropic/v1/messages`;

function call({ config, model, secret }: ProbeInput, deployment = model): MessagesCall {
  return {
    title: deployment === model ? 'Messages API' : `Messages API, deployment ${deployment}`,
    dialect: 'foundry',
    url: messagesUrl(config),
    headers: { 'x-api-key': secret(config['apiKeySecretName']).reveal() },
    model: deployment,
  };
}

/** Port names models with their date, Foundry its deployments without, unless somebody chose a name. */
const undated = (model: string) => model.replace(/-\d{8}$/, '');

function undatedWay(input: ProbeInput): readonly Alternative[] {
  const deployment = undated(input.model);
  if (deployment === input.model) return [];
  return [
    {
      ask: messages(call(input, deployment)),
      after: ['DEPLOYMENT_NOT_FOUND', 'MODEL_NOT_FOUND'],
      counts: 'suggest',
      remark: `The deployment is called ${deployment}: name it ${input.model}, which is what Port asks for.`,
    },
  ];
}

/** What of the address is as Azure shows it, so that nothing has to be said about it. */
const usualPath = /^\/(?:anthropic\/?)?$/;

function rebuiltRemark(config: Config): string[] {
  const given = String(config['endpoint']);
  if (URL.canParse(given) && usualPath.test(new URL(given).pathname)) return [];
  return [`Tested at ${messagesUrl(config)}; whether Port rebuilds ${given} alike is not known.`];
}

const probe = {
  patience: 'cloud',
  model: (input) => countTokens(call(input)),
  generate: (input) => ({ first: messages(call(input)), others: undatedWay(input) }),
  stream: (input) => messagesStream(call(input)),
  structured: (input) => messagesStructured(call(input)),
  remarks: ({ config }) => [
    ...rebuiltRemark(config),
    ...privateHostRemark(azureOrigin(config['endpoint'])),
  ],
  notProved: () => ['the address that Port makes of the endpoint'],
} as const satisfies Probe;

export const azureAnthropic = {
  id: 'azure-anthropic',
  title: 'Azure Anthropic (Claude in Microsoft Foundry)',
  models: latestClaudeModels,
  variants: [
    {
      id: 'api-key',
      title: 'API key',
      fields: {
        apiKeySecretName: apiKeyField('api-key', 'the Foundry API key'),
        endpoint: {
          schema: baseUrl,
          flag: '--endpoint <url>',
          label: 'endpoint of the Foundry resource',
          hint: 'such as https://my-resource.services.ai.azure.com/anthropic',
        },
      },
      probe,
    },
  ],
} as const satisfies ProviderType;
