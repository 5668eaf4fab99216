import { z } from 'zod';
import type { HttpResponse } from '../../../core/http.ts';
import { retirementRemarks } from '../../../vendors/model-lifecycle.ts';
import {
  readAnswer,
  readCompletion,
  readStreamEvent,
} from '../../../vendors/answers/read-answer.ts';
import type { Alternative, Ask, Probe, ProbeInput } from '../../../vendors/test-requests.ts';
import type { ProviderType } from './define.ts';
import { probePrompt, probeSchema } from '../../../vendors/test-prompt.ts';
import { knowingTheirEnd } from '../../../vendors/retirement.ts';
import { jsonOf, judgeStructured } from '../../../vendors/structured-output.ts';
import { projectRemark, projectRequest, serviceAccountFields, signIn } from './vertex.ts';

const maxTokens = 16;
const structuredTokens = 256;

/** A Messages body of Vertex: the model is in the path, the version in the body. */
const messages = (tokens: number, extra: object = {}) => ({
  anthropic_version: 'vertex-2023-10-16',
  max_tokens: tokens,
  messages: [{ role: 'user', content: probePrompt }],
  ...extra,
});

const call = (input: ProbeInput, model: string, verb: string, body: object) =>
  projectRequest(input, { publisher: 'anthropic', model, verb }, body);

const generate = (input: ProbeInput, model: string): Ask => ({
  title: model === input.model ? 'rawPredict' : model,
  request: call(input, model, 'rawPredict', messages(maxTokens)),
  outputTokens: maxTokens,
  patience: 'generate',
  read: (answer) => readCompletion('google-claude', answer),
});

/** Vertex separates the date of a version with "@"; everywhere else it is a dash. */
function corrected(input: ProbeInput): readonly Alternative[] {
  const [, name, date] = /^(.+)-(\d{8})$/.exec(input.model) ?? [];
  if (name === undefined || date === undefined) return [];
  const model = `${name}@${date}`;
  return [
    {
      ask: generate(input, model),
      after: ['MODEL_NOT_FOUND'],
      counts: 'suggest',
      remark: `Vertex calls this model ${model}: put that name into the configuration.`,
    },
  ];
}

const toolUse = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), input: z.unknown() })),
});

/** The input that the model gave to the tool, where it used it. */
function toolInput({ body }: HttpResponse): unknown {
  const { data } = toolUse.safeParse(jsonOf(body));
  return data?.content.find(({ type }) => type === 'tool_use')?.input;
}

const probe = {
  patience: 'cloud',
  quotaByModel: true,
  signIn,
  remarks: ({ config, model, now }) => [
    ...projectRemark(config),
    ...retirementRemarks(model, 'vertex', now),
  ],
  // Claude's own complaint about an empty body comes only after all of Google's checks.
  model: (input) => ({
    title: 'rawPredict without a prompt',
    empty: true,
    request: call(input, input.model, 'rawPredict', {}),
    outputTokens: 0,
    patience: 'control',
    read: (answer) => readAnswer('google-claude', answer, () => undefined),
  }),
  generate: (input) =>
    knowingTheirEnd(
      { first: generate(input, input.model), others: corrected(input) },
      input,
      'vertex',
    ),
  stream: (input) => ({
    title: 'streamRawPredict',
    request: call(input, input.model, 'streamRawPredict', messages(maxTokens, { stream: true })),
    outputTokens: maxTokens,
    patience: 'generate',
    read: (answer) => readCompletion('google-claude', answer),
    stream: { form: 'sse', readEvent: (event) => readStreamEvent('google-claude', event) },
  }),
  structured: (input) => ({
    first: {
      title: 'tool form',
      request: call(
        input,
        input.model,
        'rawPredict',
        messages(structuredTokens, {
          tools: [{ name: 'probe', input_schema: probeSchema }],
          tool_choice: { type: 'tool', name: 'probe' },
        }),
      ),
      outputTokens: structuredTokens,
      patience: 'structured',
      read: (answer) =>
        judgeStructured(answer, readCompletion('google-claude', answer), toolInput(answer)),
    },
    others: [],
  }),
} as const satisfies Probe;

export const vertexAnthropic = {
  id: 'vertex-anthropic',
  title: 'Google Vertex AI (Claude)',
  models: [],
  variants: [
    {
      id: 'service-account',
      title: 'Service account',
      fields: {
        ...serviceAccountFields,
        models: {
          ...serviceAccountFields.models,
          hint: "Vertex's own ids, such as claude-sonnet-4-5@20250929; repeat for more",
        },
      },
      probe,
    },
  ],
} as const satisfies ProviderType;
