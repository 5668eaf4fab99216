import { z } from 'zod';

const name = z.string().min(1).max(255);
const slug = z
  .string()
  .max(255)
  .regex(/^[a-zA-Z0-9_-]+$/);
const configurations = z.record(z.string(), z.unknown());
const mappings = z.array(
  z.strictObject({
    target_field: z.string().regex(/^(?:key|configurations\.\w+)$/),
    secret_reference_id: z.string(),
    secret_key: z.string().nullish(),
    value_format: z.enum(['json', 'string']).nullish(),
  }),
);
const factor = z.number().min(0).nullable().optional();
const factors = [
  ...['default', 'request_token', 'response_token', 'cache_read_input_token'],
  ...['cache_write_input_token', 'cache_read_audio_input_token', 'request_audio_token'],
  ...['response_audio_token', 'reasoning_token', 'prediction_accepted_token'],
  ...['prediction_rejected_token', 'request_image_token', 'response_image_token'],
  ...['request_text_token', 'response_text_token', 'cache_read_image_input_token'],
  ...['cache_read_text_input_token', 'cache_write_text_input_token'],
  'cache_write_image_input_token',
];
const adjustments = z.strictObject({
  multiplier: z
    .strictObject({
      ...Object.fromEntries(factors.map((each) => [each, factor])),
      image: z.strictObject({ default: factor }).nullish(),
      additional_units: z.record(z.string(), z.number().min(0).nullable()).nullish(),
    })
    .optional(),
});

const changes = {
  name: name.optional(),
  key: z.string().optional(),
  description: z.string().optional(),
  configurations: configurations.optional(),
  secret_mappings: mappings.optional(),
  pricing_adjustments: adjustments.nullish(),
};
/** The body that creates an integration. */
export const creation = z.strictObject({
  ...changes,
  name,
  slug: slug.optional(),
  ai_provider_id: z.string().min(1),
  workspace_id: z.string().optional(),
  create_default_provider: z.boolean().optional(),
  default_provider_slug: slug.optional(),
});
/** The body that changes one. */
export const change = z.strictObject(changes);
/** What a body may change. */
export type IntegrationChange = z.infer<typeof change>;
