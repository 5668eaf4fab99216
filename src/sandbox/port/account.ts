import { z } from 'zod';
import type { PortContext, PortHandler } from './context.ts';
import type { Reply } from '../router.ts';
import type { Route } from '../router.ts';
import {
  roles,
  sandboxEmail,
  sandboxOrganization,
  sandboxToken,
  tokenLifetime,
  type MemberRole,
} from './token.ts';
import { wireProblems } from './wire-problems.ts';

const credentials = z.strictObject({ clientId: z.string(), clientSecret: z.string() });

const roleNames = { admin: 'Admin', member: 'Member' } as const;

const userOf = (role: MemberRole) => ({
  email: sandboxEmail(role),
  roles: [{ name: roleNames[role] }],
});

/** POST /v1/auth/access_token: the one route that needs no token. */
export async function grantToken(
  { store, now, refuse, credentials: known }: PortContext,
  body: unknown,
): Promise<Reply> {
  const { data } = credentials.safeParse(body);
  if (!data) return refuse('unprocessable', wireProblems(credentials, body, 'body').join(', '));
  const role = roles.find((each) => {
    const { clientId, clientSecret } = known[each];
    return clientId === data.clientId && clientSecret === data.clientSecret;
  });
  if (!role) {
    return refuse('invalid_credentials', 'Invalid credentials supplied to the generate token API');
  }
  const accessToken = await sandboxToken(store, role, now);
  return {
    status: 200,
    body: { ok: true, accessToken, expiresIn: tokenLifetime, tokenType: 'Bearer' },
  };
}

/** Who one is and where: the organization and its two users. */
export function accountRoutes({ refuse }: PortContext): Route<PortHandler>[] {
  return [
    {
      method: 'GET',
      path: '/v1/organization',
      handle: () =>
        Promise.resolve({ status: 200, body: { ok: true, organization: sandboxOrganization } }),
    },
    {
      method: 'GET',
      path: '/v1/users',
      handle: () =>
        Promise.resolve({
          status: 200,
          body: { ok: true, users: roles.map((role) => userOf(role)) },
        }),
    },
    {
      method: 'GET',
      path: '/v1/users/:email',
      handle({ parameters: { email } }) {
        const role = roles.find((each) => sandboxEmail(each) === email);
        const reply: Reply = role
          ? { status: 200, body: { ok: true, user: userOf(role) } }
          : refuse('not_found', 'A resource with the provided identifier was not found');
        return Promise.resolve(reply);
      },
    },
  ];
}
