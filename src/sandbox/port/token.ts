import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { subkey } from '../store/encryption.ts';
import type { SandboxStore } from '../store/store.ts';

export type MemberRole = 'admin' | 'member';

export type SandboxCredentials = Readonly<
  Record<MemberRole, { readonly clientId: string; readonly clientSecret: string }>
>;

/** The pairs that a sandbox within this process knows. Nobody else reaches it, so they may be public. */
export const sandboxCredentials = {
  admin: { clientId: 'sandbox-admin', clientSecret: 'sandbox-admin-secret' },
  member: { clientId: 'sandbox-member', clientSecret: 'sandbox-member-secret' },
} as const satisfies Record<MemberRole, { clientId: string; clientSecret: string }>;

/** Pairs that only who started the sandbox knows: others on this machine reach its port as well. */
export function freshCredentials(): SandboxCredentials {
  const pair = ({ clientId }: { readonly clientId: string }) => ({
    clientId,
    clientSecret: randomBytes(24).toString('base64url'),
  });
  return { admin: pair(sandboxCredentials.admin), member: pair(sandboxCredentials.member) };
}

export const sandboxOrganization = { id: 'org_sandbox', name: 'Sandbox' } as const;

export const roles = ['admin', 'member'] as const satisfies readonly MemberRole[];

/** The user of a role. */
export const sandboxEmail = (role: MemberRole) => `${role}@sandbox.local`;

/** Seconds; three hours, as Port's documentation says of its own. */
export const tokenLifetime = 10_800;

const claims = z.object({
  sub: z.string(),
  email: z.string(),
  orgId: z.string(),
  orgName: z.string(),
  iat: z.number(),
  exp: z.number(),
});

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function signatureOf(store: SandboxStore, unsigned: string): Promise<Buffer> {
  return createHmac('sha256', subkey(await store.key(), 'tokens'))
    .update(unsigned)
    .digest();
}

/** A token for a role without a request, good for every process that opens the same store. */
export async function sandboxToken(
  store: SandboxStore,
  role: MemberRole,
  now: () => Date,
): Promise<string> {
  const issued = Math.floor(now().getTime() / 1000);
  const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    sub: sandboxCredentials[role].clientId,
    email: sandboxEmail(role),
    orgId: sandboxOrganization.id,
    orgName: sandboxOrganization.name,
    iat: issued,
    exp: issued + tokenLifetime,
  })}`;
  return `${unsigned}.${(await signatureOf(store, unsigned)).toString('base64url')}`;
}

/** Whose an Authorization header is; undefined when its token is foreign, changed or expired. */
export async function callerOf(
  authorization: string | undefined,
  store: SandboxStore,
  now: () => Date,
): Promise<MemberRole | undefined> {
  // Port's document says only "Authorization"; its clients all send the Bearer form.
  const token = /^(?:Bearer\s+)?([\w-]+\.[\w-]+)\.([\w-]+)$/i.exec(authorization ?? '');
  const [unsigned, signature] = [token?.[1], token?.[2]];
  if (unsigned === undefined || signature === undefined) return undefined;
  const expected = await signatureOf(store, unsigned);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const payload = Buffer.from(unsigned.split('.')[1] ?? '', 'base64url').toString();
  const said = claims.parse(JSON.parse(payload));
  if (said.exp * 1000 <= now().getTime()) return undefined;
  return roles.find((role) => sandboxCredentials[role].clientId === said.sub);
}
