import { z } from 'zod';
import { frameStream, type Frame } from './frames.ts';
import { invalid } from './refusals.ts';
import {
  generate,
  inputTokens,
  outputTokens,
  type Generated,
  type Wanted,
} from '../generated-text.ts';
import { jsonAnswer, parsed, type Answer } from '../vendor.ts';
import { hasManner } from '../outcomes-by-name.ts';

/** Bedrock's Converse, whole or as a stream of frames. */

const toolSpec = z.looseObject({
  name: z.string(),
  inputSchema: z.looseObject({ json: z.unknown().optional() }),
});

const converseBody = z.looseObject({
  messages: z
    .array(z.looseObject({ role: z.string(), content: z.array(z.looseObject({})) }))
    .min(1),
  guardrailConfig: z
    .looseObject({
      guardrailIdentifier: z.string(),
      guardrailVersion: z.string(),
      trace: z.string().optional(),
    })
    .optional(),
  outputConfig: z
    .looseObject({
      textFormat: z
        .looseObject({
          structure: z
            .looseObject({ jsonSchema: z.looseObject({ schema: z.string() }).optional() })
            .optional(),
        })
        .optional(),
    })
    .optional(),
  toolConfig: z
    .looseObject({
      tools: z.array(z.looseObject({ toolSpec: toolSpec.optional() })),
      toolChoice: z
        .looseObject({
          tool: z.looseObject({ name: z.string() }).optional(),
          any: z.looseObject({}).optional(),
        })
        .optional(),
    })
    .optional(),
});

export type ConverseCall = z.infer<typeof converseBody>;

export const readConverseCall = (body: string | undefined): ConverseCall | undefined =>
  converseBody.safeParse(parsed(body)).data;

export const notConverse = (): Answer =>
  invalid(
    "1 validation error detected: Value at 'messages' failed to satisfy constraint: Member must not be null",
  );

function wantedOf({ outputConfig, toolConfig }: ConverseCall): Wanted {
  const { tool, any } = toolConfig?.toolChoice ?? {};
  const used = toolConfig?.tools
    .map(({ toolSpec: spec }) => spec)
    .find((spec) => spec !== undefined && (any !== undefined || spec.name === tool?.name));
  if (used) return { kind: 'tool', name: used.name, schema: used.inputSchema.json };
  const schema = outputConfig?.textFormat?.structure?.jsonSchema?.schema;
  return schema === undefined ? { kind: 'text' } : { kind: 'schema', schema: parsed(schema) };
}

const stopReasons = {
  end: 'end_turn',
  length: 'max_tokens',
  tool: 'tool_use',
  filter: 'content_filtered',
} as const;

const blocked = 'Sorry, the model cannot answer this question.';

/**
 * The answer to a call that nothing speaks against.
 *
 * @param blocks whether the guardrail of the call blocks what it is given
 */
export function converse(
  call: ConverseCall,
  { model, streams, blocks }: { model: string; streams: boolean; blocks: boolean },
): Answer | Promise<Answer> {
  const wanted = wantedOf(call);
  if (wanted.kind === 'schema' && hasManner('noschema', model)) {
    return invalid('The model does not support outputConfig: structured output is not supported.');
  }
  const generated = blocks ? ({ text: blocked, stop: 'end' } as const) : generate(model, wanted);
  const stopReason = blocks ? 'guardrail_intervened' : stopReasons[generated.stop];
  const written = outputTokens(generated);
  const rest = {
    usage: { inputTokens, outputTokens: written, totalTokens: inputTokens + written },
    metrics: { latencyMs: 1 },
    ...traceOf(call, blocks),
  };
  if (!streams) {
    const message = { role: 'assistant', content: contentOf(generated) };
    return jsonAnswer(200, { output: { message }, stopReason, ...rest });
  }
  if (hasManner('midstream', model)) {
    return frameStream([
      { name: 'messageStart', data: { role: 'assistant' } },
      {
        name: 'modelStreamErrorException',
        failed: true,
        data: { message: 'The model failed in the middle of the stream.', originalStatusCode: 500 },
      },
    ]);
  }
  return frameStream([
    { name: 'messageStart', data: { role: 'assistant' } },
    ...contentFrames(generated),
    { name: 'messageStop', data: { stopReason } },
    { name: 'metadata', data: rest },
  ]);
}

function contentOf({ text, tool }: Generated): object[] {
  if (tool) return [{ toolUse: { toolUseId: 'tooluse_simulated', ...tool } }];
  return text === '' ? [] : [{ text }];
}

function contentFrames({ text, tool }: Generated): Frame[] {
  if (!tool && text === '') return [];
  const contentBlockIndex = 0;
  const delta = tool ? { toolUse: { input: JSON.stringify(tool.input) } } : { text };
  const start = { toolUse: { toolUseId: 'tooluse_simulated', name: tool?.name ?? '' } };
  return [
    // Only the use of a tool is announced; text begins with its first piece.
    ...(tool ? [{ name: 'contentBlockStart', data: { contentBlockIndex, start } }] : []),
    { name: 'contentBlockDelta', data: { contentBlockIndex, delta } },
    { name: 'contentBlockStop', data: { contentBlockIndex } },
  ];
}

function traceOf({ guardrailConfig }: ConverseCall, blocks: boolean): object {
  if (!guardrailConfig || guardrailConfig.trace?.startsWith('enabled') !== true) return {};
  const { guardrailIdentifier: id } = guardrailConfig;
  const words = { customWords: [{ match: 'pong', action: 'BLOCKED' }], managedWordLists: [] };
  const assessment = blocks ? { wordPolicy: words } : {};
  const actionReason = blocks ? 'Guardrail blocked.' : 'No action.';
  return { trace: { guardrail: { inputAssessment: { [id]: assessment }, actionReason } } };
}
