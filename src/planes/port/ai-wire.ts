import { z } from 'zod';
import type { Read } from '../../http/api.ts';
import { fieldsOf } from '../../core/text/json.ts';
import { envelope, listOf, recordOf } from '../records.ts';
import type { EntityPage } from './nouns.ts';

/** What the routes of Port AI send, read as loosely as the others. */

const held = () => z.record(z.string(), z.unknown()).nullish();

/** The use of the month. None of it is needed: what is missing is told as missing. */
export const aiQuota = recordOf({
  schema: () =>
    z.looseObject({
      monthlyLimit: z.number().nonnegative().nullish(),
      remainingQuota: z.number().nonnegative().nullish(),
      month: z.string().nullish(),
      remainingTimeMs: z.number().nonnegative().nullish(),
    }),
  needed: [],
});

const entity = recordOf({
  schema: () =>
    z.looseObject({
      identifier: z.string().min(1),
      title: z.string().nullish(),
      properties: held(),
      relations: held(),
      createdAt: z.string().nullish(),
      createdBy: z.string().nullish(),
    }),
  needed: ['identifier'],
});

const blueprint = recordOf({
  schema: () =>
    z.looseObject({
      identifier: z.string().min(1),
      schema: z
        .looseObject({
          properties: z
            .record(
              z.string(),
              z.looseObject({
                title: z.string().nullish(),
                enum: z.array(z.unknown()).nullish(),
              }),
            )
            .optional(),
        })
        .optional(),
    }),
  needed: ['identifier'],
});

const result = recordOf({
  schema: () =>
    z.looseObject({
      status: z.string().min(1),
      message: z.string().nullish(),
      error: z.string().nullish(),
      selectedAgent: z.string().nullish(),
    }),
  needed: ['status'],
});

const entities = envelope(['entities', 'result'], listOf(entity));

/** Reads a page of entities with what leads to the next one. */
function entityPage(body: unknown): Read<EntityPage> {
  const list = entities(body);
  if ('wrong' in list) return list;
  const next = fieldsOf(body)?.['next'];
  const value = {
    entities: list.value,
    ...(typeof next === 'string' && next !== '' ? { next } : {}),
  };
  return { value, ...(list.odd === undefined ? {} : { odd: list.odd }) };
}

/** Whole answers of Port AI. */
export const aiAnswers = {
  quota: envelope(['monthlyQuotaUsage', 'result'], aiQuota),
  blueprint: envelope(['blueprint', 'result'], blueprint),
  entity: envelope(['entity', 'result'], entity),
  entities: entityPage,
  result: envelope(['result'], result),
} as const;
