import type { z } from 'zod';

/** Statuses of Portkey's codes. Source: Terraform provider and docs, `errorCode` of the control plane. */
const statuses = {
  AB01: 400,
  AB02: 404,
  AB03: 403,
  AB05: 401,
  AB07: 409,
  AB08: 404,
} as const;

/** A code with which the sandbox refuses. */
export type RefusalCode = keyof typeof statuses;

/** Ends the handling of a request: nothing of it is stored. */
export class Refused extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Status and body of a refusal, in the envelope of the control plane. */
export const refusalReply = (code: RefusalCode, message: string) => ({
  status: statuses[code],
  body: { success: false, data: { message, errorCode: code } },
});

/** The body of a request by its schema. Throws AB01, which names every field that does not fit and no value. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const { data, error } = schema.safeParse(body ?? {});
  if (error) {
    const problems = error.issues.map(({ path, message }) =>
      path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
    );
    throw new Refused('AB01', problems.join('; '));
  }
  return data;
}
