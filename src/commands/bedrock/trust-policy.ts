import { action, noArguments } from '../../cli/action.ts';
import { principalsOf } from '../../aws/iam-documents/trust.ts';
import { fail } from '../../core/fail.ts';
import { refusingOuterBlanks } from '../../core/text/outer-blanks.ts';
import { makeTrustPolicy } from '../../operations/bedrock/trust-policy.ts';
import type { Define } from '../define.ts';
import { accessFlags, addAccessOptions } from './access-flags.ts';
import { addExternalIdOptions, externalIdFlags, externalIdOf } from './external-id-flags.ts';
import {
  addRoleFileOptions,
  deliver,
  deliverDocument,
  roleFileFlags,
  roleFiles,
} from './role-file-flags.ts';

const examples = `
Examples:
  # With a new external ID, which Port then needs as a secret
  portai bedrock trust-policy > trust.json
  jq -r '.Statement[0].Condition.StringEquals["sts:ExternalId"]' trust.json |
    portai secrets set aws-external-id --value-stdin
`;

export const define: Define = (command, invocation) => {
  addExternalIdOptions(command);
  addRoleFileOptions(command);
  addAccessOptions(command);
  command.addHelpText('after', examples);
  const flags = () =>
    refusingOuterBlanks(
      accessFlags().extend(roleFileFlags().shape).extend(externalIdFlags().shape),
    );
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, given) => {
      if (given.emit !== undefined) {
        await deliver(context, given, await roleFiles(context, given.emit, given));
        return undefined;
      }
      if (given.region !== undefined) {
        throw fail('Usage', '--region goes with --emit only: a trust policy is of no region');
      }
      const externalId = await externalIdOf(context, given);
      const principals = principalsOf(given.principals);
      const document = makeTrustPolicy(context.out, { principals, externalId });
      await deliverDocument(context, given, 'trust.json', document);
      return undefined;
    }),
  );
};
