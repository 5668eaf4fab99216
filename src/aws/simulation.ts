import { paginateSimulatePrincipalPolicy, type IAMClient } from '@aws-sdk/client-iam';
import { z } from 'zod';
import type { SimulatedCalls, SimulatedDecision } from './account.ts';

const result = z.object({
  EvalActionName: z.string(),
  EvalResourceName: z.string().optional(),
  EvalDecision: z.enum(['allowed', 'explicitDeny', 'implicitDeny']),
  MissingContextValues: z.array(z.string()).optional(),
  OrganizationsDecisionDetail: z.object({ AllowedByOrganizations: z.boolean() }).optional(),
  PermissionsBoundaryDecisionDetail: z
    .object({ AllowedByPermissionsBoundary: z.boolean() })
    .optional(),
});

/** What IAM would decide, a decision for each action. */
export async function simulation(
  client: IAMClient,
  { roleArn, actions, resource, context }: SimulatedCalls,
): Promise<SimulatedDecision[]> {
  const decisions: SimulatedDecision[] = [];
  const pages = paginateSimulatePrincipalPolicy(
    { client },
    {
      PolicySourceArn: roleArn,
      ActionNames: [...actions],
      ResourceArns: [resource],
      ContextEntries: Object.entries(context).map(([name, value]) => ({
        ContextKeyName: name,
        ContextKeyValues: [value],
        ContextKeyType: 'string' as const,
      })),
    },
  );
  for await (const page of pages) {
    for (const given of page.EvaluationResults ?? []) {
      const read = result.parse(given);
      decisions.push({
        action: read.EvalActionName,
        resource: read.EvalResourceName ?? resource,
        decision: read.EvalDecision,
        allowedByOrganization: read.OrganizationsDecisionDetail?.AllowedByOrganizations,
        allowedByBoundary: read.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
        missingContext: read.MissingContextValues ?? [],
      });
    }
  }
  return decisions;
}
