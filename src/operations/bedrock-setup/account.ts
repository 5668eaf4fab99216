import type { AwsAccount, AwsIdentity, BedrockControl } from '../../aws/account.ts';
import { PortaiError } from '../../core/errors.ts';
import type { SetupDependencies } from './dependencies.ts';
import type { SetupRequest } from './request.ts';
import { record } from './so-far.ts';

/** An AWS account that this machine's credentials open, and who they are. */
export interface OpenedAccount {
  readonly aws: AwsAccount;
  readonly control: BedrockControl;
  readonly identity: AwsIdentity;
}

/** Where the models are called. */
export interface RegionAndAccount {
  readonly region: string;
  /** Undefined where nobody looks into it. */
  readonly account: OpenedAccount | undefined;
}

/**
 * The account, where one is to be looked into: creating a role takes one, and with one the models are
 * those that it has. Undefined when the set-up is to do without.
 */
export async function openAccount(
  { decide, report, openAccount: open, soFar }: SetupDependencies,
  { role, keys, awsProfile }: SetupRequest,
  region: string,
): Promise<OpenedAccount | undefined> {
  const isNeeded = role.origin?.kind === 'create' || awsProfile !== undefined;
  const isDescribed = role.origin !== undefined || keys.writeUser;
  const isWanted = isNeeded || (!isDescribed && (await decide?.lookIntoAccount()));
  if (isWanted !== true) return undefined;
  try {
    const aws = await open(awsProfile ?? true, region);
    const identity = await aws.caller();
    record(soFar, { awsProfile: awsProfile ?? true });
    report.note(`AWS account ${identity.account}, as ${nameOf(identity.arn)}.`);
    return { aws, control: aws.bedrock(region), identity };
  } catch (error) {
    if (isNeeded || !(error instanceof PortaiError) || error.failure.exit === 'interrupted') {
      throw error;
    }
    report.note(`${error.message}. Going on without AWS: you can write the role down.`);
    return undefined;
  }
}

/** `user/admin` of `arn:aws:iam::111122223333:user/admin`. */
const nameOf = (arn: string) => arn.split(':').slice(5).join(':') || arn;
