import { didYouMean } from '../core/text/nearest.ts';
import { mayBeRepeated } from '../core/text/typed-names.ts';
import type { AwsProfile } from './aws-credentials.ts';
import { fail } from '../core/fail.ts';

/** Who may sign in the AWS that the sandbox simulates. The ids say to it what they may do. */

export interface SimulatedAwsProfile {
  readonly name: string;
  readonly accessKeyId: string;
  readonly account: string;
  /** Who that is, and what was agreed to in the account. */
  readonly means: string;
  /** An alias of the name. */
  readonly also?: string;
}

const administrator: SimulatedAwsProfile = {
  name: 'sandbox',
  accessKeyId: 'AKIASANDBOX0000ADMIN',
  account: '111122223333',
  means: 'an administrator; the use-case form was submitted, and all terms are accepted',
};

export const simulatedProfiles: readonly SimulatedAwsProfile[] = [
  administrator,
  {
    name: 'sandbox-new',
    accessKeyId: 'AKIASANDBOX000NEWACC',
    account: '444455556666',
    means: 'an administrator of a new account: no form, no terms',
    also: 'new-account',
  },
  {
    name: 'sandbox-no-terms',
    accessKeyId: 'AKIASANDBOX00NOTERMS',
    account: '777788889999',
    means: 'an administrator; the form was submitted, but no terms are accepted',
  },
  {
    name: 'sandbox-new-viewer',
    accessKeyId: 'AKIA0000NEWACCVIEWER',
    account: '444455556666',
    means: 'a user of the new account who may look at everything and change nothing',
  },
  {
    name: 'sandbox-forbidden',
    accessKeyId: 'AKIASANDBOXFORBIDDEN',
    account: '111122223333',
    means: 'a user who may do nothing',
    also: 'forbidden',
  },
];

/** With this a name means one of the sandbox, and no profile of a machine. */
const prefix = 'sandbox-';

/**
 * The key id that signs: the one of the profile that a flag names, else the one that AWS_PROFILE names.
 * A profile of somebody's own machine is the administrator here, so that a script runs as it is.
 *
 * @throws a usage error for `sandbox-…` that the sandbox does not know.
 */
export function simulatedKeyId(profile: AwsProfile, awsProfile: string | undefined): string {
  const wanted = profile === true ? (awsProfile ?? '') : profile;
  const found = simulatedProfiles.find(({ name, also }) => name === wanted || also === wanted);
  if (found) return found.accessKeyId;
  if (!wanted.startsWith(prefix)) return administrator.accessKeyId;
  const names = simulatedProfiles.map(({ name }) => name);
  const shown = mayBeRepeated(wanted, names) ? ` ${wanted}` : ' of that name';
  throw fail(
    'Usage',
    `${profile === true ? 'AWS_PROFILE' : '--aws-profile'}: the sandbox has no profile${shown}.${didYouMean(wanted, names)}`,
    { hint: `It has ${names.join(', ')}.` },
  );
}
