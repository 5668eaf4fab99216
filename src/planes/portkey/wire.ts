import { z } from 'zod';
import { once } from '../../core/once.ts';
import { fieldsOf, jsonIn } from '../../core/text/json.ts';
import type { Read } from '../../http/api.ts';
import { envelope, listOf, orNothing, recordOf, type ReadAt } from '../records.ts';
import { rateLimits, usageLimits } from './limits-on-the-wire.ts';
import { sentBodyWithoutSecrets } from './masks.ts';
import type { IntegrationModels, IntegrationWorkspaces, Page } from './nouns.ts';

/**
 * What Portkey sends, read loosely: unknown fields pass through, and the forms in which document, clients
 * and live API disagree become one. Source: OpenAPI document of June 2026, and recorded live answers.
 */

const text = once(() => z.string().nullish());
const count = once(() => z.number().nullish());

/** A switch in each of its spellings: a boolean, 1 and 0, or a text. */
const switchIn = (value: unknown): unknown => {
  if (value === 'true' || value === 1 || value === '1') return true;
  return value === 'false' || value === 0 || value === '0' ? false : value;
};
const needed = once(() => z.preprocess(switchIn, z.boolean()));
const offByDefault = once(() => z.preprocess((value) => switchIn(value ?? false), z.boolean()));
const perhaps = once(() => z.preprocess(switchIn, z.boolean().nullish()));

/** Not z.record, which leaves out a key named __proto__: what is stored may be sent back whole. */
const stored = once(() =>
  z.custom<Record<string, unknown>>((value) => fieldsOf(value) !== undefined),
);

/** An object, or the JSON text of one as list rows have it; an empty text is none. */
const configurations = once(() =>
  z.preprocess((value) => {
    if (typeof value !== 'string') return value;
    return value.trim() === '' ? null : jsonIn(value);
  }, stored().nullish()),
);

const globalAccess = once(() =>
  z.preprocess(
    (value) => (typeof switchIn(value) === 'boolean' ? { enabled: value } : value),
    z
      .looseObject({ enabled: needed(), usage_limits: usageLimits(), rate_limits: rateLimits() })
      .nullish(),
  ),
);

/** Brings the three places and forms of the global access into one: an object under one name, or null. */
const oneGlobalAccess = (value: unknown): unknown => {
  const fields = fieldsOf(value);
  if (!fields || !('global_workspace_access_settings' in fields)) return value;
  const { global_workspace_access_settings: settings, ...rest } = fields;
  return {
    ...rest,
    global_workspace_access: settings ?? fields['global_workspace_access'] ?? null,
  };
};

/** `workspace_count` of the document is `workspaces_count` of the live API. */
const oneCount = (value: unknown): unknown => {
  const fields = fieldsOf(value);
  if (!fields || !('workspace_count' in fields)) return value;
  const { workspace_count: documented, ...rest } = fields;
  return { ...rest, workspaces_count: fields['workspaces_count'] ?? documented };
};

/** An access or a model says `enabled`, or only whether it is archived. */
const enabledByStatus = (value: unknown): unknown => {
  const fields = fieldsOf(value);
  if (!fields || 'enabled' in fields || typeof fields['status'] !== 'string') return value;
  return { ...fields, enabled: fields['status'] !== 'archived' };
};

const secretMapping = once(() =>
  z.looseObject({
    target_field: z.string(),
    secret_reference_id: z.string(),
    secret_key: text(),
    value_format: text(),
  }),
);

const integration = recordOf({
  schema: () =>
    z
      .preprocess(
        (value) => oneCount(oneGlobalAccess(value)),
        z.looseObject({
          slug: z.string().min(1),
          name: z.string(),
          ai_provider_id: z.string(),
          id: text(),
          organisation_id: text(),
          status: text(),
          type: text(),
          workspace_id: text(),
          description: text(),
          owner_id: text(),
          workspaces_count: count(),
          created_at: text(),
          last_updated_at: text(),
          masked_key: text(),
          configurations: configurations(),
          global_workspace_access: globalAccess(),
          allow_all_models: perhaps(),
          secret_mappings: z.array(secretMapping()).nullish(),
        }),
      )
      // A value has no business here; if a server ever sends one, it goes no further.
      .transform(({ key: _dropped, ...rest }) => rest),
  needed: ['slug', 'name', 'ai_provider_id', 'global_workspace_access'],
});

