import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { vertexRefusals } from './refusals.ts';
import { admit, jsonAnswer, parsed, type Answer, type Refusals, type Vendor } from '../vendor.ts';
import type { AccountOutcome } from '../outcomes-by-name.ts';

/** oauth2.googleapis.com: a signed assertion of a service account for an access token. */

const claims = z.object({
  iss: z.string(),
  scope: z.string(),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
});

const refusal = (error: string, error_description: string, status = 400): Answer =>
  jsonAnswer(status, { error, error_description });

const grantRefusal = (why: string) => refusal('invalid_grant', why);

const endpoint = 'https://oauth2.googleapis.com/token';
const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Words that this endpoint knows; what it does not know is found by the API behind. */
const tokenRefusals: Refusals = {
  ...vertexRefusals('', ''),
  unauthorized: () => grantRefusal('Invalid JWT Signature.'),
  blocked: () => refusal('disabled_client', 'The OAuth client was disabled.', 403),
};

const hereToo = new Set<AccountOutcome>(['unauthorized', 'blocked', 'html', 'reset', 'down']);

export const googleToken: Vendor = async (request, dependencies) => {
  const form = new URLSearchParams(request.body ?? '');
  if (form.get('grant_type') !== grant) {
    return refusal('unsupported_grant_type', 'Invalid grant_type');
  }
  const [, payload = '', signature = ''] = (form.get('assertion') ?? '').split('.');
  const { data } = claims.safeParse(parsed(Buffer.from(payload, 'base64url').toString()));
  if (!data || signature === '') return grantRefusal('Invalid JWT Signature.');
  const refused = refusedClaims(data, dependencies.now());
  if (refused) return refused;
  const caller = { credential: data.iss, ofFamily: true };
  return (
    (await admit(request, caller, tokenRefusals, dependencies, { only: hereToo })) ??
    jsonAnswer(200, { access_token: tokenFor(data.iss), expires_in: 3599, token_type: 'Bearer' })
  );
};

function refusedClaims(
  { iss, aud, scope, iat, exp }: z.infer<typeof claims>,
  now: Date,
): Answer | undefined {
  if (!iss.endsWith('.gserviceaccount.com')) {
    return grantRefusal('Invalid grant: account not found');
  }
  if (aud !== endpoint) return grantRefusal('Invalid JWT: Failed audience check.');
  if (!scope.includes('https://www.googleapis.com/auth/')) {
    return refusal('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  }
  const seconds = now.getTime() / 1000;
  // Google allows clocks to differ a little; an hour is the longest that a token lives.
  if (exp <= seconds || exp > seconds + 3660 || iat > seconds + 300) {
    return grantRefusal(
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    );
  }
  return undefined;
}

/** Marks what the simulation itself handed out. It guards nothing: nothing real is behind it. */
const mark = (text: string) =>
  createHmac('sha256', 'simulated google').update(text).digest('base64url');

function tokenFor(address: string): string {
  const account = Buffer.from(address).toString('base64url');
  return `ya29.${account}.${mark(account)}`;
}

/** The service account that a token from here was given to; undefined for any other token. */
export function accountOf(token: string): string | undefined {
  const [, account = '', signature] = token.split('.');
  return signature === mark(account) ? Buffer.from(account, 'base64url').toString() : undefined;
}
