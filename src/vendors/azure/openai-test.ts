import { configInvalid } from '../config-invalid.ts';
import { modelList } from '../model-list.ts';
import {
  asAnswered,
  chat,
  chatStream,
  chatStructured,
  usualForm,
  type ChatCall,
} from '../openai/chat-completions.ts';
import {
  responses,
  responsesStream,
  responsesStructured,
  type ResponsesCall,
} from '../openai/responses.ts';
import { privateHostRemark } from '../private-host.ts';
import type { Reading } from '../reading.ts';
import type {
  Fallback,
  TestCall,
  ConnectionTest,
  Credential,
  TestInput,
  CallWithFallbacks,
} from '../test-requests.ts';
import { addressRemarks, originOf, otherOrigin, type AzureAddress } from './address.ts';

/** Models of OpenAI in a resource of Azure. */

export interface AzureOpenaiConnection {
  readonly key: Credential;
  readonly address: AzureAddress;
  readonly deployment: string;
}

function deploymentOf({ deployment }: AzureOpenaiConnection): string {
  if (deployment !== '') return deployment;
  throw configInvalid('The configuration names no deployment');
}

function call(connection: AzureOpenaiConnection, origin = originOf(connection.address)) {
  return {
    title: 'Chat Completions, v1',
    dialect: 'azure',
    url: `${origin}/openai/v1/chat/completions`,
    headers: { 'api-key': connection.key().reveal() },
    model: deploymentOf(connection),
    limit: 'max_completion_tokens',
  } as const satisfies ChatCall;
}

/** The route that was there before v1: the deployment is in the path, the version in the query. */
function legacy(connection: AzureOpenaiConnection): ChatCall {
  const deployment = encodeURIComponent(deploymentOf(connection));
  const path = `openai/deployments/${deployment}/chat/completions`;
  return {
    ...call(connection),
    title: `Chat Completions, ${legacyVersion}`,
    url: `${originOf(connection.address)}/${path}?api-version=${legacyVersion}`,
  };
}

/** The first version that takes `max_completion_tokens`, which reasoning models insist on. */
const legacyVersion = '2024-12-01-preview';

const viaResponses = (connection: AzureOpenaiConnection): ResponsesCall => ({
  ...call(connection),
  title: 'Responses, v1',
  url: `${originOf(connection.address)}/openai/v1/responses`,
});

const elsewhere = ['WRONG_BASE_URL', 'API_VERSION'] as const;

function generate(connection: AzureOpenaiConnection, plane: string): CallWithFallbacks {
  const origin = otherOrigin(originOf(connection.address));
  const there: Fallback[] =
    origin === undefined
      ? []
      : [
          {
            call: chat({
              ...call(connection, origin),
              title: `Chat Completions, v1, at ${origin}`,
            }),
            after: elsewhere,
            counts: 'warn',
            remark: `Only ${origin} serves the v1 API: ${plane} may ask at the other host.`,
          },
        ];
  return {
    first: chat(call(connection)),
    fallbacks: [
      ...there,
      {
        call: chat(legacy(connection)),
        after: elsewhere,
        counts: 'warn',
        remark: 'Only the older route with an api-version answers, not the v1 API.',
      },
      {
        call: responses(viaResponses(connection)),
        after: ['WRONG_DEPLOYMENT'],
        counts: 'warn',
        remark: 'The model of this deployment answers in the Responses API only, not in a chat.',
      },
    ],
  };
}

const byResponses = ({ request }: TestCall) => request.url.endsWith('/responses');

/** `gpt-5-2025-08-07` and `gpt-5` are one family; `gpt-4o-mini` is another, `gpt-5-mini` as well. */
const family = (model: string) => model.toLowerCase().replace(/-\d{4}(?:-\d{2}-\d{2})?$/, '');

/** Another model than the one that was meant. A deployment's own name says nothing. */
function otherModel(deployment: string, { model }: TestInput, { resolvedModel = '' }: Reading) {
  const echoed = resolvedModel === '' || resolvedModel === deployment;
  if (echoed || family(resolvedModel) === family(model)) return undefined;
  return {
    cause: 'WRONG_DEPLOYMENT',
    detail: `deployment ${deployment} serves ${resolvedModel}`,
  } as const;
}

export function azureOpenaiTest(connection: AzureOpenaiConnection): ConnectionTest {
  const { address } = connection;
  return {
    ...('endpoint' in address ? { chosenUrls: [address.endpoint] } : {}),
    patience: 'cloud',
    // The list is of the models that Azure has, whatever was deployed: it proves the key alone.
    credential: () => {
      const url = `${originOf(address)}/openai/v1/models`;
      return modelList('azure', url, call(connection).headers);
    },
    generate: ({ plane }) => generate(connection, plane),
    stream: (_, won) =>
      byResponses(won)
        ? responsesStream(viaResponses(connection))
        : chatStream(asAnswered(call(connection), won)),
    structured: (_, won) => ({
      first: byResponses(won)
        ? responsesStructured(viaResponses(connection))
        : chatStructured(asAnswered(call(connection), won), usualForm),
      fallbacks: [],
    }),
    remarks: ({ plane }) => [
      ...addressRemarks(address, plane),
      ...privateHostRemark(originOf(address), plane),
    ],
    afterPass: (input, reading) => otherModel(deploymentOf(connection), input, reading),
  };
}
