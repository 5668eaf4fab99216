import { z } from 'zod';
import type { PortkeyState, StoredIntegration, StoredModel } from '../store/portkey-state.ts';
import { hostProblems } from './configurations.ts';
import { routesOf, type CheckedPortkeyRequest, type PortkeyRoute } from './context.ts';
import { placeOf } from './integration-secrets.ts';
import { integrationOf } from './lookups.ts';
import { readBody, Refused } from './refused.ts';

const price = z.strictObject({ price: z.number().min(0).optional() });
const modelBody = z.strictObject({
  slug: z.string().min(1).max(255),
  enabled: z.boolean(),
  is_custom: z.boolean().nullish(),
  is_finetune: z.boolean().nullish(),
  base_model_slug: z.string().nullish(),
  configurations: z
    .strictObject({
      custom_host: z.string().optional(),
      custom_headers: z.record(z.string(), z.string()).optional(),
    })
    .nullish(),
  pricing_config: z
    .strictObject({
      type: z.literal('static').optional(),
      pay_as_you_go: z
        .strictObject({ request_token: price.optional(), response_token: price.optional() })
        .optional(),
    })
    .nullish(),
});
type ModelBody = z.infer<typeof modelBody>;

const change = z.strictObject({
  models: z.array(modelBody),
  allow_all_models: z.boolean().optional(),
});
const removal = z.strictObject({ models: z.array(z.string()).min(1) });

/** The routes of /integrations/:slug/models. */
export function modelRoutes(): PortkeyRoute[] {
  const to = routesOf('integration_models');
  const path = '/integrations/:slug/models';
  return [
    to('GET', path, (state, call) => {
      const { models, allow_all_models } = integrationOf(state, call, 'read');
      return { total: models.length, models: models.map(shown), allow_all_models, object: 'list' };
    }),
    to('PUT', path, (state, call) => {
      const integration = integrationOf(state, call, 'update');
      const { models, allow_all_models: all } = readBody(change, call.body);
      if (all !== undefined) integration.allow_all_models = all;
      for (const each of models) put(integration, each, call);
      integration.last_updated_at = call.now.toISOString();
      return {};
    }),
    to('DELETE', path, remove),
  ];
}

function shown({ slug, enabled, is_custom, is_finetune, ...model }: StoredModel) {
  const { base_model_slug, pricing_config, created_at, last_updated_at } = model;
  return {
    slug,
    created_at,
    last_updated_at,
    enabled,
    is_custom,
    pricing_config: pricing_config ?? null,
    is_finetune,
    base_model_slug,
    description: null,
    ...(model.custom_host === null ? {} : { configurations: { custom_host: model.custom_host } }),
  };
}

/** The place of a header of a model's own host, to which its value is bound. */
export const headerPlace = (integration: StoredIntegration, model: string, header: string) =>
  placeOf(integration, `model ${model} header ${header}`);

/** Adds a model, or changes the one of the slug: what is absent stays as it is. */
function put(
  integration: StoredIntegration,
  body: ModelBody,
  { now, vault }: CheckedPortkeyRequest,
): void {
  const before = integration.models.find(({ slug }) => slug === body.slug);
  const { configurations: own } = body;
  const problems =
    own?.custom_host === undefined
      ? []
      : hostProblems('configurations.custom_host', own.custom_host);
  if (problems.length > 0) throw new Refused('AB01', problems.join('; '));
  const headers = Object.entries(own?.custom_headers ?? {}).map(([name, value]) => ({
    name,
    value: vault.hide(value, headerPlace(integration, body.slug, name)),
  }));
  const at = now.toISOString();
  const after: StoredModel = {
    slug: body.slug,
    enabled: body.enabled,
    is_custom: body.is_custom ?? before?.is_custom ?? false,
    is_finetune: body.is_finetune ?? before?.is_finetune ?? false,
    base_model_slug:
      body.base_model_slug === undefined ? (before?.base_model_slug ?? null) : body.base_model_slug,
    custom_host: own === undefined ? (before?.custom_host ?? null) : (own?.custom_host ?? null),
    custom_headers: own === undefined ? (before?.custom_headers ?? []) : headers,
    pricing_config:
      (body.pricing_config === undefined ? before?.pricing_config : body.pricing_config) ?? null,
    created_at: before?.created_at ?? at,
    last_updated_at: before ? at : null,
  };
  if (before) Object.assign(before, after);
  else integration.models.push(after);
}

/**
 * Removes custom and fine-tuned models, named in the query (`slugs`, as the document has it) or in the
 * body (`models`, as Terraform sends it). A model of the provider itself is disabled, never removed.
 */
function remove(state: PortkeyState, call: CheckedPortkeyRequest) {
  const integration = integrationOf(state, call, 'update');
  const inQuery = call.query.getAll('slugs').flatMap((each) => each.split(','));
  const named = inQuery.filter((each) => each !== '');
  const slugs = named.length > 0 ? named : readBody(removal, call.body).models;
  const found = slugs.map((each) => integration.models.find(({ slug }) => slug === each));
  if (found.includes(undefined)) throw new Refused('AB08', 'Model not found');
  if (!found.every((each) => each?.is_custom === true || each?.is_finetune === true)) {
    throw new Refused('AB01', 'slugs: only custom models can be deleted, others are disabled');
  }
  integration.models = integration.models.filter(({ slug }) => !slugs.includes(slug));
  integration.last_updated_at = call.now.toISOString();
  return {};
}
