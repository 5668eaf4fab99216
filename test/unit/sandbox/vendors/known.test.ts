import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../../../src/core/errors.ts';
import type { HttpRequest } from '../../../../src/core/http.ts';
import {
  accessToken,
  converseBody,
  converseRequest,
  geminiBody,
  keysWith,
  post,
  signed,
  simulation,
} from '../../../support/simulated-requests.ts';

/**
 * Everything that a person can name to a simulated provider, once as it is there and once as nobody told
 * the simulation about it: the second is refused or not tested, and never answers.
 */

const send = simulation();
const messages = [{ role: 'user', content: 'x' }];
const chat = (url: string, headers: Readonly<Record<string, string>>, model: string) =>
  post(url, headers, { model, messages });
const claude = (url: string, headers: Readonly<Record<string, string>>, model: string) =>
  post(url, { 'anthropic-version': '2023-06-01', ...headers }, { model, messages, max_tokens: 16 });

const openai = (model: string) =>
  chat('https://api.openai.com/v1/chat/completions', { authorization: 'Bearer sk-fine' }, model);
const anthropic = (model: string) =>
  claude('https://api.anthropic.com/v1/messages', { 'x-api-key': 'sk-ant-fine' }, model);
const azure = (resource: string, deployment: string) =>
  chat(
    `https://${resource}.openai.azure.com/openai/v1/chat/completions`,
    { 'api-key': 'fine' },
    deployment,
  );
const foundry = (resource: string, deployment: string) =>
  claude(
    `https://${resource}.services.ai.azure.com/anthropic/v1/messages`,
    { 'api-key': 'fine' },
    deployment,
  );
const gateway = (url: string, model: string) => chat(url, { authorization: 'Bearer fine' }, model);
const ollama = 'http://192.168.1.7:11434/v1/chat/completions';
const bedrock = (id: string, region = 'eu-west-1') => {
  const request = converseRequest(id);
  const url = new URL(request.url);
  url.hostname = `bedrock-runtime.${region}.amazonaws.com`;
  return signed({ ...request, url }, { ...keysWith('fine') });
};
const guarded = (guardrailIdentifier: string, guardrailVersion: string) =>
  signed(
    {
      ...converseRequest('eu.anthropic.claude-opus-4-6-v1'),
      body: JSON.stringify({
        ...converseBody({ schema: false }),
        guardrailConfig: { guardrailIdentifier, guardrailVersion },
      }),
    },
    keysWith('fine'),
  );
const vertex = async (model: string, project = 'example', region = 'us-east5') =>
  post(
    `https://${region}-aiplatform.googleapis.com/v1/projects/${project}/locations/${region}/publishers/google/models/${model}:generateContent`,
    { authorization: `Bearer ${await accessToken('fine', send)}` },
    geminiBody(false),
  );

/** How a request ends: with what the vendor says, or without having been sent. */
async function outcome(request: HttpRequest | Promise<HttpRequest>): Promise<string> {
  try {
    const answer = await send(await request);
    return answer.status === 200 ? 'answers' : `refused (${answer.status})`;
  } catch (error) {
    if (error instanceof PortaiError && error.failure.name === 'NOT_SIMULATED') return 'not tested';
    throw error;
  }
}

describe.each([
  ['a model of OpenAI', openai('gpt-5'), openai('gpt-5-turbo-max'), 'refused (404)'],
  ['a model of OpenAI, misspelt', openai('gpt-4o-mini'), openai('gpt-4o-mimi'), 'refused (404)'],
  [
    'a model with a word in it',
    openai('gpt-5-nostream'),
    openai('our-model-nostream'),
    'refused (404)',
  ],
  [
    'a model of Anthropic',
    anthropic('claude-haiku-4-5-20251001'),
    anthropic('claude-haiku-4-5-20251002'),
    'refused (404)',
  ],
  ['a resource of Azure', azure('example', 'gpt-5'), azure('acme', 'gpt-5'), 'not tested'],
  ['a deployment on Azure', azure('example', 'gpt-5'), azure('example', 'chat'), 'refused (404)'],
  [
    'a resource of Foundry',
    foundry('my-example', 'claude-opus-4-6'),
    foundry('acme', 'claude-opus-4-6'),
    'not tested',
  ],
  [
    'a deployment on Foundry',
    foundry('example', 'claude-opus-4-6'),
    foundry('example', 'claude-of-ours'),
    'refused (404)',
  ],
  [
    'a gateway',
    gateway('https://llm.example.com/v1/chat/completions', 'llama-3'),
    gateway('https://llm.acme.com/v1/chat/completions', 'llama-3'),
    'not tested',
  ],
  [
    'a server of this network',
    gateway('https://llm.example/v1/chat/completions', 'llama-3'),
    gateway(ollama, 'llama-3'),
    'not tested',
  ],
  [
    'a host that ends like one of the examples',
    gateway('https://example.com/v1/chat/completions', 'llama-3'),
    gateway('https://notexample.com/v1/chat/completions', 'llama-3'),
    'not tested',
  ],
  [
    'a model of a gateway',
    gateway('https://llm.example.com/v1/chat/completions', 'llama-example'),
    gateway('https://llm.example.com/v1/chat/completions', 'lama-3'),
    'refused (400)',
  ],
  [
    'a model of Bedrock',
    bedrock('eu.anthropic.claude-opus-4-6-v1'),
    bedrock('eu.anthropic.claude-opus-4-60-v1'),
    'refused (404)',
  ],
  [
    'a region of AWS',
    bedrock('amazon.nova-lite-v1:0'),
    bedrock('amazon.nova-lite-v1:0', 'eu-west-9'),
    'not tested',
  ],
  ['a guardrail', guarded('abc123def456', '1'), guarded('abc123def457', '1'), 'refused (400)'],
  ['a guardrail version', guarded('example1', 'DRAFT'), guarded('example1', '7'), 'refused (400)'],
  ['a model of Google', vertex('gemini-2.5-pro'), vertex('gemini-2.5-max'), 'refused (404)'],
  [
    'a project of Google',
    vertex('gemini-2.5-pro', 'my-example'),
    vertex('gemini-2.5-pro', 'acme'),
    'refused (403)',
  ],
  [
    'a region of Google',
    vertex('gemini-2.5-pro', 'example', 'europe-west4'),
    vertex('gemini-2.5-pro', 'example', 'europe-west99'),
    'not tested',
  ],
])('%s', (_name, known, unknown, ending) => {
  test('answers when it is there', async () => {
    expect(await outcome(known)).toBe('answers');
  });

  test(`that nobody told the sandbox about is ${ending}`, async () => {
    expect(await outcome(unknown)).toBe(ending);
  });
});

test('a host that is not simulated is named, and nothing is claimed about it', async () => {
  await expect(
    send(gateway('https://llm.acme.com/v1/chat/completions', 'llama-3')),
  ).rejects.toMatchObject({
    failure: {
      name: 'NOT_SIMULATED',
      exit: 'unverifiable',
      message: 'the sandbox does not simulate llm.acme.com',
    },
  });
});
