import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { z } from 'zod';
import { parsePolicy, type PolicyDocument } from './iam-documents/policy-document.ts';
import type { AwsRole, AwsRoles } from './account.ts';
import { attempting, unlessMissing } from './attempting.ts';
import { clientSettings, iamRegion, type AwsAccess } from './client-settings.ts';
import { externalIdsIn } from './external-ids.ts';
import { simulation } from './simulation.ts';

const wireRole = z.object({
  RoleName: z.string().min(1),
  Arn: z.string().min(1),
  AssumeRolePolicyDocument: z.string().optional(),
  CreateDate: z.date().optional(),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).optional(),
  PermissionsBoundary: z.object({ PermissionsBoundaryArn: z.string().optional() }).optional(),
});

/** Roles that portai makes live nowhere else: Port's form takes no ARN with a path. */
const path = '/';

/** Port asks for an hour at the most. */
const longestSessionSeconds = 3600;

/** AWS slows whoever asks much faster. */
const atOnce = 4;

/** IAM, for roles. External ids in trust policies are held before anybody sees the policy. */
export function iamRoles(access: AwsAccess): AwsRoles {
  const client = new IAMClient(clientSettings(access, 'iam', iamRegion));
  const attempt = <T>(doing: string, call: () => Promise<T>) => attempting(access, doing, call);

  function readRole(given: unknown): AwsRole {
    const role = wireRole.parse(given);
    const trust = parsePolicy(role.AssumeRolePolicyDocument ?? '');
    for (const id of externalIdsIn(trust)) access.hold(id);
    return {
      name: role.RoleName,
      arn: role.Arn,
      trust,
      createdAt: role.CreateDate,
      tags: Object.fromEntries((role.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
      boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    };
  }

  const get: AwsRoles['get'] = (name) =>
    unlessMissing(
      attempt(`read the role ${name}`, async () => {
        const { Role } = await client.send(new GetRoleCommand({ RoleName: name }));
        return readRole(Role);
      }),
    );

  async function inlinePolicy(role: string, name: string): Promise<PolicyDocument | undefined> {
    const command = new GetRolePolicyCommand({ RoleName: role, PolicyName: name });
    const { PolicyDocument: text } = await client.send(command);
    return parsePolicy(text ?? '');
  }

  /** Names of all roles that can be portai's. IAM lists no tags: each is read by itself. */
  async function names(): Promise<string[]> {
    const found: string[] = [];
    for await (const page of paginateListRoles({ client }, { PathPrefix: path })) {
      for (const { Path, RoleName } of page.Roles ?? []) {
        if (Path === path && RoleName !== undefined) found.push(RoleName);
      }
    }
    return found;
  }

  return {
    get,

    create: ({ name, description, trust, tags }) =>
      attempt(`create the role ${name}`, async () => {
        for (const id of externalIdsIn(trust)) access.hold(id);
        const { Role } = await client.send(
          new CreateRoleCommand({
            RoleName: name,
            Path: path,
            Description: description,
            MaxSessionDuration: longestSessionSeconds,
            AssumeRolePolicyDocument: JSON.stringify(trust),
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
          }),
        );
        // Some answers leave out what was just sent.
        return { ...readRole(Role), trust, tags };
      }),

    setTrust: (name, trust) =>
      attempt(`change the trust policy of the role ${name}`, async () => {
        for (const id of externalIdsIn(trust)) access.hold(id);
        const PolicyDocument = JSON.stringify(trust);
        await client.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument }));
      }),

    inlinePolicies: (name) =>
      attempt(`read the inline policies of the role ${name}`, async () => {
        const policies: [string, PolicyDocument][] = [];
        for await (const page of paginateListRolePolicies({ client }, { RoleName: name })) {
          for (const policy of page.PolicyNames ?? []) {
            const document = await inlinePolicy(name, policy);
            // A policy that cannot be read is there nevertheless, and must not be taken for none.
            policies.push([policy, document ?? { Statement: [] }]);
          }
        }
        return Object.fromEntries(policies);
      }),

    attachedPolicies: (name) =>
      attempt(`read the attached policies of the role ${name}`, async () => {
        const arns: string[] = [];
        for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName: name })) {
          for (const { PolicyArn } of page.AttachedPolicies ?? []) {
            if (PolicyArn !== undefined) arns.push(PolicyArn);
          }
        }
        return arns;
      }),

    putInlinePolicy: (name, policyName, document) =>
      attempt(`write the policy ${policyName} of the role ${name}`, async () => {
        await client.send(
          new PutRolePolicyCommand({
            RoleName: name,
            PolicyName: policyName,
            PolicyDocument: JSON.stringify(document),
          }),
        );
      }),

    removeInlinePolicy: (name, policyName) =>
      attempt(`remove the policy ${policyName} of the role ${name}`, async () => {
        await client.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: policyName }));
      }),

    remove: (name) =>
      attempt(`remove the role ${name}`, async () => {
        await client.send(new DeleteRoleCommand({ RoleName: name }));
      }),

    async managed() {
      const waiting = (await attempt('list the roles of the account', names)).values();
      const found: AwsRole[] = [];
      const worker = async () => {
        for (const name of waiting) {
          const role = await get(name);
          if (role?.tags['managed-by'] === 'portai') found.push(role);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      return found.sort((a, b) => (a.name < b.name ? -1 : 1));
    },

    simulate: (question) =>
      attempt(`simulate what ${question.roleArn} may do`, () => simulation(client, question)),
  };
}
