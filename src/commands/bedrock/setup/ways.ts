import type { Context } from '../../../cli/context.ts';
import type { EmitForm } from '../../../aws/iam-documents/emit.ts';
import { usageError } from '../../../core/errors.ts';
import type { OpenedAccount } from './account.ts';
import type {
  RoleOrigin,
  SetupRequest,
  SignIn,
} from '../../../operations/bedrock-setup/request.ts';

/** How Port signs in to AWS. */
export async function chooseAuth({ ask }: Context, request: SetupRequest): Promise<SignIn> {
  if (request.signIn !== undefined) return request.signIn;
  if (!ask.available) return 'assume-role';
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
  | { readonly kind: 'have'; readonly arn: string | undefined };

export async function chooseManner(
  { ask }: Context,
  request: SetupRequest,
  account: OpenedAccount | undefined,
): Promise<Manner> {
  const { origin } = request.role;
  if (origin?.kind === 'create') return { kind: 'create', account: opened(account) };
  if (origin) return origin;
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
      { name: 'I have a role', value: { kind: 'have', arn: undefined } },
    ],
  );
}

/** The same as a request says it. */
export const chosenOrigin = (manner: Manner): RoleOrigin =>
  manner.kind === 'create' ? { kind: 'create' } : manner;

function opened(account: OpenedAccount | undefined): OpenedAccount {
  if (account) return account;
  throw usageError('--create needs AWS credentials on this machine', {
    hint: '--emit writes the role down instead.',
  });
}
