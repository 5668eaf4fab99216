import { z } from 'zod';
import { generate, type Wanted } from '../generated-text.ts';
import { noSchemas, noStreams, refusedSchema } from './parameters.ts';
import { badParameter, openaiRefusal } from './refusals.ts';
import { brokenResponse, response, streamedResponse } from './response-events.ts';
import { jsonAnswer, parsed, type Answer } from '../vendor.ts';
import { hasManner } from '../outcomes-by-name.ts';

/** OpenAI's Responses API. */

const responsesBody = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.unknown()).min(1)]),
  stream: z.boolean().nullish(),
  text: z
    .looseObject({
      format: z
        .looseObject({
          type: z.string(),
          schema: z.unknown().optional(),
          strict: z.boolean().nullish(),
        })
        .optional(),
    })
    .optional(),
  tools: z
    .array(z.looseObject({ name: z.string().optional(), parameters: z.unknown().optional() }))
    .optional(),
  tool_choice: z.union([z.string(), z.looseObject({ name: z.string().optional() })]).optional(),
});

export type ResponsesBody = z.infer<typeof responsesBody>;

export const readResponsesCall = (body: string | undefined): ResponsesBody | undefined =>
  responsesBody.safeParse(parsed(body)).data;

export const notResponsesCall = (body: string | undefined): Answer =>
  z.looseObject({ model: z.string() }).safeParse(parsed(body)).success
    ? badParameter("Missing required parameter: 'input'.", 'missing_required_parameter', 'input')
    : openaiRefusal(400, "Missing required parameter: 'model'.", 'missing_required_parameter', {
        param: 'model',
      });

function wantedOf({ text, tools = [], tool_choice: choice }: ResponsesBody): Wanted {
  const name = typeof choice === 'object' ? choice.name : undefined;
  const used = tools.find((each) =>
    choice === 'required' ? each.name !== undefined : name !== undefined && each.name === name,
  );
  if (used) return { kind: 'tool', name: used.name ?? '', schema: used.parameters };
  const format = text?.format;
  if (format?.type === 'json_schema') return { kind: 'schema', schema: format.schema };
  return { kind: format?.type === 'json_object' ? 'json' : 'text' };
}

/** The response, whole or as a stream; `answersAs` is the name of the model in it. */
export function responsesAnswer(call: ResponsesBody, answersAs: string): Answer {
  const { model, stream, text } = call;
  if (text?.format?.type === 'json_schema') {
    if (hasManner('noschema', model)) return noSchemas('text.format');
    const { schema, strict } = text.format;
    const refused = refusedSchema(schema, strict === true, 'text.format');
    if (refused) return refused;
  }
  if (stream === true && hasManner('nostream', model)) return noStreams();
  const generated = generate(model, wantedOf(call));
  if (stream !== true) return jsonAnswer(200, response(answersAs, generated));
  return hasManner('midstream', model)
    ? brokenResponse(answersAs)
    : streamedResponse(answersAs, generated);
}
