import { callerOf, causeOfDenial } from './cause.ts';
import { resourceOf, type Denial } from './denial.ts';

/** What to do about one denial, in sentences. A Deny that matched is never answered with one more Allow. */
export function denialAdvice(denial: Denial): string {
  const caller = callerOf(denial);
  if (caller === 'person') return personAdvice(denial);
  const { who, explicit } = denial;
  switch (who) {
    case 'service control policy':
    case 'resource control policy':
      return [organizationAdvice(denial, who), regionAdvice(denial)].join(' ').trim();
    case 'permissions boundary':
      return caller === 'Port'
        ? trustAdvice(denial)
        : explicit === true
          ? `${named(denial)} is a Deny in the permissions boundary: that statement has to change. ${regionAdvice(denial)}`.trim()
          : `The permissions boundary has to include ${asked(denial)} as well as the policy; its owner can change it.`;
    case 'session policy':
      return 'The session was opened with a policy of its own (a sign-in, a pipeline, an AssumeRole call): change what opens it. The policies of the role change nothing here.';
    case 'VPC endpoint policy':
      return "The call passed a VPC endpoint whose own policy denies it: change that policy. Port's calls pass no endpoint of yours, so the policies of the role change nothing here.";
    default:
      if (caller === 'Port') return trustAdvice(denial);
      return explicit === true ? explicitAdvice(denial) : missingAdvice(denial);
  }
}

const article = (kind: string): string => (/^[aeio]/i.test(kind) ? `An ${kind}` : `A ${kind}`);

/** What was asked for: `bedrock:InvokeModel on arn:…`. */
const asked = ({ action, resource }: Denial): string =>
  resource === undefined ? action : `${action} on ${resource}`;

const named = ({ policy }: Denial): string => (policy === undefined ? 'It' : `${policy}: it`);

function personAdvice(denial: Denial): string {
  const { action, who, explicit, principal } = denial;
  if (causeOfDenial(denial) === 'ROLE_NOT_TRIED') {
    return 'The role trusts Port alone, so that everybody else is refused like this: let Port test it, with portai validate bedrock.';
  }
  const whose = principal ?? 'whoever ran it';
  const start = `This is about the rights of ${whose}, not of Port's role.`;
  const by = who === undefined ? 'A policy' : article(who);
  if (explicit === true) {
    return `${start} ${by} denies ${action} explicitly: its owner can change that, or somebody else runs the command (--aws-profile).`;
  }
  return who === undefined || who === 'identity-based policy'
    ? `${start} They need ${action}, or somebody who has it runs the command (--aws-profile).`
    : `${start} ${by} does not include ${action}: its owner can change that, or somebody else runs the command (--aws-profile).`;
}

function organizationAdvice(denial: Denial, who: string): string {
  const by = denial.policy === undefined ? article(who) : `The ${who} ${denial.policy}`;
  const does = denial.explicit === false ? 'does not include' : 'denies';
  const port =
    callerOf(denial) === 'Port'
      ? " Such a policy often refuses principals of other organizations: Port's account is one, and has to be excepted."
      : '';
  return `${by} ${does} ${asked(denial)}; the administrators of the organization can change that, no policy of the role can.${port}`;
}

/** What a deny by region has to let through; empty where no region is in play. */
function regionAdvice(denial: Denial): string {
  const { region } = denial;
  const { kind, geography } = resourceOf(denial);
  if (geography === 'global' || region === 'unspecified') {
    return 'A global profile asks with aws:RequestedRegion = unspecified: a deny by region has to except that value, or use the profile of your geography (leave out --global).';
  }
  if (kind === 'foundation-model') {
    return `The profile routed to ${region ?? 'another region'}: a deny by region has to except every destination region of the profile (and for global profiles aws:RequestedRegion = unspecified).`;
  }
  return geography === undefined
    ? ''
    : 'A deny by region has to except every destination region of the profile (and for global profiles aws:RequestedRegion = unspecified).';
}

function explicitAdvice(denial: Denial): string {
  const where =
    denial.policy ?? `in ${denial.who === undefined ? 'a policy' : withArticle(denial.who)}`;
  const guarded = denial.action.startsWith('bedrock:Invoke')
    ? ' Two conditions are frequent: aws:RequestedRegion, and bedrock:GuardrailIdentifier, which asks for a guardrail in each call.'
    : '';
  return `A Deny matches ${asked(denial)} (${where}). It outweighs every Allow, so only that statement helps: change it, or its condition.${guarded} ${regionAdvice(denial)}`.trim();
}

const withArticle = (kind: string): string => article(kind).replace(/^A/, 'a');

function trustAdvice({ explicit }: Denial): string {
  return explicit === true
    ? "A Deny in the role's trust policy, or in another policy on sts:AssumeRole, refuses Port: change that statement."
    : "The trust policy has to name Port's principals and ask for the external ID that Port sends: portai bedrock diagnose compares both.";
}

function missingAdvice(denial: Denial): string {
  const { action, resource, region, principal } = denial;
  const { kind, geography } = resourceOf(denial);
  const owner = principal?.includes(':user/') === true ? 'the user' : 'the role';
  if (action.startsWith('aws-marketplace:')) {
    return 'Somebody who may aws-marketplace:Subscribe accepts the offer of the model once; the role needs no such right.';
  }
  const grant = `Allow ${action} on ${resource ?? 'what it names'} to ${owner}`;
  switch (kind) {
    case 'guardrail-profile':
      return `${grant}: the guardrail works across regions, and asks for its profile in each destination region beside the guardrail itself.`;
    case 'guardrail':
      return `${grant}, in a statement of its own.`;
    case 'application-inference-profile':
      return `${grant}, and on the profile and the models behind it.`;
    case 'inference-profile':
      return geography === 'global'
        ? `${grant}, and on the model with and without a region (aws:RequestedRegion = unspecified): portai bedrock policy --global writes all three.`
        : `${grant}, and on the model in every destination region: portai bedrock policy writes both.`;
    case 'foundation-model':
      return region === 'unspecified'
        ? `${grant}, where aws:RequestedRegion is unspecified: a global profile asks for it. portai bedrock policy --global writes it; the profile of your geography does without.`
        : `${grant}: the profile may route there. portai bedrock policy writes every region.`;
    default:
      return `${grant}.`;
  }
}
