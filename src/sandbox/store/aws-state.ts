import { z } from 'zod';

/** What the simulated AWS accounts keep in the sandbox's store. */

const settledRole = z.strictObject({
  /** JSON, as it was given. */
  trust: z.string(),
  /** Inline policies by name, JSON as it was given. */
  policies: z.record(z.string(), z.string()),
});
/** What IAM decides by: it may lag behind what was last asked for. */
export type SettledRole = z.infer<typeof settledRole>;

export const storedRole = z.strictObject({
  account: z.string(),
  name: z.string(),
  id: z.string(),
  description: z.string().optional(),
  createdAt: z.iso.datetime(),
  maxSessionSeconds: z.number(),
  boundary: z.string().optional(),
  tags: z.record(z.string(), z.string()),
  ...settledRole.shape,
  changedAt: z.iso.datetime(),
  /** What held before the last change; null before there was such a role. */
  before: settledRole.nullable(),
});
export type StoredRole = z.infer<typeof storedRole>;

export const storedAgreements = z.strictObject({
  /** The use-case form, base64 of JSON. */
  useCase: z.string().optional(),
  /** Foundation models whose terms were accepted. */
  models: z.array(z.string()),
});
/** What an account has told Anthropic, and agreed to. */
export type StoredAgreements = z.infer<typeof storedAgreements>;
