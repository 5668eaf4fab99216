import { z } from 'zod';
import { apiKeyField } from './secret-fields.ts';
import { retirementRemarks } from '../../../vendors/model-lifecycle.ts';
import {
  readAnswer,
  readCompletion,
  readStreamEvent,
} from '../../../vendors/answers/read-answer.ts';
import type { Ask, Probe, ProbeInput, ProbeRequest } from '../../../vendors/test-requests.ts';
import type { ProviderType } from './define.ts';
import { probePrompt } from '../../../vendors/test-prompt.ts';
import { knowingItsEnd } from '../../../vendors/retirement.ts';
import { jsonOf, judgeStructured } from '../../../vendors/structured-output.ts';
import {
  globalHost,
  modelPath,
  models,
  projectRemark,
  projectRequest,
  serviceAccountFields,
  signIn,
  type VertexCall,
} from './vertex.ts';

const maxTokens = 64;
/** Thinking cannot be switched off everywhere, and counts as output. */
const structuredTokens = 1024;

const contents = [{ role: 'user', parts: [{ text: probePrompt }] }];
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

type Describe = (input: ProbeInput, call: VertexCall, body: object) => ProbeRequest;

/** The asks of Gemini, which differ by variant only in where they go and how they sign in. */
function asks(describe: Describe) {
  const call = (input: ProbeInput, verb: string, body: object) =>
    describe(input, { publisher: 'google', model: input.model, verb }, body);
  const generate = (input: ProbeInput): Ask => ({
    title: 'generateContent',
    request: call(input, 'generateContent', completionBody),
    outputTokens: maxTokens,
    patience: 'generate',
    read: (answer) => readCompletion('google', answer),
  });
  const count = (input: ProbeInput): Ask => ({
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
      others: [],
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
      others: [],
    }),
  } as const satisfies Probe;
}

/** Without project and location: the API key stands for both. */
const expressRequest: Describe = ({ config, secret }, call, body) => ({
  method: 'POST',
  url: `https://${globalHost}/v1/${modelPath(call)}`,
  headers: {
    'x-goog-api-key': secret(config['apiKeySecretName']).reveal(),
    'content-type': 'application/json',
  },
  body: JSON.stringify(body),
});

export const vertexGemini = {
  id: 'vertex-gemini',
  title: 'Google Vertex AI (Gemini)',
  models: [],
  variants: [
    {
      id: 'service-account',
      title: 'Service account',
      fields: serviceAccountFields,
      probe: {
        ...asks(projectRequest),
        signIn,
        remarks: ({ config, model, now }) => [
          ...projectRemark(config),
          ...retirementRemarks(model, 'vertex', now),
        ],
      },
    },
    {
      id: 'express',
      title: 'Express mode',
      remark: 'one API key',
      fields: {
        apiKeySecretName: apiKeyField('google-api-key', 'the express mode API key'),
        models,
      },
      probe: {
        ...asks(expressRequest),
        remarks: ({ model, now }) => retirementRemarks(model, 'vertex', now),
      },
    },
  ],
} as const satisfies ProviderType;
