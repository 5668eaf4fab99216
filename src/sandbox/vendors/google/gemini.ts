import { z } from 'zod';
import { eventStream } from '../event-stream.ts';
import {
  generate,
  inputTokens,
  outputTokens,
  type Generated,
  type Wanted,
} from '../generated-text.ts';
import { badArgument, googleRefusal } from './refusals.ts';
import { jsonAnswer, parsed, type Answer } from '../vendor.ts';
import { hasManner } from '../outcomes-by-name.ts';

/** What Gemini writes, in Google's generateContent format. */

const geminiBody = z.looseObject({
  contents: z.array(z.looseObject({})).min(1),
  generationConfig: z
    .looseObject({
      responseMimeType: z.string().optional(),
      responseSchema: z.unknown().optional(),
      responseJsonSchema: z.unknown().optional(),
    })
    .optional(),
});

export type GeminiVerb = 'generateContent' | 'streamGenerateContent' | 'countTokens';

function wantedOf({ generationConfig = {} }: z.infer<typeof geminiBody>): Wanted {
  const { responseMimeType, responseSchema, responseJsonSchema } = generationConfig;
  const schema = responseSchema ?? responseJsonSchema;
  if (schema !== undefined) return { kind: 'schema', schema };
  return { kind: responseMimeType === 'application/json' ? 'json' : 'text' };
}

/** The answer to a body; `sse` is how a stream is asked for that is none of JSON. */
export function gemini(
  body: string | undefined,
  { verb, model, sse }: { verb: GeminiVerb; model: string; sse: boolean },
): Answer {
  const { data } = geminiBody.safeParse(parsed(body));
  if (!data) return badArgument('Unable to submit request because it must have a contents field.');
  if (verb === 'countTokens') {
    return jsonAnswer(200, { totalTokens: inputTokens, totalBillableCharacters: 24 });
  }
  const wanted = wantedOf(data);
  if (wanted.kind === 'schema' && hasManner('noschema', model)) {
    return badArgument('response_schema is not supported for this model.');
  }
  const generated = generate(model, wanted);
  const whole = candidateOf(model, generated);
  if (verb === 'generateContent') return jsonAnswer(200, whole);
  if (hasManner('nostream', model)) {
    return googleRefusal(400, 'UNIMPLEMENTED', 'Streaming is not supported for this model.');
  }
  const stream = hasManner('midstream', model)
    ? [
        { usageMetadata: { promptTokenCount: inputTokens }, modelVersion: model },
        { error: { code: 500, message: 'Internal error encountered.', status: 'INTERNAL' } },
      ]
    : [whole];
  return sse ? eventStream(stream.map((data) => ({ data }))) : jsonAnswer(200, stream);
}

const finishReasons = {
  end: 'STOP',
  length: 'MAX_TOKENS',
  tool: 'STOP',
  filter: 'SAFETY',
} as const;

function candidateOf(model: string, generated: Generated): object {
  const { text, stop } = generated;
  const written = outputTokens(generated);
  return {
    candidates: [
      {
        // The parts are missing where thinking used up the limit.
        content: { role: 'model', ...(text === '' ? {} : { parts: [{ text }] }) },
        finishReason: finishReasons[stop],
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: inputTokens,
      candidatesTokenCount: written,
      totalTokenCount: inputTokens + written,
    },
    modelVersion: model,
  };
}
