import type { AwsAccount, AwsIdentity, BedrockControl } from '../../../aws/account.ts';
import { awsAccount } from '../../../cli/aws-account.ts';
import type { AwsProfile } from '../../../cli/aws-credentials.ts';
import type { Context } from '../../../cli/context.ts';
import { problemInRegion } from '../../../vendors/bedrock/model-names.ts';
import { awsRegion } from '../../../planes/port/provider-types/field-schemas.ts';
import { PortaiError } from '../../../core/errors.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';

/** An AWS account that this machine's credentials open, and who they are. */
export interface OpenedAccount {
  readonly aws: AwsAccount;
  readonly control: BedrockControl;
  readonly identity: AwsIdentity;
  readonly profile: AwsProfile;
}

export async function chooseRegion(
  { ask }: Context,
  { region, force }: SetupRequest,
): Promise<string> {
  if (region !== undefined) return region;
  return ask.text({
    message: 'AWS region that serves the models',
    flag: '--region <region>',
    hint: 'such as eu-west-1',
    check: (answer) =>
      awsRegion.safeParse(answer).error?.issues[0]?.message ??
      (force ? undefined : problemInRegion(answer)?.message) ??
      true,
  });
}

/**
 * The account, where one is to be looked into: creating a role takes one, and with one the models are
 * those that it has. Undefined when the set-up is to do without.
 */
export async function openAccount(
  context: Context,
  request: SetupRequest,
  region: string,
): Promise<OpenedAccount | undefined> {
  const { ask, out } = context;
  const { role, keys } = request;
  const needed = role.origin?.kind === 'create' || request.awsProfile !== undefined;
  const described = role.origin !== undefined || keys.writeUser;
  if (!needed && (described || !ask.available)) return undefined;
  const wanted =
    needed ||
    (await ask.confirm({
      message: "Look into AWS with this machine's credentials (reads only)",
      flag: '--aws-profile',
      suggestion: true,
    }));
  if (!wanted) return undefined;
  const profile = request.awsProfile ?? true;
  try {
    const aws = await awsAccount(context, { profile, region });
    const identity = await aws.caller();
    out.note(`AWS account ${identity.account}, as ${nameOf(identity.arn)}.`);
    return { aws, control: aws.bedrock(region), identity, profile };
  } catch (error) {
    if (needed || !(error instanceof PortaiError) || error.failure.exit === 'interrupted') {
      throw error;
    }
    out.note(`${error.message}. Going on without AWS: you can write the role down.`);
    return undefined;
  }
}

/** `user/admin` of `arn:aws:iam::111122223333:user/admin`. */
const nameOf = (arn: string) => arn.split(':').slice(5).join(':') || arn;
