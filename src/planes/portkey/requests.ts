import { z } from 'zod';
import { once } from '../../core/once.ts';
import { Secret } from '../../core/secret.ts';
import { sentRateLimit, sentUsageLimit } from './limits-on-the-wire.ts';

/**
 * Bodies that are sent to Portkey, closed: a name that is not here is a slip. A value that is secret may be
 * a Secret, or a text once it is revealed. What `configurations` holds is checked by kind of provider.
 * Source: OpenAPI document of June 2026, with the newer fields of the backend's changelog.
 */

/** Checks of the bodies, by the call that sends them; made when the first of them is sent. */
export const requestBodies = once(() => {
  const slug = z
    .string()
    .max(255)
    .regex(/^[a-zA-Z0-9_-]+$/);
  const name = z.string().min(1).max(255);
  const secretText = z.union([z.string().min(1), z.instanceof(Secret)]);
  const configurations = z.record(z.string(), z.unknown());

  const secretMapping = z.strictObject({
    target_field: z.string().regex(/^(?:key|configurations\..+)$/),
    secret_reference_id: z.string().min(1),
    secret_key: z.string().nullish(),
    value_format: z.enum(['json', 'string']).nullish(),
  });

  const changeable = {
    key: secretText.optional(),
    description: z.string().optional(),
    configurations: configurations.optional(),
    secret_mappings: z.array(secretMapping).optional(),
    pricing_adjustments: z.record(z.string(), z.unknown()).nullish(),
  };

  const model = z.strictObject({
    slug: z.string().min(1),
    enabled: z.boolean(),
    is_custom: z.boolean().nullish(),
    is_finetune: z.boolean().nullish(),
    base_model_slug: z.string().nullish(),
    configurations: z
      .strictObject({
        custom_host: z.string().optional(),
        custom_headers: z.record(z.string(), secretText).optional(),
      })
      .optional(),
    pricing_config: z.record(z.string(), z.unknown()).optional(),
  });

  const limits = {
    usage_limits: z.array(sentUsageLimit()).max(1).nullish(),
    // The document has at most one here as well, the gateway checks each of several.
    rate_limits: z.array(sentRateLimit()).nullish(),
  };

  const autoProvider = {
    create_default_provider: z.boolean().optional(),
    default_provider_slug: slug.optional(),
  };

  return {
    createIntegration: z.strictObject({
      name,
      ai_provider_id: z.string().min(1),
      slug: slug.optional(),
      workspace_id: z.string().min(1).optional(),
      ...changeable,
      ...autoProvider,
    }),

    updateIntegration: z.strictObject({ name: name.optional(), ...changeable }),

    putModels: z.strictObject({
      models: z.array(model),
      allow_all_models: z.boolean().optional(),
    }),

    putWorkspaces: z.strictObject({
      workspaces: z.array(
        z.strictObject({
          id: z.string().min(1),
          enabled: z.boolean(),
          ...limits,
          reset_usage: z.boolean().optional(),
          ...autoProvider,
        }),
      ),
      global_workspace_access: z.strictObject({ enabled: z.boolean(), ...limits }).optional(),
      override_existing_workspace_access: z.boolean(),
      ...autoProvider,
    }),

    createProvider: z.strictObject({
      name,
      integration_id: z.string().min(1),
      workspace_id: z.string().min(1).optional(),
      slug: slug.optional(),
      note: z.string().nullish(),
      usage_limits: sentUsageLimit().optional(),
      rate_limits: z.array(sentRateLimit()).optional(),
      expires_at: z.string().optional(),
    }),

    updateProvider: z.strictObject({
      name: name.optional(),
      note: z.string().optional(),
      usage_limits: sentUsageLimit().nullish(),
      rate_limits: z.array(sentRateLimit()).nullish(),
      expires_at: z.string().nullish(),
      reset_usage: z.boolean().optional(),
    }),
  } as const;
});
