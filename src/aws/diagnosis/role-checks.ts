import { portPrincipals } from '../iam-documents/trust.ts';
import type { BedrockCheck, DiagnosisFacts, RoleFacts } from './facts.ts';
import {
  awsPrincipals,
  covers,
  otherConditions,
  trustFacts,
  type TrustFacts,
} from './trust-facts.ts';

/** The layers between Port and the role, but for the external ID. */

export function accountChecks({ caller, roleArn, problemInArn }: DiagnosisFacts): BedrockCheck[] {
  const account = /^arn:[\w-]+:iam::(\d{12}):/.exec(roleArn)?.[1];
  const arn: BedrockCheck =
    problemInArn === undefined
      ? { id: 'arn', title: 'Role ARN', verdict: 'pass', says: 'of the form that Port takes' }
      : {
          id: 'arn',
          title: 'Role ARN',
          verdict: 'fail',
          says: 'Port refuses it',
          fix: problemInArn,
        };
  if ('unread' in caller) {
    const says = `could not look: ${caller.unread}`;
    return [{ id: 'caller', title: 'AWS credentials', verdict: 'unknown', says }, arn];
  }
  const { account: own, arn: who } = caller.value;
  const same = own === account;
  return [
    { id: 'caller', title: 'AWS credentials', verdict: 'pass', says: who },
    arn,
    {
      id: 'account',
      title: 'Account',
      verdict: same ? 'pass' : 'fail',
      says: same ? own : `the role is in ${account ?? 'no account'}, these credentials in ${own}`,
      ...(same
        ? {}
        : { fix: 'Use credentials of the account of the role (--aws-profile), or mend the ARN.' }),
    },
  ];
}

export function roleChecks(facts: DiagnosisFacts): BedrockCheck[] {
  const { role } = facts;
  const title = 'Role';
  if ('unread' in role) {
    return [{ id: 'role', title, verdict: 'unknown', says: `could not look: ${role.unread}` }];
  }
  if (!role.value) {
    return [
      {
        id: 'role',
        title,
        verdict: 'fail',
        says: `there is no ${facts.roleArn}`,
        fix: 'portai bedrock setup creates it; or mend --role-arn of the provider.',
      },
    ];
  }
  if (role.value.arn !== facts.roleArn) {
    return [
      {
        id: 'role',
        title,
        verdict: 'fail',
        says: `there is ${role.value.arn}, which is another than ${facts.roleArn}`,
        fix: 'Port takes no path: create the role at the root, or mend the ARN in Port.',
      },
    ];
  }
  const trust = trustFacts(role.value.trust);
  return [
    { id: 'role', title, verdict: 'pass', says: role.value.arn },
    principalCheck(trust),
    actionCheck(trust),
    conditionCheck(trust),
    denyCheck(trust),
    ageCheck(role.value, facts.now),
  ];
}

const again =
  'portai bedrock setup --update-role writes the trust policy anew; portai bedrock trust-policy prints it.';

function principalCheck({ ports, principals }: TrustFacts): BedrockCheck {
  const common = { id: 'principals', title: "Port's principals" } as const;
  const dead = principals.filter((each) => /^(?:AROA|AIDA)[A-Z0-9]+$/.test(each));
  const [eu, us] = [portPrincipals.eu, portPrincipals.us].map((arn) =>
    ports.some((statement) => covers(statement, arn)),
  );
  const wide = [...new Set(ports.flatMap(awsPrincipals))].filter(
    (each) => each === '*' || /^(?:\d{12}|.*:root)$/.test(each),
  );
  if (eu && us && wide.length > 0) {
    return {
      ...common,
      verdict: 'warn',
      says: `the trust policy lets in more than Port's two roles: ${wide.join(', ')}`,
      fix: again,
    };
  }
  if (eu && us) return { ...common, verdict: 'pass', says: 'the trust policy names both' };
  if (dead.length > 0) {
    const says = `the trust policy holds ${dead.join(', ')}: what is left of a role that was deleted and created anew`;
    return { ...common, verdict: 'fail', says, fix: `Save the trust policy again: ${again}` };
  }
  if (!eu && !us) {
    return {
      ...common,
      verdict: 'fail',
      says: 'the trust policy names neither role of Port',
      fix: again,
    };
  }
  const missing = eu ? portPrincipals.us : portPrincipals.eu;
  return {
    ...common,
    verdict: 'warn',
    says: `the trust policy lacks ${missing}`,
    fix: `Right where your Port is served from the other region only. Else: ${again}`,
  };
}

function actionCheck({ allows }: TrustFacts): BedrockCheck {
  const common = { id: 'action', title: 'sts:AssumeRole' } as const;
  return allows.length > 0
    ? { ...common, verdict: 'pass', says: 'allowed by the trust policy' }
    : {
        ...common,
        verdict: 'fail',
        says: 'no statement of the trust policy allows it to Port',
        fix: again,
      };
}

/** Statements that could be Port's way in; with one of them free of conditions the others do not matter. */
function conditionCheck({ allows }: TrustFacts): BedrockCheck {
  const common = { id: 'conditions', title: 'Other conditions' } as const;
  const keys = allows.map(otherConditions);
  const foreign = keys.some((each) => each.length === 0) ? [] : [...new Set(keys.flat())];
  if (foreign.length === 0) return { ...common, verdict: 'pass', says: 'none' };
  return {
    ...common,
    verdict: 'fail',
    says: `the trust policy also asks for ${foreign.join(', ')}, which Port cannot meet`,
    fix: `Take these conditions out of Port's statement.`,
  };
}

function denyCheck({ denies }: TrustFacts): BedrockCheck {
  const common = { id: 'deny', title: 'Refusals' } as const;
  const [first] = denies;
  if (!first) return { ...common, verdict: 'pass', says: 'none in the trust policy' };
  const conditional = first.Condition !== undefined;
  return {
    ...common,
    verdict: conditional ? 'unknown' : 'fail',
    says: `a Deny statement${first.Sid === undefined ? '' : ` (${first.Sid})`} is about sts:AssumeRole${conditional ? ', under conditions' : ''}`,
    fix: 'A Deny wins over every Allow: see whether it applies to Port.',
  };
}

const settledAfterMs = 2 * 60_000;

function ageCheck({ createdAt }: RoleFacts, now: Date): BedrockCheck {
  const common = { id: 'age', title: 'Age' } as const;
  if (!createdAt) return { ...common, verdict: 'skip', says: 'AWS does not say' };
  const age = now.getTime() - createdAt.getTime();
  if (age >= settledAfterMs) {
    return { ...common, verdict: 'pass', says: `created ${createdAt.toISOString()}` };
  }
  return {
    ...common,
    verdict: 'warn',
    says: 'created less than two minutes ago',
    fix: 'IAM takes up to two minutes to spread a role: try again then.',
  };
}
