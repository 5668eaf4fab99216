import { z } from 'zod';
import type { PortContext, PortHandler } from './context.ts';
import { renewed } from './provider-secrets.ts';
import type { Route } from '../router.ts';
import { wireProblems } from './wire-problems.ts';

/** JSON Schema counts characters, not the halves that JavaScript stores some of them in. */
const atMost = (most: number) =>
  z.string().refine((text) => Array.from(text).length <= most, {
    message: `must NOT have more than ${most} characters`,
  });

const description = atMost(200);

const newSecret = z.strictObject({
  secretName: atMost(100)
    .min(1)
    .regex(/^[A-Za-z0-9_-]*$/),
  secretValue: z.string(),
  description: description.optional(),
});

const changedSecret = z.strictObject({
  secretValue: z.string().optional(),
  description: description.optional(),
});

/** The five routes of /v1/organization/secrets. Values go in and never come out. */
export function secretRoutes({ store, now, refuse }: PortContext): Route<PortHandler>[] {
  const { secrets } = store;
  const unprocessable = (schema: z.ZodType, body: unknown) =>
    refuse('unprocessable', wireProblems(schema, body, 'body').join(', '));
  const absent = (name: string) => refuse('not_found', `Secret '${name}' was not found`);

  return [
    {
      method: 'GET',
      path: '/v1/organization/secrets',
      handle: async () => ({ status: 200, body: { ok: true, secrets: await secrets.list() } }),
    },
    {
      method: 'POST',
      path: '/v1/organization/secrets',
      async handle({ body }) {
        const { data } = newSecret.safeParse(body);
        if (!data) return unprocessable(newSecret, body);
        const { secretValue, ...about } = data;
        const at = now().toISOString();
        const secret = { ...about, createdAt: at, updatedAt: at };
        return (await secrets.create(secret, secretValue))
          ? { status: 201, body: { ok: true, secret } }
          : refuse('conflict', `Secret '${secret.secretName}' already exists`);
      },
    },
    {
      method: 'GET',
      path: '/v1/organization/secrets/:name',
      async handle({ parameters: { name = '' } }) {
        const secret = await secrets.get(name);
        return secret ? { status: 200, body: { ok: true, secret } } : absent(name);
      },
    },
    {
      method: 'PATCH',
      path: '/v1/organization/secrets/:name',
      async handle({ parameters: { name = '' }, body = {} }) {
        const { data } = changedSecret.safeParse(body);
        if (!data) return unprocessable(changedSecret, body);
        const before = await secrets.get(name);
        if (!before) return absent(name);
        const { secretValue, ...about } = data;
        const secret = { ...before, ...about, updatedAt: now().toISOString() };
        if (!(await secrets.change(secret, secretValue))) return absent(name);
        if (secretValue !== undefined) await renewed(store, name);
        return { status: 200, body: { ok: true, secret } };
      },
    },
    {
      method: 'DELETE',
      path: '/v1/organization/secrets/:name',
      async handle({ parameters: { name = '' } }) {
        if (!(await secrets.remove(name))) return absent(name);
        await store.destinations.remove(name);
        return { status: 200, body: { ok: true } };
      },
    },
  ];
}
