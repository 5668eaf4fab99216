import { action, noArguments } from '../../cli/action.ts';
import { makePolicy } from '../../operations/bedrock/policy.ts';
import { refusingOuterBlanks } from '../../core/text/outer-blanks.ts';
import type { Define } from '../define.ts';
import {
  accessFlags,
  addAccessOptions,
  policyDependencies,
  policyRequest,
} from './access-flags.ts';
import {
  addRoleFileOptions,
  deliver,
  deliverDocument,
  roleFileFlags,
  roleFiles,
} from './role-file-flags.ts';
import { fail } from '../../core/fail.ts';

const examples = `
Examples:
  # What Port's role may do, for the models that Port offers
  portai bedrock policy --region eu-west-1 --account 111122223333
  # One model and a guardrail, as Terraform with the role around it
  portai bedrock policy --region us-east-1 --model claude-haiku-4-5-20251001 \\
    --emit terraform --out port-bedrock
`;

export const define: Define = (command, invocation) => {
  addAccessOptions(command);
  addRoleFileOptions(command);
  command.addHelpText('after', examples);
  const flags = () => refusingOuterBlanks(accessFlags().extend(roleFileFlags().shape));
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, given) => {
      if (given.emit !== undefined) {
        await deliver(context, given, await roleFiles(context, given.emit, given));
        return undefined;
      }
      if (!given.externalId) throw fail('Usage', '--no-external-id goes with --emit only');
      const policy = await makePolicy(policyDependencies(context, given), policyRequest(given));
      await deliverDocument(context, given, 'permissions.json', policy.document);
      return undefined;
    }),
  );
};
