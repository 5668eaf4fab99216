import { required } from '../required.ts';
import type { OpenedAccount } from './account.ts';
import type { SetupDependencies } from './dependencies.ts';
import type { RoleOrigin, SetupRequest } from './request.ts';
import { record } from './so-far.ts';
import { fail } from '../../core/fail.ts';

/** Where the role comes from, with the account in which it is created. */
export type RoleSource =
  | { readonly kind: 'create'; readonly account: OpenedAccount }
  | Exclude<RoleOrigin, { readonly kind: 'create' }>;

/** Where the role is to come from. */
export async function chooseSource(
  { decide, soFar }: SetupDependencies,
  { role }: SetupRequest,
  account: OpenedAccount | undefined,
): Promise<RoleSource> {
  const origin = required(
    role.origin ?? (await decide?.roleOrigin(account?.identity.account)),
    '--create, --emit <form> or --role-arn <arn>',
  );
  record(soFar, { role: { ...role, origin } });
  if (origin.kind !== 'create') return origin;
  if (account) return { kind: 'create', account };
  throw fail('Usage', '--create needs AWS credentials on this machine', {
    hint: '--emit writes the role down instead.',
  });
}

/** The ARN that the role will have, as far as it is known: the account is a placeholder where nobody knows it. */
export function expectedArn(source: RoleSource, { role }: SetupRequest): string {
  if (source.kind === 'have' && source.arn !== undefined) return source.arn;
  const account = source.kind === 'create' ? source.account.identity.account : '<account>';
  return `arn:aws:iam::${account}:role/${role.name}`;
}
