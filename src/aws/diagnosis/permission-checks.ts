import type { BedrockCheck, DiagnosisFacts, GuardrailFacts, Look, SimulatedCall } from './facts.ts';

const simulated = 'iam:SimulatePrincipalPolicy';

/** What the role may do once it is assumed, as IAM's own simulation sees it. */
export function permissionCheck({ calls }: DiagnosisFacts): BedrockCheck {
  const common = { id: 'permissions', title: 'Permissions' } as const;
  return {
    ...common,
    ...judged(calls, 'portai bedrock setup --update-role writes the policy anew.'),
  };
}

export function guardrailChecks({ guardrail, region }: DiagnosisFacts): BedrockCheck[] {
  const common = { id: 'guardrail', title: 'Guardrail' } as const;
  if (!guardrail) return [{ ...common, verdict: 'skip', says: 'none is configured' }];
  return [{ ...common, ...guardrailVerdict(guardrail, region) }];
}

type CheckResult = Pick<BedrockCheck, 'verdict' | 'says'> & { readonly fix?: string };

function guardrailVerdict({ id, found, calls }: GuardrailFacts, region: string): CheckResult {
  if ('value' in found && !found.value) {
    return {
      verdict: 'fail',
      says: `there is no ${id} of that version in ${region}`,
      fix: 'AWS gives one text for a wrong id, version or region; guardrails belong to one region.',
    };
  }
  if ('value' in found && found.value && found.value.status !== 'READY') {
    return {
      verdict: 'fail',
      says: `its state is ${found.value.status}`,
      fix: 'Wait until it is READY.',
    };
  }
  const allowed = judged(
    calls,
    'Allow bedrock:ApplyGuardrail on that ARN, in a statement of its own: on the guardrail and, where it works across regions, on its profile in every region of it.',
  );
  if (allowed.verdict !== 'pass' || 'value' in found) return allowed;
  return { verdict: 'unknown', says: `could not look: ${found.unread}` };
}

function judged(calls: Look<readonly SimulatedCall[]>, fix: string): CheckResult {
  if ('unread' in calls) return { verdict: 'unknown', says: `could not look: ${calls.unread}` };
  if (calls.value.length === 0) return { verdict: 'skip', says: 'there is no call to look at' };
  const denied = calls.value.filter(({ decision }) => decision !== 'allowed');
  // Who is named as the one who denies needs no other facts.
  const unclear = denied.filter(
    ({ missingContext, byOrganization, byBoundary }) =>
      missingContext.length > 0 && byOrganization !== false && byBoundary !== false,
  );
  const clear = denied.filter((call) => !unclear.includes(call));
  const [first] = clear;
  if (first) {
    const more = clear.length === 1 ? '' : ` and ${clear.length - 1} more`;
    return {
      verdict: 'fail',
      says: `${first.call}${more}: ${whoDenies(first)}`,
      fix: fixFor(first, fix),
    };
  }
  if (unclear.length > 0) {
    const keys = [...new Set(unclear.flatMap(({ missingContext }) => missingContext))];
    return {
      verdict: 'unknown',
      says: `the policies ask for ${keys.join(', ')}, which the simulation does not know`,
      fix: 'portai bedrock diagnose --deep tries it live.',
    };
  }
  return {
    verdict: 'pass',
    says: `every call that it takes is allowed (${calls.value.length}, by ${simulated})`,
  };
}

function whoDenies({ byOrganization, byBoundary, decision }: SimulatedCall): string {
  if (byOrganization === false) return 'a service control policy of the organization denies it';
  if (byBoundary === false) return 'the permissions boundary does not allow it';
  return decision === 'explicitDeny'
    ? 'a policy denies it explicitly'
    : 'no policy of the role allows it';
}

function fixFor({ byOrganization, byBoundary, decision }: SimulatedCall, fix: string): string {
  if (byOrganization === false) {
    return 'Ask the administrators of the organization: a region that the profile routes to may be denied, or, for a worldwide profile, the value "unspecified" of aws:RequestedRegion.';
  }
  if (byBoundary === false) return 'Ask whoever set the permissions boundary.';
  return decision === 'explicitDeny' ? 'A Deny wins over every Allow: take it away.' : fix;
}
