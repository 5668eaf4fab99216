import { runSimulation, runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from '../../src/aws/iam-documents/policy-document.ts';

/** A call as IAM is asked about it. */
export interface AskedCall {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

const account = '111122223333';

/**
 * Whether a policy allows a call, by an evaluator that is not portai's own. A policy that it calls
 * malformed, or a condition key that AWS does not give for the call, fails the test.
 */
export async function allows(policy: PolicyDocument, call: AskedCall): Promise<boolean> {
  const asked: Simulation = {
    request: {
      principal: `arn:aws:iam::${account}:role/port-bedrock`,
      action: call.action,
      resource: { resource: call.resource, accountId: account },
      contextVariables: { ...call.context },
    },
    identityPolicies: [{ name: 'bedrock-invoke', policy }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  // Its list of resources knows no model without a region, which worldwide profiles ask for.
  if (call.resource.startsWith('arn:aws:bedrock:::')) {
    return runUnsafeSimulation(asked, {}) === 'Allowed';
  }
  const answer = await runSimulation(asked, {});
  if (answer.resultType === 'error') {
    throw new Error(`${call.resource}: ${JSON.stringify(answer.errors)}`);
  }
  const results = answer.resultType === 'single' ? [answer.result] : answer.results;
  const ignored = results.flatMap(({ ignoredContextKeys = [] }) => ignoredContextKeys);
  if (ignored.length > 0) throw new Error(`${call.action} has no ${ignored.join(', ')}`);
  return answer.overallResult === 'Allowed';
}
