import { baseUrl, plainText } from './field-schemas.ts';
import { apiKeyField } from './secret-fields.ts';
import type { Reading } from '../../../vendors/reading.ts';
import {
  addressRemarks,
  originOf,
  otherOrigin,
  resourcePattern,
} from '../../../vendors/azure/address.ts';
import {
  asAnswered,
  chat,
  chatStream,
  chatStructured,
  usualForm,
  type ChatCall,
} from '../../../vendors/openai/chat-completions.ts';
import { configInvalid } from '../../../vendors/config-invalid.ts';
import type {
  Alternative,
  Ask,
  Config,
  Probe,
  ProbeInput,
  Ways,
} from '../../../vendors/test-requests.ts';
import type { ProviderType } from './define.ts';
import { modelList } from '../../../vendors/model-list.ts';
import { privateHostRemark } from '../../../vendors/private-host.ts';
import {
  responses,
  responsesStream,
  responsesStructured,
  type ResponsesCall,
} from '../../../vendors/openai/responses.ts';

const apiKeySecretName = apiKeyField('api-key', 'the Azure OpenAI API key');

const hosted = /^https:\/\/([a-z0-9][a-z0-9-]*)\.openai\.azure\.com\/?$/i;

/** Port's schema of January 2026 takes resource and deployment id; its newer clients send the endpoint pair. */
function otherPair(config: Config): Config | undefined {
  const { resourceName, deploymentId, endpoint, deployment, ...rest } = config;
  if (typeof resourceName === 'string' && typeof deploymentId === 'string') {
    return {
      ...rest,
      endpoint: `https://${resourceName}.openai.azure.com`,
      deployment: deploymentId,
    };
  }
  const resource = typeof endpoint === 'string' ? hosted.exec(endpoint)?.[1] : undefined;
  if (resource === undefined || typeof deployment !== 'string') return undefined;
  return { ...rest, resourceName: resource, deploymentId: deployment };
}

/** The deployment that both forms of the configuration name. */
function deploymentOf({ deploymentId, deployment }: Config): string {
  const given = deploymentId ?? deployment;
  if (typeof given === 'string' && given !== '') return given;
  throw configInvalid('The configuration names no deployment');
}

function call({ config, secret }: ProbeInput, origin = originOf(config)) {
  return {
    title: 'Chat Completions, v1',
    dialect: 'azure',
    url: `${origin}/openai/v1/chat/completions`,
    headers: { 'api-key': secret(config['apiKeySecretName']).reveal() },
    model: deploymentOf(config),
    limit: 'max_completion_tokens',
  } as const satisfies ChatCall;
}

/** The route that was there before v1: the deployment is in the path, the version in the query. */
function legacy(input: ProbeInput): ChatCall {
  const { config } = input;
  const path = `openai/deployments/${encodeURIComponent(deploymentOf(config))}/chat/completions`;
  return {
    ...call(input),
    title: `Chat Completions, ${legacyVersion}`,
    url: `${originOf(config)}/${path}?api-version=${legacyVersion}`,
  };
}

/** The first version that takes `max_completion_tokens`, which reasoning models insist on. */
const legacyVersion = '2024-12-01-preview';

const viaResponses = (input: ProbeInput): ResponsesCall => ({
  ...call(input),
  title: 'Responses, v1',
  url: `${originOf(input.config)}/openai/v1/responses`,
});

const elsewhere = ['WRONG_BASE_URL', 'API_VERSION'] as const;

function generate(input: ProbeInput): Ways {
  const origin = otherOrigin(originOf(input.config));
  const there: Alternative[] =
    origin === undefined
      ? []
      : [
          {
            ask: chat({ ...call(input, origin), title: `Chat Completions, v1, at ${origin}` }),
            after: elsewhere,
            counts: 'warn',
            remark: `Only ${origin} serves the v1 API: Port may ask at the other host.`,
          },
        ];
  return {
    first: chat(call(input)),
    others: [
      ...there,
      {
        ask: chat(legacy(input)),
        after: elsewhere,
        counts: 'warn',
        remark: 'Only the older route with an api-version answers, not the v1 API.',
      },
      {
        ask: responses(viaResponses(input)),
        after: ['WRONG_DEPLOYMENT'],
        counts: 'warn',
        remark: 'The model of this deployment answers in the Responses API only, not in a chat.',
      },
    ],
  };
}

const byResponses = ({ request }: Ask) => request.url.endsWith('/responses');

/** `gpt-5-2025-08-07` and `gpt-5` are one family; `gpt-4o-mini` is another, `gpt-5-mini` as well. */
const family = (model: string) => model.toLowerCase().replace(/-\d{4}(?:-\d{2}-\d{2})?$/, '');

/** Another model than the one that Port's name stands for. A deployment's own name says nothing. */
function otherModel({ config, model }: ProbeInput, { resolvedModel = '' }: Reading) {
  const deployment = deploymentOf(config);
  const echoed = resolvedModel === '' || resolvedModel === deployment;
  if (echoed || family(resolvedModel) === family(model)) return undefined;
  return {
    cause: 'WRONG_DEPLOYMENT',
    detail: `deployment ${deployment} serves ${resolvedModel}`,
  } as const;
}

const probe = {
  patience: 'cloud',
  // The list is of the models that Azure has, whatever was deployed: it proves the key alone.
  credential: (input) => {
    const url = `${originOf(input.config)}/openai/v1/models`;
    return modelList('azure', url, call(input).headers);
  },
  generate,
  stream: (input, won) =>
    byResponses(won)
      ? responsesStream(viaResponses(input))
      : chatStream(asAnswered(call(input), won)),
  structured: (input, won) => ({
    first: byResponses(won)
      ? responsesStructured(viaResponses(input))
      : chatStructured(asAnswered(call(input), won), usualForm),
    others: [],
  }),
  remarks: ({ config }) => [...addressRemarks(config), ...privateHostRemark(originOf(config))],
  afterPass: otherModel,
} as const satisfies Probe;

export const azureOpenai = {
  id: 'azure-openai',
  title: 'Azure OpenAI',
  models: ['gpt-5'],
  alternate: otherPair,
  variants: [
    {
      id: 'resource',
      title: 'Resource name and deployment id',
      fields: {
        apiKeySecretName,
        resourceName: {
          schema: plainText.regex(
            resourcePattern,
            'give the resource name only: the first word of its host name',
          ),
          flag: '--resource-name <name>',
          label: 'name of the Azure OpenAI resource',
        },
        deploymentId: {
          schema: plainText,
          flag: '--deployment-id <id>',
          label: 'deployment that serves the model',
        },
      },
      probe,
    },
    {
      id: 'endpoint',
      title: 'Endpoint URL and deployment',
      fields: {
        apiKeySecretName,
        endpoint: {
          schema: baseUrl,
          flag: '--endpoint <url>',
          label: 'endpoint of the Azure OpenAI resource',
          hint: 'such as https://my-resource.openai.azure.com',
        },
        deployment: {
          schema: plainText,
          flag: '--deployment <name>',
          label: 'deployment that serves the model',
        },
      },
      probe,
    },
  ],
} as const satisfies ProviderType;
