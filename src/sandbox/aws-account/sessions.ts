import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { parsed } from '../vendors/vendor.ts';

/** Temporary keys that the simulated STS hands out; the token itself says what they are. */

export const sessionMs = 900_000;

/** Marks what the simulation itself handed out. It guards nothing: nothing real is behind it. */
const mark = (text: string) =>
  createHmac('sha256', 'simulated sts').update(text).digest('hex').slice(0, 40);

const session = z.object({
  accessKeyId: z.string(),
  account: z.string(),
  role: z.string(),
  /** Of a role that the simulated IAM has; its policies decide then. */
  roleId: z.string().optional(),
  expires: z.number(),
});

export interface AwsSession extends z.infer<typeof session> {
  readonly secretAccessKey: string;
}

export function newSession(
  of: Pick<AwsSession, 'account' | 'role' | 'roleId'>,
  now: Date,
): AwsSession & { readonly token: string } {
  const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
  const content = { ...of, accessKeyId, expires: now.getTime() + sessionMs };
  const body = Buffer.from(JSON.stringify(content)).toString('base64url');
  return { ...content, secretAccessKey: mark(accessKeyId), token: `${body}.${mark(body)}` };
}

/** The session that a token is of, also when it has ended; undefined for any other token. */
export function sessionOf(token: string): AwsSession | undefined {
  const [body = '', signature] = token.split('.');
  if (mark(body) !== signature) return undefined;
  const { data } = session.safeParse(parsed(Buffer.from(body, 'base64url').toString()));
  return data && { ...data, secretAccessKey: mark(data.accessKeyId) };
}
