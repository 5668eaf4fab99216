import { randomBytes } from 'node:crypto';
import type { AwsAccount, AwsKeyPair } from '../../aws/account.ts';
import type { PolicyDocument } from '../../aws/iam-documents/policy-document.ts';
import { trustPolicy } from '../../aws/iam-documents/trust.ts';
import { PortaiError } from '../../core/errors.ts';
import { wasAnswered } from '../../core/interruption.ts';
import type { Secret } from '../../core/secret.ts';
import { managedTag } from './role-plan.ts';
import { retryWhilePropagating } from './propagation.ts';
import { fail } from '../../core/fail.ts';

export interface TwinOptions {
  /** Opened so that an interruption does not stop it: the twin is removed by it. */
  readonly unstoppable: AwsAccount;
  /** `portai-preflight-` and eight hexadecimal digits. */
  readonly name: string;
  readonly permissions: Readonly<Record<string, PolicyDocument>>;
  readonly externalId: Secret;
  readonly region: string;
  readonly now: Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly onStep: (says: string) => void;
  /** Called when nobody knows whether the twin is there: its creation was not answered, and none is seen. */
  readonly onUnanswered: (name: string) => void;
}

/** A name that tells a twin from every other role, should one be left behind. */
export const newTwinName = () => `portai-preflight-${randomBytes(4).toString('hex')}`;

/** Whether a role is a twin that was left behind. */
export const isTwin = (name: string) => /^portai-preflight-[0-9a-f]{8}$/.test(name);

/** The value that the twin gave, or that its trust policy lets everybody in, so that a test proves nothing. */
export type TwinOutcome<T> =
  | { readonly kind: 'used'; readonly value: T }
  /** It could be assumed without the external ID. */
  | { readonly kind: 'unguarded' };

/**
 * A role with the same permissions that trusts whoever runs this instead of Port, for about a minute.
 * It is removed whatever happens; where that fails, the error says what stands.
 */
export async function withTwin<T>(
  aws: AwsAccount,
  options: TwinOptions,
  use: (keys: AwsKeyPair) => Promise<T>,
): Promise<TwinOutcome<T>> {
  const { name, permissions, onStep, onUnanswered, unstoppable, now } = options;
  const principal = await principalOf(aws);
  const trust = trustPolicy([principal], options.externalId.reveal());
  const expires = new Date(now.getTime() + 3_600_000).toISOString();
  const tags = { ...managedTag, 'portai-expires': expires };
  const description = 'Twin of a role of Port, for one diagnosis; remove it if it is still here';
  const made = { byUs: true, answered: true };
  try {
    const created = await aws.roles
      .create({ name, description, trust, tags })
      .catch((error: unknown) => {
        // A role that was there before is not ours to remove; one whose answer was lost may be.
        made.byUs = !(error instanceof PortaiError && error.failure.exit === 'conflict');
        made.answered = error instanceof PortaiError && wasAnswered(error.failure);
        throw error;
      });
    onStep(`Role ${name} created`);
    for (const [policy, document] of Object.entries(permissions)) {
      await aws.roles.putInlinePolicy(name, policy, document);
    }
    return await tryOut(aws, created.arn, options, use);
  } finally {
    const removed = made.byUs && (await remove(unstoppable, name, Object.keys(permissions)));
    if (removed) onStep(`Role ${name} removed`);
    // AWS may still make what it was asked for, after it was looked for in vain.
    else if (!made.answered) onUnanswered(name);
  }
}

async function tryOut<T>(
  aws: AwsAccount,
  roleArn: string,
  { externalId, region, sleep, onStep }: TwinOptions,
  use: (keys: AwsKeyPair) => Promise<T>,
): Promise<TwinOutcome<T>> {
  const request = { roleArn, sessionName: 'portai-preflight', region };
  const keys = await retryWhilePropagating({
    run: () => aws.assume({ ...request, externalId: externalId.reveal() }),
    isPropagating: refused,
    changed: true,
    sleep,
    onWait: (seconds) => onStep(`IAM has not spread the role yet; trying again in ${seconds} s`),
  });
  // Only a role that is known everywhere refuses for the reason that is meant.
  const without = await aws.assume(request).then(
    () => true,
    (error: unknown) => {
      if (refused(error)) return false;
      throw error;
    },
  );
  if (without) return { kind: 'unguarded' };
  onStep('It cannot be assumed without its external ID');
  return { kind: 'used', value: await use(keys) };
}

const refused = (error: unknown) =>
  error instanceof PortaiError && error.failure.exit === 'forbidden';

/** Whom the twin trusts: the caller, or the role behind a session, which may have a path. */
async function principalOf({ caller, roles }: AwsAccount): Promise<string> {
  const { arn } = await caller();
  const [, account = '', role] = /^arn:aws:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (role === undefined) return arn;
  const found = await roles.get(role).catch(() => undefined);
  return found?.arn ?? `arn:aws:iam::${account}:role/${role}`;
}

/** False when there was none: it was never made. */
async function remove(
  { roles }: AwsAccount,
  name: string,
  policies: readonly string[],
): Promise<boolean> {
  try {
    if (!(await roles.get(name))) return false;
    for (const policy of policies) {
      await roles.removeInlinePolicy(name, policy).catch(unlessGone);
    }
    await roles.remove(name);
    return true;
  } catch (error) {
    throw fail('TwinLeft', `The role ${name} could not be removed and stands`, {
      hint: error instanceof Error ? error.message : String(error),
      next: [{ command: ['bedrock', 'cleanup', '--role-name', name], why: 'remove it' }],
      cause: error,
    });
  }
}

function unlessGone(error: unknown): void {
  if (!(error instanceof PortaiError) || error.failure.exit !== 'notFound') throw error;
}
