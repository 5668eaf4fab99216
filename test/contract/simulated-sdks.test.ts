import Anthropic from '@anthropic-ai/sdk';
import {
  ApplyGuardrailCommand,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import OpenAI, { AzureOpenAI } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servedSandbox, type ServedTestSandbox } from '../support/served-sandbox.ts';

/** The clients that the vendors publish, against the simulated providers of a served sandbox. */

let sandbox: ServedTestSandbox;

beforeAll(async () => {
  sandbox = await servedSandbox();
});

afterAll(() => sandbox.close());

const at = (host: string, path = '') => `${sandbox.url}/simulated/${host}${path}`;
const schema = {
  type: 'object',
  properties: { ok: { type: 'boolean' } },
  required: ['ok'],
  additionalProperties: false,
} as const;
const prompt = 'Reply with the word pong.';
const messages = [{ role: 'user', content: prompt }] as const;

describe('openai', () => {
  const client = (apiKey = 'sk-proj-fine') =>
    new OpenAI({ apiKey, baseURL: at('api.openai.com', '/v1'), maxRetries: 0 });

  test('Responses answers, and streams', async () => {
    const answer = await client().responses.create({
      model: 'gpt-5',
      input: prompt,
      max_output_tokens: 64,
      store: false,
    });
    expect(answer).toMatchObject({ output_text: 'pong', model: 'gpt-5-2025-08-07' });
    const stream = client().responses.stream({ model: 'gpt-5', input: prompt });
    const types: string[] = [];
    for await (const event of stream) types.push(event.type);
    expect(types[0]).toBe('response.created');
    expect(types).toContain('response.output_text.delta');
    expect((await stream.finalResponse()).output_text).toBe('pong');
  });

  test('Chat Completions answers, and streams', async () => {
    const answer = await client().chat.completions.create({
      model: 'gpt-5',
      messages: [...messages],
      max_completion_tokens: 64,
    });
    expect(answer.choices[0]?.message.content).toBe('pong');
    const stream = client().chat.completions.stream({ model: 'gpt-5', messages: [...messages] });
    expect(await stream.finalContent()).toBe('pong');
  });

  test('output follows a JSON schema in both APIs', async () => {
    const format = { name: 'probe', strict: true, schema };
    const chat = await client().chat.completions.create({
      model: 'gpt-5',
      messages: [...messages],
      response_format: { type: 'json_schema', json_schema: format },
    });
    expect(JSON.parse(chat.choices[0]?.message.content ?? '')).toEqual({ ok: true });
    const answer = await client().responses.create({
      model: 'gpt-5',
      input: prompt,
      text: { format: { type: 'json_schema', ...format } },
    });
    expect(JSON.parse(answer.output_text)).toEqual({ ok: true });
  });

  test('a chosen tool is called', async () => {
    const stream = client().chat.completions.stream({
      model: 'gpt-5',
      messages: [...messages],
      tools: [{ type: 'function', function: { name: 'probe', parameters: schema } }],
      tool_choice: { type: 'function', function: { name: 'probe' } },
    });
    const { choices } = await stream.finalChatCompletion();
    expect(choices[0]?.message.tool_calls?.[0]).toMatchObject({
      function: { name: 'probe', arguments: '{"ok":true}' },
    });
  });

  test('models are listed and looked up', async () => {
    const ids: string[] = [];
    for await (const { id } of client().models.list()) ids.push(id);
    expect(ids).toContain('gpt-5');
    expect(await client().models.retrieve('gpt-5')).toMatchObject({ object: 'model' });
    await expect(client().models.retrieve('gpt-missing')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  test('refusals arrive as the errors of the client', async () => {
    const ask = (key: string, model = 'gpt-5') =>
      client(key).responses.create({ model, input: prompt });
    await expect(ask('sk-ant-other')).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    await expect(ask('sk-forbidden')).rejects.toBeInstanceOf(OpenAI.PermissionDeniedError);
    await expect(ask('sk-noquota')).rejects.toMatchObject({ code: 'insufficient_quota' });
    await expect(ask('sk-reset')).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
    await expect(ask('sk-fine', 'gpt-retired')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  test('an error in the midst of a stream ends it', async () => {
    const model = 'gpt-example-midstream';
    const chat = client().chat.completions.stream({ model, messages: [...messages] });
    await expect(chat.finalContent()).rejects.toMatchObject({ code: 'server_error' });
    const types: string[] = [];
    for await (const { type } of await client().responses.create({
      model,
      input: prompt,
      stream: true,
    })) {
      types.push(type);
    }
    expect(types).toEqual(['response.created', 'response.failed']);
  });

  test('a stream that stalls ends with the patience of the client', async () => {
    const stalled = client().responses.create(
      { model: 'gpt-example-stall', input: prompt },
      { timeout: 50 },
    );
    await expect(stalled).rejects.toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
  });

  test('Azure serves deployments by its older routes', async () => {
    const azure = new AzureOpenAI({
      apiKey: 'any',
      apiVersion: '2024-10-21',
      baseURL: at('example.openai.azure.com', '/openai'),
      maxRetries: 0,
    });
    const answer = await azure.chat.completions.create({
      model: 'chat-example',
      messages: [...messages],
      max_completion_tokens: 64,
    });
    expect(answer.choices[0]?.message.content).toBe('pong');
    expect(answer.model).toBe('gpt-5-2025-08-07');
  });

  test('a host that is reserved for examples speaks it too', async () => {
    const other = new OpenAI({
      apiKey: 'anything',
      baseURL: at('litellm.example.com', '/v1'),
      maxRetries: 0,
    });
    const stream = other.chat.completions.stream({ model: 'llama-3', messages: [...messages] });
    expect(await stream.finalContent()).toBe('pong');
  });
});

describe('@anthropic-ai/sdk', () => {
  const client = (apiKey = 'sk-ant-api03-fine') =>
    new Anthropic({ apiKey, baseURL: at('api.anthropic.com'), maxRetries: 0 });
  const call = (model = 'claude-haiku-4-5-20251001') => ({
    model,
    max_tokens: 64,
    messages: [...messages],
  });

  test('Messages answers, and streams', async () => {
    const answer = await client().messages.create(call());
    expect(answer).toMatchObject({ stop_reason: 'end_turn', content: [{ text: 'pong' }] });
    expect(await client().messages.stream(call()).finalText()).toBe('pong');
  });

  test('output follows a JSON schema, and a chosen tool is used', async () => {
    const native = await client().messages.create({
      ...call(),
      output_config: { format: { type: 'json_schema', schema } },
    });
    expect(native.content).toMatchObject([{ type: 'text', text: '{"ok":true}' }]);
    const stream = client().messages.stream({
      ...call(),
      tools: [{ name: 'probe', input_schema: { ...schema, required: ['ok'] } }],
      tool_choice: { type: 'tool', name: 'probe' },
    });
    expect(await stream.finalMessage()).toMatchObject({
      stop_reason: 'tool_use',
      content: [{ type: 'tool_use', name: 'probe', input: { ok: true } }],
    });
  });

  test('models are listed and looked up, and tokens counted', async () => {
    const ids: string[] = [];
    for await (const { id } of client().models.list()) ids.push(id);
    expect(ids).toContain('claude-opus-4-6');
    const info = await client().models.retrieve('claude-opus-4-6');
    expect(info.capabilities?.structured_outputs.supported).toBe(true);
    const { model, messages: counted } = call();
    const tokens = await client().messages.countTokens({ model, messages: counted });
    expect(tokens.input_tokens).toBeGreaterThan(0);
  });

  test('refusals arrive as the errors of the client', async () => {
    const ask = (key: string, model?: string) => client(key).messages.create(call(model));
    await expect(ask('sk-proj-other')).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
    await expect(ask('sk-ant-ratelimit')).rejects.toBeInstanceOf(Anthropic.RateLimitError);
    await expect(ask('sk-ant-down')).rejects.toMatchObject({ status: 529 });
    await expect(ask('sk-ant-fine', 'claude-missing')).rejects.toMatchObject({ status: 404 });
  });

  test('an error in the midst of a stream ends it', async () => {
    const stream = client().messages.stream(call('claude-example-midstream'));
    await expect(stream.finalText()).rejects.toThrow('Internal server error');
  });

  test('Foundry serves the same under its own host', async () => {
    const foundry = new Anthropic({
      apiKey: null,
      baseURL: at('example.services.ai.azure.com', '/anthropic'),
      defaultHeaders: { 'x-api-key': 'any' },
      maxRetries: 0,
    });
    expect(await foundry.messages.stream(call()).finalText()).toBe('pong');
  });
});

describe('@aws-sdk/client-bedrock-runtime', () => {
  const region = 'eu-west-1';
  const documented = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  };
  const client = (credentials: {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
  }) =>
    new BedrockRuntimeClient({
      region,
      endpoint: at(`bedrock-runtime.${region}.amazonaws.com`),
      credentials,
      maxAttempts: 1,
      // Its own handler speaks HTTP/2, which the sandbox does not.
      requestHandler: new NodeHttpHandler(),
    });
  const call = (modelId = 'eu.anthropic.claude-haiku-4-5-20251001-v1:0') => ({
    modelId,
    messages: [{ role: 'user' as const, content: [{ text: prompt }] }],
    inferenceConfig: { maxTokens: 16 },
  });

  async function temporaryKeys(roleName = 'example') {
    const answer = await fetch(at(`sts.${region}.amazonaws.com`, '/'), {
      method: 'POST',
      body: new URLSearchParams({
        Action: 'AssumeRole',
        RoleArn: `arn:aws:iam::111122223333:role/${roleName}`,
        RoleSessionName: 'test',
      }),
    });
    const xml = await answer.text();
    const value = (tag: string) => new RegExp(`<${tag}>([^<]+)`).exec(xml)?.[1] ?? '';
    return {
      accessKeyId: value('AccessKeyId'),
      secretAccessKey: value('SecretAccessKey'),
      sessionToken: value('SessionToken'),
    };
  }

  test('Converse answers to temporary keys and to the documented pair', async () => {
    for (const keys of [await temporaryKeys(), documented]) {
      const { output, stopReason } = await client(keys).send(new ConverseCommand(call()));
      expect(output?.message?.content).toEqual([{ text: 'pong' }]);
      expect(stopReason).toBe('end_turn');
    }
  });

  test('a wrong secret is refused for both', async () => {
    for (const keys of [await temporaryKeys(), documented]) {
      const wrong = client({ ...keys, secretAccessKey: `${keys.secretAccessKey}x` });
      await expect(wrong.send(new ConverseCommand(call()))).rejects.toMatchObject({
        name: 'InvalidSignatureException',
      });
    }
  });

  test('temporary keys without their token are unknown', async () => {
    const { accessKeyId, secretAccessKey } = await temporaryKeys();
    const bare = client({ accessKeyId, secretAccessKey });
    await expect(bare.send(new ConverseCommand(call()))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  test('ConverseStream gives events, and an error in their midst', async () => {
    const { stream = [] } = await client(documented).send(new ConverseStreamCommand(call()));
    const text: string[] = [];
    for await (const event of stream) text.push(event.contentBlockDelta?.delta?.text ?? '');
    expect(text.join('')).toBe('pong');
    const broken = await client(documented).send(
      new ConverseStreamCommand(call('eu.anthropic.claude-example-midstream')),
    );
    const seen: unknown[] = [];
    const read = async () => {
      for await (const event of broken.stream ?? []) seen.push(event.messageStart?.role);
    };
    await expect(read()).rejects.toMatchObject({ name: 'ModelStreamErrorException' });
    expect(seen).toEqual(['assistant']);
  });

  test('a chosen tool is used, and a guardrail intervenes', async () => {
    const used = await client(documented).send(
      new ConverseCommand({
        ...call(),
        toolConfig: {
          tools: [
            { toolSpec: { name: 'probe', inputSchema: { json: { ...schema, required: ['ok'] } } } },
          ],
          toolChoice: { tool: { name: 'probe' } },
        },
      }),
    );
    expect(used.output?.message?.content).toMatchObject([{ toolUse: { input: { ok: true } } }]);
    const guarded = await client(documented).send(
      new ConverseCommand({
        ...call(),
        guardrailConfig: {
          guardrailIdentifier: 'exampleblocks1',
          guardrailVersion: '1',
          trace: 'enabled',
        },
      }),
    );
    expect(guarded.stopReason).toBe('guardrail_intervened');
    expect(guarded.trace?.guardrail).toBeDefined();
    const applied = await client(documented).send(
      new ApplyGuardrailCommand({
        guardrailIdentifier: 'example1',
        guardrailVersion: '1',
        source: 'INPUT',
        content: [{ text: { text: prompt } }],
      }),
    );
    expect(applied.action).toBe('NONE');
  });
});
