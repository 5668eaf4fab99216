import { generateKeyPairSync } from 'node:crypto';
import { serviceAccountAssertion } from '../../src/vendors/google/assertion.ts';
import type { HttpRequest, HttpResponse, Send } from '../../src/core/http.ts';
import type { Dialect } from '../../src/vendors/answers/read-answer.ts';
import { signAwsRequest } from '../../src/connection-test/aws-signature.ts';
import { simulatedProviders } from '../../src/sandbox/vendors/index.ts';
import { clock, noSleep } from './sandbox-routes.ts';

/** Requests to the simulated providers as they go over the wire, without the program in between. */

/** What is asked for, in every format. */
export interface Wish {
  /** A word in the credential. */
  readonly word?: string;
  /** A word in the name of the model. */
  readonly model?: string;
  readonly stream?: boolean;
  readonly schema?: boolean;
}

export interface Wire {
  readonly dialect: Dialect;
  readonly request: (wish: Required<Wish>, send: Send) => HttpRequest | Promise<HttpRequest>;
}

export const simulation = (
  dependencies: Partial<Parameters<typeof simulatedProviders>[0]> = {},
): Send => simulatedProviders({ now: clock, sleep: noSleep, ...dependencies });

/** Asks over one wire. The request may be changed on its way; signing in has happened by then. */
export async function over(
  wire: Wire,
  wish: Wish = {},
  send: Send = simulation(),
  changed: Partial<HttpRequest> = {},
): Promise<HttpResponse> {
  const whole = { word: 'fine', model: 'example', stream: false, schema: false, ...wish };
  return send({ ...(await wire.request(whole, send)), ...changed });
}

export const post = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: object | string,
): HttpRequest => ({
  method: 'POST',
  url: new URL(url),
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const prompt = 'Reply with the word pong.';
const messages = [{ role: 'user', content: prompt }];
export const schema = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
  additionalProperties: false,
};

export const chatBody = ({ model, stream, schema: wanted }: Required<Wish>) => ({
  model: `gpt-${model}`,
  messages,
  ...(stream ? { stream } : {}),
  ...(wanted
    ? { response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } } }
    : {}),
});

const responsesBody = ({ model, stream, schema: wanted }: Required<Wish>) => ({
  model: `gpt-${model}`,
  input: prompt,
  ...(stream ? { stream } : {}),
  ...(wanted ? { text: { format: { type: 'json_schema', name: 'x', strict: true, schema } } } : {}),
});

const claudeBody = ({ stream, schema: wanted }: Required<Wish>) => ({
  max_tokens: 16,
  messages,
  ...(stream ? { stream } : {}),
  ...(wanted ? { output_config: { format: { type: 'json_schema', schema } } } : {}),
});

const messagesBody = (wish: Required<Wish>) => ({
  model: `claude-${wish.model}`,
  ...claudeBody(wish),
});

const version = { 'anthropic-version': '2023-06-01' };

export const region = 'eu-west-1';

export const converseBody = ({ schema: wanted }: Pick<Required<Wish>, 'schema'>) => ({
  messages: [{ role: 'user', content: [{ text: prompt }] }],
  inferenceConfig: { maxTokens: 16 },
  ...(wanted
    ? {
        outputConfig: {
          textFormat: {
            type: 'json_schema',
            structure: { jsonSchema: { name: 'x', schema: JSON.stringify(schema) } },
          },
        },
      }
    : {}),
});

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export async function signed(
  request: HttpRequest,
  keys: Keys,
  service = 'bedrock',
  at = clock(),
): Promise<HttpRequest> {
  return { ...request, headers: await signAwsRequest(request, { service, region, ...keys }, at) };
}

/** A long-lived pair with a word in its id. */
export const keysWith = (word: string): Keys => ({
  accessKeyId: `AKIA${word.toUpperCase().replaceAll('-', '').padStart(16, '0')}`,
  secretAccessKey: 'x'.repeat(40),
});

export const bedrockUrl = (path: string) =>
  `https://bedrock-runtime.${region}.amazonaws.com${path}`;

export const converseRequest = (id: string, wish: Partial<Required<Wish>> = {}) =>
  post(
    bedrockUrl(`/model/${encodeURIComponent(id)}/converse${wish.stream === true ? '-stream' : ''}`),
    {},
    converseBody({ schema: wish.schema ?? false }),
  );

export const stsRequest = (parameters: Readonly<Record<string, string>>) =>
  post(
    `https://sts.${region}.amazonaws.com/`,
    { 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams(parameters).toString(),
  );

export const assumeRole = (role: string, parameters: Readonly<Record<string, string>> = {}) =>
  stsRequest({
    Action: 'AssumeRole',
    RoleArn: `arn:aws:iam::111122223333:role/${role}`,
    RoleSessionName: 'test',
    ...parameters,
  });

export async function temporaryKeys(role: string, send: Send): Promise<Required<Keys>> {
  const { body } = await send(assumeRole(role));
  const value = (tag: string) => new RegExp(`<${tag}>([^<]+)`).exec(body)?.[1] ?? '';
  return {
    accessKeyId: value('AccessKeyId'),
    secretAccessKey: value('SecretAccessKey'),
    sessionToken: value('SessionToken'),
  };
}

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

export const tokenRequest = (address: string, at = clock()) =>
  post(
    'https://oauth2.googleapis.com/token',
    { 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: serviceAccountAssertion(address, pem, at),
    }).toString(),
  );

