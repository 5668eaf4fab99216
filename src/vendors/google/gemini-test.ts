import { z } from 'zod';
import { readAnswer, readCompletion, readStreamEvent } from '../answers/read-answer.ts';
import { retirementRemarks } from '../model-lifecycle.ts';
import { knowingItsEnd } from '../retirement.ts';
import { jsonOf, judgeStructured } from '../structured-output.ts';
import { testPrompt } from '../test-prompt.ts';
import type {
  TestCall,
  ConnectionTest,
  Credential,
  ProviderRequest,
  TestInput,
} from '../test-requests.ts';
import {
  globalHost,
  modelPath,
  projectRemark,
  projectRequest,
  signIn,
  type VertexCall,
  type VertexConnection,
} from './vertex.ts';

/** Gemini on Vertex AI, within a project or in express mode. */

const maxTokens = 64;
/** Thinking cannot be switched off everywhere, and counts as output. */
const structuredTokens = 1024;

const contents = [{ role: 'user', parts: [{ text: testPrompt }] }];
const completionBody = { contents, generationConfig: { maxOutputTokens: maxTokens } };
const structuredBody = {
  contents,
  generationConfig: {
    maxOutputTokens: structuredTokens,
    responseMimeType: 'application/json',
    responseSchema: {
      type: 'OBJECT',
      properties: { ok: { type: 'BOOLEAN' } },
      required: ['ok'],
    },
  },
};

const counted = z.looseObject({ totalTokens: z.number() });

type DescribeGemini = (input: TestInput, call: VertexCall, body: object) => ProviderRequest;

/** The calls of Gemini, which differ by variant only in where they go and how they sign in. */
function callsBy(describe: DescribeGemini) {
  const call = (input: TestInput, verb: string, body: object) =>
    describe(input, { publisher: 'google', model: input.model, verb }, body);
  const generate = (input: TestInput): TestCall => ({
    title: 'generateContent',
    request: call(input, 'generateContent', completionBody),
    outputTokens: maxTokens,
    patience: 'generate',
    read: (answer) => readCompletion('google', answer),
  });
  const count = (input: TestInput): TestCall => ({
    title: 'countTokens',
    request: call(input, 'countTokens', { contents }),
    outputTokens: 0,
    patience: 'control',
    read: (answer) =>
      readAnswer('google', answer, (body) =>
        counted.safeParse(body).success ? { cause: 'ZERO_TOKEN_OK' } : undefined,
      ),
  });
  return {
    patience: 'cloud',
    quotaByModel: true,
    model: (input) => knowingItsEnd(count(input), input, 'vertex'),
    generate: (input) => ({
      first: knowingItsEnd(generate(input), input, 'vertex'),
      fallbacks: [],
    }),
    stream: (input) => ({
      ...generate(input),
      title: 'streamGenerateContent',
      request: call(input, 'streamGenerateContent?alt=sse', completionBody),
      stream: { form: 'sse', readEvent: (event) => readStreamEvent('google', event) },
    }),
    structured: (input) => ({
      first: {
        title: 'responseSchema',
        request: call(input, 'generateContent', structuredBody),
        outputTokens: structuredTokens,
        patience: 'structured',
        read: (answer) => {
          const reading = readCompletion('google', answer);
          return judgeStructured(answer, reading, jsonOf(reading.text));
        },
      },
      fallbacks: [],
    }),
  } as const satisfies ConnectionTest;
}

/** With a service account, within its project. */
export function geminiTest({ account, ...project }: VertexConnection): ConnectionTest {
  return {
    ...callsBy((input, call, body) => projectRequest(project, input, call, body)),
    signIn: ({ now }) => signIn(account, now),
    remarks: ({ model, now }) => [
      ...projectRemark(project),
      ...retirementRemarks(model, 'vertex', now),
    ],
  };
}

/** Express mode, without project and location: the API key stands for both. */
export function expressGeminiTest({ key }: { readonly key: Credential }): ConnectionTest {
  return {
    ...callsBy((_, call, body) => ({
      method: 'POST',
      url: `https://${globalHost}/v1/${modelPath(call)}`,
      headers: { 'x-goog-api-key': key().reveal(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })),
    remarks: ({ model, now }) => retirementRemarks(model, 'vertex', now),
  };
}
