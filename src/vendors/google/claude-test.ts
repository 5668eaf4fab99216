import { z } from 'zod';
import type { HttpResponse } from '../../core/http.ts';
import { readAnswer, readCompletion, readStreamEvent } from '../answers/read-answer.ts';
import { retirementRemarks } from '../model-lifecycle.ts';
import { knowingTheirEnd } from '../retirement.ts';
import { jsonOf, judgeStructured } from '../structured-output.ts';
import { testPrompt, testSchema } from '../test-prompt.ts';
import type { Fallback, TestCall, ConnectionTest, TestInput } from '../test-requests.ts';
import {
  projectRemark,
  projectRequest,
  signIn,
  type VertexConnection,
  type VertexProject,
} from './vertex.ts';

/** Claude on Vertex AI. */

const maxTokens = 16;
const structuredTokens = 256;

/** A Messages body of Vertex: the model is in the path, the version in the body. */
const messages = (tokens: number, extra: object = {}) => ({
  anthropic_version: 'vertex-2023-10-16',
  max_tokens: tokens,
  messages: [{ role: 'user', content: testPrompt }],
  ...extra,
});

type DescribeClaude = (
  input: TestInput,
  model: string,
  verb: string,
  body: object,
) => ReturnType<typeof projectRequest>;

const callsOf =
  (project: VertexProject): DescribeClaude =>
  (input, model, verb, body) =>
    projectRequest(project, input, { publisher: 'anthropic', model, verb }, body);

const generate = (call: DescribeClaude, input: TestInput, model: string): TestCall => ({
  title: model === input.model ? 'rawPredict' : model,
  request: call(input, model, 'rawPredict', messages(maxTokens)),
  outputTokens: maxTokens,
  patience: 'generate',
  read: (answer) => readCompletion('google-claude', answer),
});

/** Vertex separates the date of a version with "@"; everywhere else it is a dash. */
function corrected(call: DescribeClaude, input: TestInput): readonly Fallback[] {
  const [, name, date] = /^(.+)-(\d{8})$/.exec(input.model) ?? [];
  if (name === undefined || date === undefined) return [];
  const model = `${name}@${date}`;
  return [
    {
      call: generate(call, input, model),
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

export function vertexClaudeTest({ account, ...project }: VertexConnection): ConnectionTest {
  const call = callsOf(project);
  return {
    patience: 'cloud',
    quotaByModel: true,
    signIn: ({ now }) => signIn(account, now),
    remarks: ({ model, now }) => [
      ...projectRemark(project),
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
        { first: generate(call, input, input.model), fallbacks: corrected(call, input) },
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
            tools: [{ name: 'probe', input_schema: testSchema }],
            tool_choice: { type: 'tool', name: 'probe' },
          }),
        ),
        outputTokens: structuredTokens,
        patience: 'structured',
        read: (answer) =>
          judgeStructured(answer, readCompletion('google-claude', answer), toolInput(answer)),
      },
      fallbacks: [],
    }),
  };
}