/** The token of an account; an answer of another kind has none, and the empty text is none either. */
export async function accessToken(word: string, send: Send): Promise<string> {
  const { body } = await send(tokenRequest(`${word}@project.iam.gserviceaccount.com`));
  return /"access_token":"([^"]+)"/.exec(body)?.[1] ?? '';
}

export const project =
  'https://us-east5-aiplatform.googleapis.com/v1/projects/example/locations/us-east5';

export const geminiBody = (wanted: boolean) => ({
  contents: [{ role: 'user', parts: [{ text: prompt }] }],
  ...(wanted
    ? {
        generationConfig: {
          responseMimeType: 'application/json',
          responseSchema: { type: 'OBJECT', properties: { ok: { type: 'BOOLEAN' } } },
        },
      }
    : {}),
});

const geminiVerb = (stream: boolean) =>
  stream ? 'streamGenerateContent?alt=sse' : 'generateContent';

export const wires = {
  'OpenAI Responses': {
    dialect: 'openai',
    request: (wish) =>
      post(
        'https://api.openai.com/v1/responses',
        { authorization: `Bearer sk-proj-${wish.word}` },
        responsesBody(wish),
      ),
  },
  'OpenAI Chat Completions': {
    dialect: 'openai',
    request: (wish) =>
      post(
        'https://api.openai.com/v1/chat/completions',
        { authorization: `Bearer sk-proj-${wish.word}` },
        chatBody(wish),
      ),
  },
  Anthropic: {
    dialect: 'anthropic',
    request: (wish) =>
      post(
        'https://api.anthropic.com/v1/messages',
        { 'x-api-key': `sk-ant-${wish.word}`, ...version },
        messagesBody(wish),
      ),
  },
  'Azure OpenAI': {
    dialect: 'azure',
    request: (wish) =>
      post(
        'https://example.openai.azure.com/openai/v1/chat/completions',
        { 'api-key': wish.word },
        chatBody(wish),
      ),
  },
  'Azure OpenAI, older route': {
    dialect: 'azure',
    request: (wish) =>
      post(
        `https://example.cognitiveservices.azure.com/openai/deployments/gpt-${wish.model}/chat/completions?api-version=2024-10-21`,
        { 'api-key': wish.word },
        chatBody(wish),
      ),
  },
  Foundry: {
    dialect: 'foundry',
    request: (wish) =>
      post(
        'https://example.services.ai.azure.com/anthropic/v1/messages',
        { 'x-api-key': wish.word, ...version },
        messagesBody(wish),
      ),
  },
  'Bedrock, access keys': {
    dialect: 'aws',
    request: (wish) =>
      signed(converseRequest(`eu.anthropic.claude-${wish.model}`, wish), keysWith(wish.word)),
  },
  'Bedrock, role': {
    dialect: 'aws',
    request: async (wish, send) =>
      signed(
        converseRequest(`eu.anthropic.claude-${wish.model}`, wish),
        await temporaryKeys(`example-${wish.word}`, send),
      ),
  },
  Gemini: {
    dialect: 'google',
    request: async (wish, send) =>
      post(
        `${project}/publishers/google/models/gemini-${wish.model}:${geminiVerb(wish.stream)}`,
        { authorization: `Bearer ${await accessToken(wish.word, send)}` },
        geminiBody(wish.schema),
      ),
  },
  'Gemini, express mode': {
    dialect: 'google',
    request: (wish) =>
      post(
        `https://aiplatform.googleapis.com/v1/publishers/google/models/gemini-${wish.model}:${geminiVerb(wish.stream)}`,
        { 'x-goog-api-key': `AIza${wish.word}` },
        geminiBody(wish.schema),
      ),
  },
  'Claude on Vertex': {
    dialect: 'google-claude',
    request: async (wish, send) =>
      post(
        `${project}/publishers/anthropic/models/claude-${wish.model}:${wish.stream ? 'streamRawPredict' : 'rawPredict'}`,
        { authorization: `Bearer ${await accessToken(wish.word, send)}` },
        { anthropic_version: 'vertex-2023-10-16', ...claudeBody(wish) },
      ),
  },
  'OpenAI-compatible': {
    dialect: 'openai-compatible',
    request: (wish) =>
      post(
        'https://llm.example.com/v1/chat/completions',
        { authorization: `Bearer ${wish.word}` },
        chatBody(wish),
      ),
  },
  'Anthropic-compatible': {
    dialect: 'anthropic-compatible',
    request: (wish) =>
      post(
        'https://llm.example.com/v1/messages',
        { authorization: `Bearer ${wish.word}`, ...version },
        messagesBody(wish),
      ),
  },
} as const satisfies Record<string, Wire>;

export type WireName = keyof typeof wires;
