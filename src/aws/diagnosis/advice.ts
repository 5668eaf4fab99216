import { causeEntry, type Cause } from '../../vendors/causes.ts';

const renewed = 'AWS takes up to 15 minutes after a change of access.';

/** What to do on AWS, where the catalogue's advice is for several vendors or says too little. */
const onAws: Readonly<Partial<Record<Cause, string>>> = {
  KEY_INVALID:
    'The access key does not exist, is inactive, or is of a region that the account has not switched on: aws sts get-caller-identity tells. Port cannot hold temporary keys (ASIA…).',
  KEY_MISSING: 'The call carried no AWS credentials: the secrets of the provider are empty.',
  KEY_EXPIRED: 'A Bedrock API key has a date: create a new one; Port takes a role or access keys.',
  KEY_FORBIDDEN: 'The credentials are genuine: whoever owns them needs the action that AWS names.',
  SECRET_MALFORMED:
    'Paste the access key and its secret again, without quotes, blanks or line ends.',
  CLOCK_SKEW:
    'AWS refuses signatures that are minutes off: set the clock of the machine that signed.',
  STS_REGION_DISABLED:
    'Switch the region on in the account (and in its STS settings), or use another region for the provider.',
  IAM_MODEL_DENIED:
    'Allow both invoke actions on the ARN of the model in every region that the profile routes to: portai bedrock policy writes them.',
  IAM_PROFILE_DENIED:
    'Allow both invoke actions on the ARN of the profile, and on the model behind it: portai bedrock policy writes both.',
  IAM_STREAM_DENIED:
    'Port streams: the role needs bedrock:InvokeModelWithResponseStream beside bedrock:InvokeModel, on the same profiles and models.',
  SCP_DENIED:
    'The administrators of the organization can change it, no policy of the role can. A deny by region has to except every destination region of the profile, and aws:RequestedRegion = unspecified for a global one.',
  MARKETPLACE: `Somebody who may aws-marketplace:Subscribe accepts the offer once; the role needs no such right. ${renewed}`,
  USE_CASE_FORM: `portai bedrock setup --submit-use-case submits it, in the management account where there is one. ${renewed}`,
  MODEL_ACCESS_DENIED: `The account has not got the agreement for this model, or not in this region: portai bedrock diagnose looks at its four gates. ${renewed}`,
  MODEL_NOT_OFFERED:
    'The gates of the account can all be open and still AWS does not offer it: only AWS Sales can tell and change that. Use another model meanwhile.',
  MODEL_NOT_IN_REGION:
    'Choose a region or a profile that serves it: portai bedrock models lists them.',
  MODEL_NOT_FOUND:
    'Check the id, above all its geography: eu., us., apac., jp. and au. profiles exist only in their own regions, and an id in front of which none belongs has none.',
  NEEDS_INFERENCE_PROFILE:
    'Use the id with the geography of your region in front, such as eu., and allow the profile and the model behind it.',
  GEO_UNSUPPORTED:
    'AWS judges the address that calls, and the country of the account. A call from here says little of Port: let Port test it, with portai validate bedrock.',
  ACCOUNT_NOT_READY:
    'AWS has not opened Bedrock to the account yet: a new account is verified first, and a region may be closed to it. AWS support opens it; no policy does.',
  BILLING: 'Enter a payment method that AWS accepts in the Billing console of the paying account.',
  QUOTA_EXHAUSTED:
    'See Service Quotas, Amazon Bedrock, in this region: new accounts may have a quota of tokens a day near zero.',
  RATE_LIMITED:
    'The credentials are good. See Service Quotas, Amazon Bedrock: requests and tokens a minute, for this model and profile.',
  NETWORK_ACL:
    'Something between the caller and AWS refused, such as a proxy; AWS was not reached.',
  WRONG_BASE_URL: 'The answer is not from AWS: look at the endpoint and the proxy.',
  UNSUPPORTED_PARAM:
    'The model does not take one parameter of the request: its name is in the message.',
  REQUEST_REFUSED: 'AWS found the request itself wrong; its own words say where.',
  GUARDRAIL_FORBIDDEN:
    'Allow bedrock:ApplyGuardrail on the ARN of the guardrail, and on its guardrail-profile where it works across regions.',
};

/** What to do about a cause on AWS. */
export const awsAdvice = (cause: Cause): string => onAws[cause] ?? causeEntry(cause).advice;
