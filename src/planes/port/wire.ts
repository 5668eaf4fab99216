import { z } from 'zod';
import type { Read } from '../../http/api.ts';
import { wholeList } from './lists.ts';
import { once } from '../../core/once.ts';
import { envelope, orNothing, recordOf } from '../records.ts';
import { fieldsOf } from '../../core/text/json.ts';

/**
 * What Port sends, read loosely: unknown fields, types and models pass through, because Port's own
 * documents disagree about them. Requests are built from provider types and are closed there.
 */

/** A switch is `true` or `false`; those who write it otherwise mean the same. */
const readableSwitch = () =>
  z.preprocess((value) => {
    if (value === 'true' || value === 1) return true;
    return value === 'false' || value === 0 ? false : value;
  }, z.boolean());

const when = once(() => z.string().nullish());
// Not z.record, which leaves out a key named __proto__: what is stored is sent back whole.
const stored = once(() =>
  z.custom<Record<string, unknown>>((value) => fieldsOf(value) !== undefined).nullish(),
);
const switches = once(() =>
  z.record(z.string(), z.looseObject({ enabled: z.boolean().optional() })).nullish(),
);

export const provider = recordOf({
  schema: () =>
    z.looseObject({
      provider: z.string().min(1),
      enabled: readableSwitch().default(true),
      // Sent back as it is, so it is taken as it is: what it means is read in the domain.
      config: stored(),
      overrides: stored(),
      effectiveModels: z.unknown().optional(),
      createdAt: when(),
      createdBy: when(),
      updatedAt: when(),
      updatedBy: when(),
    }),
  needed: ['provider'],
  documented: () =>
    z.looseObject({
      enabled: z.boolean().optional(),
      overrides: z.looseObject({ models: switches() }).nullish(),
      effectiveModels: switches(),
    }),
});

export const defaults = recordOf({
  schema: () =>
    z.looseObject({
      provider: z.string().min(1),
      model: z.string().min(1),
      createdAt: when(),
      createdBy: when(),
      updatedAt: when(),
      updatedBy: when(),
    }),
  needed: ['provider', 'model'],
});

export const secret = recordOf({
  schema: () =>
    z
      .looseObject({
        secretName: z.string().min(1),
        description: z.string().nullish(),
        createdAt: when(),
        updatedAt: when(),
      })
      // A value is not expected here; if a server ever sends one, it is dropped.
      .transform(({ secretValue: _dropped, value: _alsoDropped, ...metadata }) => metadata),
  needed: ['secretName'],
});

export const organization = recordOf({
  schema: () => z.looseObject({ id: z.string().optional(), name: z.string().optional() }),
  needed: [],
});

export const user = recordOf({
  schema: () =>
    z.looseObject({
      email: z.string().optional(),
      roles: z.array(z.looseObject({ name: z.string() })).optional(),
    }),
  needed: [],
});

export const accessToken = recordOf({
  schema: () =>
    z.looseObject({
      accessToken: z.string().min(1),
      /** Seconds. */
      expiresIn: z.unknown().optional(),
    }),
  needed: ['accessToken'],
});

/** Whole answers, each in the envelopes that Port's documents and clients know. */
export const answers = {
  provider: envelope(['result', 'provider'], provider),
  providers: wholeList(['result', 'providers'], 'provider', provider),
  defaults: envelope(['result', 'defaults'], defaults),
  secret: envelope(['secret', 'result'], secret),
  secrets: wholeList(['secrets', 'result'], 'secretName', secret),
  organization: envelope(['organization', 'result'], organization),
  user: envelope(['user', 'result'], user),
  token: envelope(['result'], accessToken),
} as const;

/** What an answer says of a connection test beside the provider belongs to it as well. */
export function withTests<T extends object | undefined>(
  read: (body: unknown) => Read<T>,
): (body: unknown) => Read<T> {
  return (body) => {
    const found = read(body);
    const outer = fieldsOf(body);
    const testedModels = outer?.['testedModels'] ?? fieldsOf(outer?.['details'])?.['testedModels'];
    if ('wrong' in found || !found.value || testedModels === undefined) return found;
    return { ...found, value: { testedModels, ...found.value } };
  };
}

/** Whether an answer says of itself that what was asked for is done. */
export const saysDone = (body: unknown): boolean => fieldsOf(body)?.['ok'] === true;

/** Answers that may say no more than "done", or that there is nothing. */
export const silentAnswers = {
  provider: orNothing(['result', 'provider'], answers.provider),
  defaults: orNothing(['result', 'defaults'], answers.defaults),
  secret: orNothing(['secret', 'result'], answers.secret),
} as const;
