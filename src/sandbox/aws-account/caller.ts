import type { HttpRequest } from '../../core/http.ts';
import { sessionOf } from './sessions.ts';
import { isSigned, readAuthorization, signingDate, type Authorization } from './signature-check.ts';

/**
 * Who signed a request, as AWS finds out. The signature itself is verified where the secret is known:
 * for temporary keys from the simulated STS, and for the pair of AWS' documents. Of other key ids only
 * form, date and scope are verified; one with MISMATCH in it is refused as a wrong secret is.
 */

export interface AwsCaller {
  /** Whose words decide: a long-lived key id speaks for itself, temporary keys for their role. */
  readonly words: string;
  readonly account: string;
  readonly arn: string;
  /** The role of the simulated IAM that temporary keys are of. */
  readonly role?: { readonly name: string; readonly id: string };
  /** Whether it may look only. */
  readonly viewer?: boolean;
}

/** What is wrong with a signature; Bedrock and STS have their own names for each. */
export type SignatureProblem =
  | { readonly problem: 'missing' | 'incomplete' | 'unknownKey' | 'expiredToken' | 'mismatch' }
  | { readonly problem: 'scope' | 'date'; readonly text: string };

/** The account of every long-lived key without a word for another. */
export const usualAccount = '111122223333';

/** The account of keys with NEWACC in their id: nothing was agreed to there. */
export const newAccount = '444455556666';

/** The account of keys with NOTERMS in their id: the form was submitted, and no terms are accepted. */
export const formedAccount = '777788889999';

function accountOf(accessKeyId: string): string {
  if (accessKeyId.includes('NEWACC')) return newAccount;
  return accessKeyId.includes('NOTERMS') ? formedAccount : usualAccount;
}

/** The key that administers the sandbox's account, as it appears in what AWS says. */
const administrator = 'AKIASANDBOX0000ADMIN';

/** The pair with which AWS' documents show how to sign; it opens nothing. */
const documentedPair = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const;

/** The caller, or why the signature is refused. `for` is what this host expects in the scope. */
export async function callerOf(
  request: HttpRequest,
  expected: { readonly service: string; readonly region: string },
  now: Date,
): Promise<AwsCaller | SignatureProblem> {
  const { headers } = request;
  const text = headers['authorization'];
  if (text === undefined) return { problem: 'missing' };
  const authorization = readAuthorization(text);
  if (!authorization) return { problem: 'incomplete' };
  const keys = keysOf(authorization.accessKeyId, headers['x-amz-security-token'], now);
  if ('problem' in keys) return keys;
  const wrong = wrongScope(authorization, expected) ?? wrongDate(headers, authorization, now);
  if (wrong) return wrong;
  const { caller, secretAccessKey } = keys;
  if (caller.words.includes('MISMATCH')) return { problem: 'mismatch' };
  if (secretAccessKey === undefined) return caller;
  return (await isSigned(request, authorization, secretAccessKey))
    ? caller
    : { problem: 'mismatch' };
}

interface Keys {
  readonly caller: AwsCaller;
  /** Undefined where the simulation cannot know it. */
  readonly secretAccessKey?: string;
}

function keysOf(
  accessKeyId: string,
  token: string | undefined,
  now: Date,
): Keys | SignatureProblem {
  if (token !== undefined) {
    const session = sessionOf(token);
    if (session?.accessKeyId !== accessKeyId) return { problem: 'unknownKey' };
    if (session.expires <= now.getTime()) return { problem: 'expiredToken' };
    const arn = `arn:aws:sts::${session.account}:assumed-role/${session.role}/simulated`;
    const { role: name, roleId: id } = session;
    return {
      caller: {
        // Eight hex digits at the end are nobody's word: they come by chance.
        words: name.replace(/-[0-9a-f]{8}$/, ''),
        account: session.account,
        arn,
        ...(id === undefined ? {} : { role: { name, id } }),
      },
      secretAccessKey: session.secretAccessKey,
    };
  }
  // Temporary keys without their token are unknown, as are ids of no known form.
  if (!/^AKIA[A-Z0-9]{16}$/.test(accessKeyId)) return { problem: 'unknownKey' };
  const account = accountOf(accessKeyId);
  const user = accessKeyId === administrator ? 'sandbox-admin' : 'simulated';
  const caller = {
    words: accessKeyId,
    account,
    arn: `arn:aws:iam::${account}:user/${user}`,
    viewer: accessKeyId.includes('VIEWER'),
  };
  return accessKeyId === documentedPair.accessKeyId
    ? { caller, secretAccessKey: documentedPair.secretAccessKey }
    : { caller };
}

function wrongScope(
  { region, service }: Authorization,
  expected: { readonly service: string; readonly region: string },
): SignatureProblem | undefined {
  if (region !== expected.region) {
    const text = `Credential should be scoped to a valid region, not '${region}'. `;
    return { problem: 'scope', text };
  }
  if (service === expected.service) return undefined;
  const text = `Credential should be scoped to correct service: '${expected.service}'. `;
  return { problem: 'scope', text };
}

/** AWS accepts signatures of the last five minutes, and of the next five. */
const toleranceMs = 300_000;

const stamp = (at: Date) => at.toISOString().replace(/[-:]|\.\d{3}/g, '');

function wrongDate(
  headers: HttpRequest['headers'],
  { day }: Authorization,
  now: Date,
): SignatureProblem | undefined {
  const text = headers['x-amz-date'] ?? '';
  const at = signingDate(text);
  if (!at || !text.startsWith(day)) return { problem: 'incomplete' };
  const ageMs = now.getTime() - at.getTime();
  const edge = (milliseconds: number) => stamp(new Date(now.getTime() + milliseconds));
  if (ageMs > toleranceMs) {
    return {
      problem: 'date',
      text: `Signature expired: ${text} is now earlier than ${edge(-toleranceMs)} (${stamp(now)} - 5 min.)`,
    };
  }
  if (ageMs < -toleranceMs) {
    return {
      problem: 'date',
      text: `Signature not yet current: ${text} is still later than ${edge(toleranceMs)} (${stamp(now)} + 5 min.)`,
    };
  }
  return undefined;
}
