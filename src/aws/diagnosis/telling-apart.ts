import type { Cause } from '../../vendors/causes.ts';
import type { MessageReading } from './message.ts';

/** How one finds out which of several reasons it is, where one message of AWS stands for all. */
const tests: Readonly<Partial<Record<Cause, string>>> = {
  KEY_INVALID:
    'aws sts get-caller-identity with the same keys: refused as well, the keys are wrong; answered, the region is not switched on in the account.',
  ROLE_NOT_ASSUMABLE:
    'No such role, another principal and another external ID look the same from outside; portai bedrock diagnose reads the role and compares each.',
  MODEL_NOT_FOUND:
    'aws bedrock list-inference-profiles --region <region>: an id that is not listed has the prefix of another geography, or a slip.',
  MODEL_ACCESS_DENIED:
    'aws bedrock get-foundation-model-availability --model-id <id> --region <region>: the gate that is shut names the reason; all open, it is the region or the account.',
  MODEL_NOT_OFFERED:
    'aws bedrock get-foundation-model-availability shows every gate open; another model of the same vendor answers.',
  ACCOUNT_NOT_READY:
    "The playground of the Bedrock console fails as well: it is the account. It works there: the region differs from the provider's.",
  SCP_DENIED:
    'Calls that fail only now and then are about one destination region; calls that always fail are about the action, the source region, or a global profile.',
  QUOTA_EXHAUSTED:
    'Words such as "per day" mean the daily quota, which only Service Quotas raises; without them waiting a minute helps.',
  RATE_LIMITED:
    'One call a minute is refused as well: the quota is near zero. It passes: it was too much at once.',
  MARKETPLACE:
    'It goes away within 15 minutes of the offer being accepted; if not, look at the payment method and at policies on aws-marketplace.',
  GEO_UNSUPPORTED:
    'It passes from another network, or in Port: it was the address of the caller. It fails everywhere: it is the country of the account.',
  IAM_EXPLICIT_DENY:
    'The event in CloudTrail has the region and the conditions of the call; without its Deny, IAM would have said "because no … policy allows".',
};

const allowed =
  'portai bedrock diagnose has IAM simulate the calls: a denial that the simulation does not show comes from a session policy, a VPC endpoint or a resource.';

/** What tells the reasons of a reading apart; empty where the message leaves no doubt. */
export function tellingApart({ cause, denial, sure }: MessageReading): readonly string[] {
  const own = tests[cause];
  const unnamed = denial !== undefined && denial.who === undefined && /^IAM_|^SCP_/.test(cause);
  return [
    ...(own === undefined ? [] : [own]),
    ...(unnamed || cause === 'IAM_MODEL_DENIED' || cause === 'IAM_PROFILE_DENIED' ? [allowed] : []),
    ...(sure
      ? []
      : [
          'Only the name of the error was recognised, and it stands for several reasons: the sentence beside it would decide.',
        ]),
  ];
}