const integrationModel = recordOf({
  schema: () =>
    z.preprocess(
      enabledByStatus,
      z.looseObject({
        slug: z.string().min(1),
        name: text(),
        enabled: needed(),
        is_custom: offByDefault(),
        is_finetune: offByDefault(),
        base_model_slug: text(),
        description: text(),
        pricing_config: z.unknown().optional(),
        configurations: configurations(),
        created_at: text(),
        last_updated_at: text(),
      }),
    ),
  needed: ['slug', 'enabled', 'is_custom'],
});

const workspaceAccess = recordOf({
  schema: () =>
    z.preprocess(
      enabledByStatus,
      z.looseObject({
        id: z.string().min(1),
        enabled: needed(),
        status: text(),
        usage_limits: usageLimits(),
        rate_limits: rateLimits(),
        last_reset_at: text(),
        created_at: text(),
        last_updated_at: text(),
      }),
    ),
  needed: ['id', 'enabled', 'usage_limits', 'rate_limits'],
});

const workspace = recordOf({
  schema: () =>
    z.looseObject({
      id: z.string().min(1),
      slug: z.string().min(1),
      name: z.string(),
      description: text(),
      organisation_id: text(),
      usage_limits: usageLimits(),
      rate_limits: rateLimits(),
      created_at: text(),
      last_updated_at: text(),
      last_reset_at: text(),
      security_settings: z.unknown().optional(),
    }),
  needed: ['id', 'slug', 'usage_limits', 'rate_limits'],
});

const provider = recordOf({
  schema: () =>
    z
      .looseObject({
        slug: z.string().min(1),
        name: z.string(),
        id: text(),
        integration_id: text(),
        provider: text(),
        ai_provider_name: text(),
        status: text(),
        note: text(),
        workspace_id: text(),
        workspace_name: text(),
        usage_limits: usageLimits(),
        rate_limits: rateLimits(),
        masked_api_key: text(),
        expires_at: text(),
        created_at: text(),
        last_reset_at: text(),
      })
      .transform(({ key: _dropped, ...rest }) => rest),
  needed: ['slug', 'usage_limits', 'rate_limits'],
});

const secretReference = recordOf({
  schema: () =>
    z
      .looseObject({
        id: z.string(),
        slug: z.string().min(1),
        name: z.string(),
        manager_type: z.string(),
        status: text(),
        description: text(),
        secret_path: text(),
        secret_key: text(),
        allow_all_workspaces: perhaps(),
        created_at: text(),
        last_updated_at: text(),
      })
      .transform(({ auth_config: _dropped, ...rest }) => rest),
  needed: ['slug', 'manager_type'],
});

const policy = once(() => ({
  id: z.string(),
  name: text(),
  type: z.string(),
  status: text(),
  workspace_id: text(),
  conditions: z.array(z.looseObject({ key: z.string(), value: z.string() })).nullish(),
  group_by: z.array(z.looseObject({ key: z.string() })).nullish(),
}));

const usageLimitPolicy = recordOf({
  schema: () =>
    z.looseObject({
      ...policy(),
      credit_limit: count(),
      alert_threshold: count(),
      periodic_reset: z.preprocess((value) => (value === '' ? null : value), text()),
      periodic_reset_days: count(),
    }),
  needed: ['id', 'type'],
});

const rateLimitPolicy = recordOf({
  schema: () => z.looseObject({ ...policy(), unit: z.string(), value: z.number() }),
  needed: ['id', 'type', 'unit', 'value'],
});

const auditRecord = recordOf({
  schema: () =>
    z
      .looseObject({
        timestamp: z.string(),
        method: text(),
        uri: text(),
        request_id: text(),
        request_body: z.unknown().transform(sentBodyWithoutSecrets),
        user_id: text(),
        user_type: text(),
        organisation_id: text(),
        workspace_id: text(),
        response_status_code: count(),
        resource_type: text(),
        action: text(),
        client_ip: text(),
        country: text(),
      })
      .transform(({ request_headers: _headers, query_params: _query, ...rest }) => rest),
  needed: ['timestamp'],
});

