import { z } from 'zod';
import { badParameter } from './refusals.ts';
import type { Answer } from '../vendor.ts';

/** Which parameters the models of OpenAI take. Source: the official client's types, version 6.49. */

const shared =
  'metadata moderation model parallel_tool_calls prompt_cache_key prompt_cache_options prompt_cache_retention safety_identifier service_tier store stream stream_options temperature tool_choice tools top_logprobs top_p user';

const known = {
  chat: new Set(
    `${shared} messages audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens modalities n prediction presence_penalty reasoning_effort response_format seed stop verbosity web_search_options`.split(
      ' ',
    ),
  ),
  responses: new Set(
    `${shared} background context_management conversation include input instructions max_output_tokens previous_response_id prompt reasoning text truncation`.split(
      ' ',
    ),
  ),
} as const;

/** GPT-5 and the o-series think first: they take no sampling parameters and another token limit. */
const thinks = (model: string) => !/^gpt-(?:3|4)/.test(model);

const limits = z.looseObject({
  temperature: z.number().optional(),
  max_tokens: z.number().optional(),
  max_output_tokens: z.number().optional(),
  reasoning_effort: z.string().optional(),
  reasoning: z.looseObject({ effort: z.string().optional() }).optional(),
});

const floor = 16;

/** The refusal of the first parameter that the model behind this API does not take. */
export function refusedParameter(
  api: keyof typeof known,
  model: string,
  body: Readonly<Record<string, unknown>>,
): Answer | undefined {
  const foreign = Object.keys(body).find((name) => !known[api].has(name));
  if (foreign !== undefined) {
    return badParameter(`Unknown parameter: '${foreign}'.`, 'unknown_parameter', foreign);
  }
  const { data } = limits.safeParse(body);
  if (!data) return badParameter('Invalid type for a parameter.', 'invalid_type', '');
  const { max_output_tokens: limit, temperature } = data;
  if (limit !== undefined && limit < floor) {
    return badParameter(
      `Invalid 'max_output_tokens': integer below minimum value. Expected a value >= ${floor}, but got ${limit} instead.`,
      'integer_below_min_value',
      'max_output_tokens',
    );
  }
  if (!thinks(model)) return undefined;
  if (data.max_tokens !== undefined) return oldLimit();
  if (temperature !== undefined && temperature !== 1) {
    return badParameter(
      `Unsupported value: 'temperature' does not support ${temperature} with this model. Only the default (1) value is supported.`,
      'unsupported_value',
      'temperature',
    );
  }
  const effort = data.reasoning_effort ?? data.reasoning?.effort;
  if (effort === 'none' && /^gpt-5(?:-\d|$)/.test(model)) {
    const name = api === 'chat' ? 'reasoning_effort' : 'reasoning.effort';
    return badParameter(
      `Unsupported value: '${name}' does not support 'none' with this model. Supported values are: 'minimal', 'low', 'medium', and 'high'.`,
      'unsupported_value',
      name,
    );
  }
  return undefined;
}

export const oldLimit = (): Answer =>
  badParameter(
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    'unsupported_parameter',
    'max_tokens',
  );

const closed = z.looseObject({ additionalProperties: z.literal(false) });

/** Strict output needs a schema without room for more; undefined when it is one. */
export function refusedSchema(schema: unknown, strict: boolean, param: string): Answer | undefined {
  if (!strict || closed.safeParse(schema).success) return undefined;
  return badParameter(
    `Invalid schema for ${param} 'response': In context=(), 'additionalProperties' is required to be supplied and to be false.`,
    'invalid_json_schema',
    param,
  );
}

export const noSchemas = (param: string): Answer =>
  badParameter(
    `Invalid parameter: '${param}' of type 'json_schema' is not supported with this model.`,
    null,
    param,
  );

export const noStreams = (): Answer =>
  badParameter(
    'Your organization must be verified to stream this model. Please go to: https://platform.openai.com/settings/organization/general and click on Verify Organization.',
    'unsupported_value',
    'stream',
  );

const dated: Readonly<Record<string, string>> = { 'gpt-5': 'gpt-5-2025-08-07' };

/** The model that an alias stands for today. */
export const resolvedModel = (model: string): string => dated[model] ?? model;
