import type { Context } from '../../../cli/context.ts';
import type { EmitForm } from '../../../aws/iam-documents/emit.ts';
import { usageError } from '../../../core/errors.ts';
import type { OpenedAccount } from './account.ts';
import type { SetupFlags } from './flags.ts';

/** How Port signs in to AWS. */
export async function chooseAuth(
  { ask }: Context,
  given: SetupFlags,
): Promise<'assume-role' | 'access-keys'> {
  if (given.auth !== undefined) return given.auth;
  const keys = given.accessKeyIdSecret !== undefined || given.accessKeyIdEnv !== undefined;
  if (keys) return 'access-keys';
  const role = given.create || given.emit !== undefined || given.roleArn !== undefined;
  if (role || !ask.available) return 'assume-role';
  return ask.pick({ message: 'How Port signs in to AWS', flag: '--auth <way>' }, [
    {
      name: 'Assume a role (recommended: no long-lived AWS key is stored)',
      short: 'Assume a role',
      value: 'assume-role',
    },
    { name: 'Access keys of a user', short: 'Access keys', value: 'access-keys' },
  ]);
}

/** Where the role comes from. */
export type Manner =
  | { readonly kind: 'create'; readonly account: OpenedAccount }
  | { readonly kind: 'write'; readonly form: EmitForm }
  | { readonly kind: 'have' };

export async function chooseManner(
  { ask }: Context,
  given: SetupFlags,
  account: OpenedAccount | undefined,
): Promise<Manner> {
  if (given.roleArn !== undefined) return { kind: 'have' };
  if (given.emit !== undefined) return { kind: 'write', form: given.emit };
  if (given.create) return { kind: 'create', account: opened(account) };
  const write = (form: EmitForm, name: string) => ({
    name: `Write it down for somebody else: ${name}`,
    short: name,
    value: { kind: 'write', form } as const,
  });
  return ask.pick<Manner>(
    { message: 'Where the role comes from', flag: '--create, --emit <form> or --role-arn <arn>' },
    [
      ...(account
        ? [
            {
              name: `Create it now in account ${account.identity.account}`,
              short: 'Create it now',
              value: { kind: 'create', account } as const,
            },
          ]
        : []),
      write('aws-cli', 'AWS CLI script'),
      write('terraform', 'Terraform'),
      write('cloudformation', 'CloudFormation'),
      { name: 'I have a role', value: { kind: 'have' } },
    ],
  );
}

function opened(account: OpenedAccount | undefined): OpenedAccount {
  if (account) return account;
  throw usageError('--create needs AWS credentials on this machine', {
    hint: '--emit writes the role down instead.',
  });
}