const offeredModel = recordOf({
  schema: () => z.looseObject({ id: z.string().min(1), owned_by: text() }),
  needed: ['id'],
});

const created = recordOf({ schema: () => z.looseObject({ slug: text(), id: text() }), needed: [] });

/** Reads a page under one of the keys, or bare. `total` is missing on some servers. */
function page<T>(keys: readonly string[], read: ReadAt<T>): (body: unknown) => Read<Page<T>> {
  const list = envelope(keys, listOf(read));
  return (body) => {
    const found = list(body);
    if ('wrong' in found) return found;
    const outer = fieldsOf(body);
    const total = outer?.['total'] ?? outer?.['total_count'];
    const rows = keys.map((key) => outer?.[key]).find(Array.isArray) ?? body;
    return {
      ...found,
      value: {
        items: found.value,
        received: Array.isArray(rows) ? rows.length : found.value.length,
        ...(typeof total === 'number' ? { total } : {}),
      },
    };
  };
}

/**
 * Reads a list that the document gives whole, without pages. A total that is greater than the list says
 * that the server keeps some back, which is remarked: what follows holds for those that came.
 */
function wholeList<T>(
  keys: readonly string[],
  read: ReadAt<T>,
): (body: unknown) => Read<readonly T[]> {
  const list = page(keys, read);
  return (body) => {
    const found = list(body);
    if ('wrong' in found) return found;
    const { items, received, total } = found.value;
    const kept = total !== undefined && total > received;
    const remark = `the answer counts ${total ?? 0} ${keys[0] ?? ''} and has ${received} of them; the others are neither shown nor changed`;
    return { value: items, odd: [...(found.odd ?? []), ...(kept ? [remark] : [])] };
  };
}

const modelList = wholeList(['models', 'data'], integrationModel);
const accessList = wholeList(['workspaces', 'data'], workspaceAccess);
const modelSwitch = once(() => z.looseObject({ allow_all_models: perhaps() }));
const provisioning = once(() =>
  z.preprocess(oneGlobalAccess, z.looseObject({ global_workspace_access: globalAccess() })),
);

/** The models of an integration. No `total` is needed, and `allow_all_models` is not in the document. */
function integrationModels(body: unknown): Read<IntegrationModels> {
  const found = modelList(body);
  if ('wrong' in found) return found;
  const around = modelSwitch().safeParse(fieldsOf(body) ?? {});
  if (!around.success) return { wrong: 'allow_all_models is neither true nor false' };
  const allowed = around.data.allow_all_models ?? undefined;
  return {
    ...found,
    value: { models: found.value, ...(allowed === undefined ? {} : { allow_all_models: allowed }) },
  };
}

/** The access of workspaces to an integration, with what new ones get where the server says so. */
function integrationWorkspaces(body: unknown): Read<IntegrationWorkspaces> {
  const found = accessList(body);
  if ('wrong' in found) return found;
  const around = provisioning().safeParse(fieldsOf(body) ?? {});
  if (!around.success) return { wrong: 'global_workspace_access cannot be read' };
  const { global_workspace_access: access } = around.data;
  return {
    ...found,
    value: {
      workspaces: found.value,
      ...(access === undefined ? {} : { global_workspace_access: access }),
    },
  };
}

/** Whole answers, each in the envelopes that Portkey's document, servers and clients know. */
export const answers = {
  integrations: page(['data'], integration),
  integration: envelope(['data'], integration),
  models: integrationModels,
  workspaceAccess: integrationWorkspaces,
  workspaces: page(['data'], workspace),
  workspace: envelope(['data'], workspace),
  providers: page(['data'], provider),
  provider: envelope(['data'], provider),
  secretReferences: page(['data'], secretReference),
  secretReference: envelope(['data'], secretReference),
  usageLimitPolicies: page(['data'], usageLimitPolicy),
  rateLimitPolicies: page(['data'], rateLimitPolicy),
  auditRecords: page(['records', 'data'], auditRecord),
  offeredModels: page(['data'], offeredModel),
  /** Undefined where a creation is answered with nothing: what was sent names it. */
  created: orNothing(['data'], envelope(['data'], created)),
} as const;
