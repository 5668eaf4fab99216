import { z } from 'zod';
import type { HttpResponse } from '../../core/http.ts';
import type { Reading } from '../reading.ts';
import type { AwsKeys, BedrockTarget } from './signed-request.ts';
import { converse, readConverse } from './converse.ts';
import type { TestCall, CallWithFallbacks } from '../test-requests.ts';
import { testSchema } from '../test-prompt.ts';
import { jsonOf, judgeStructured } from '../structured-output.ts';

const structuredTokens = 256;

/** Models of Bedrock that take a schema only as that of a tool. */
const toolFormOnly = new Set(['claude-sonnet-4-20250514']);

const toolFormAfter = [
  'STRUCTURED_UNSUPPORTED',
  'STRUCTURED_INVALID',
  // The first grammar of a schema may take minutes to compile; a tool needs none.
  'TIMEOUT',
] as const;

/** Output after a schema: Bedrock's own form, then that of a tool, which older models and SDKs use. */
export function converseStructured(
  target: BedrockTarget,
  model: string,
  keys: AwsKeys,
  id: string,
): CallWithFallbacks {
  const tool = toolForm(target, keys, id);
  if (toolFormOnly.has(model)) return { first: tool, fallbacks: [] };
  return {
    first: nativeForm(target, keys, id),
    fallbacks: [{ call: tool, after: toolFormAfter, counts: 'pass' }],
  };
}

function nativeForm(target: BedrockTarget, keys: AwsKeys, id: string): TestCall {
  const jsonSchema = { name: 'probe', schema: JSON.stringify(testSchema) };
  const textFormat = { type: 'json_schema', structure: { jsonSchema } };
  return {
    ...converse(target, id, keys, structuredTokens, { outputConfig: { textFormat } }),
    title: `${id}, native schema`,
    patience: 'grammar',
    read: (answer) => {
      const reading = readConverse(id)(answer);
      return named(judgeStructured(answer, reading, jsonOf(reading.text)), 'in the native form');
    },
  };
}

function toolForm(target: BedrockTarget, keys: AwsKeys, id: string): TestCall {
  const toolSpec = { name: 'probe', inputSchema: { json: testSchema } };
  const toolConfig = { tools: [{ toolSpec }], toolChoice: { tool: { name: 'probe' } } };
  return {
    ...converse(target, id, keys, structuredTokens, { toolConfig }),
    title: `${id}, schema of a tool`,
    patience: 'structured',
    read: (answer) => {
      const reading = judgeStructured(answer, readConverse(id)(answer), toolInput(answer));
      return named(reading, 'in the form of a tool');
    },
  };
}

/** Says with a pass which of the two forms it was. */
const named = (reading: Reading, form: string): Reading =>
  reading.cause === 'OK' ? { ...reading, detail: form } : reading;

const toolAnswer = z.looseObject({
  output: z.looseObject({
    message: z.looseObject({
      content: z.array(
        z.looseObject({ toolUse: z.looseObject({ input: z.unknown() }).optional() }),
      ),
    }),
  }),
});

/** The input that the model gave to the tool, where it used it. */
function toolInput({ body }: HttpResponse): unknown {
  const { data } = toolAnswer.safeParse(jsonOf(body));
  return data?.output.message.content.find(({ toolUse }) => toolUse)?.toolUse?.input;
}
