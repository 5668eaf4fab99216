import { z } from 'zod';

/** What an access token says about its holder; each part only where the token has it. */
export interface TokenClaims {
  readonly email?: string;
  readonly organizationId?: string;
  readonly organizationName?: string;
  /** ISO 8601. */
  readonly issuedAt?: string;
  /** ISO 8601. */
  readonly expiresAt?: string;
}

const claimSet = z.record(z.string(), z.unknown());

/**
 * Reads the claims of a token without checking its signature: fit for telling a person what it says,
 * never for deciding what it allows. A text that is no JWT has no claims.
 */
export function readClaims(token: string): TokenClaims {
  const claims = payloadOf(token);
  const text = (name: string) => z.string().min(1).safeParse(claimOf(claims, name)).data;
  const [email, organizationId, organizationName] = [text('email'), text('orgId'), text('orgName')];
  const [issuedAt, expiresAt] = [timeOf(claims['iat']), timeOf(claims['exp'])];
  return {
    ...(email === undefined ? {} : { email }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(organizationName === undefined ? {} : { organizationName }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function payloadOf(token: string): Readonly<Record<string, unknown>> {
  const parts = token.split('.');
  const [, payload] = parts;
  if (parts.length !== 3 || payload === undefined) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return claimSet.safeParse(claims).data ?? {};
  } catch {
    return {};
  }
}

/** Port's single sign-on puts the API's address before the names of its own claims: `https://…/email`. */
function claimOf(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  return claims[name] ?? Object.entries(claims).find(([key]) => key.endsWith(`/${name}`))?.[1];
}

/** Seconds since 1970, as RFC 7519 has them. */
function timeOf(seconds: unknown): string | undefined {
  const date = new Date(typeof seconds === 'number' ? seconds * 1000 : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
