import { action, noArguments } from '../../cli/action.ts';
import { usageError } from '../../core/errors.ts';
import type { Define } from '../define.ts';
import { addEmitOptions, deliver, emitFlags, wholeRole } from './emit-flags.ts';
import { accessFlags, accessOf, addAccessOptions, permissionsOf } from './policy-flags.ts';

const examples = `
Examples:
  # What Port's role may do, for the models that Port offers
  portai bedrock policy --region eu-west-1 --account 111122223333
  # One model and a guardrail, as Terraform with the role around it
  portai bedrock policy --region us-east-1 --model claude-haiku-4-5-20251001 \\
    --emit terraform --out port-bedrock
`;

export const define: Define = (command, world) => {
  addAccessOptions(command);
  addEmitOptions(command);
  command.addHelpText('after', examples);
  const flags = accessFlags.extend(emitFlags.shape);
  command.action(
    action(world, { args: noArguments, flags }, async (context, _, given) => {
      if (given.emit !== undefined) {
        await deliver(context, given, await wholeRole(context, given.emit, given));
        return undefined;
      }
      if (!given.externalId) throw usageError('--no-external-id goes with --emit only');
      const { document } = permissionsOf(context, await accessOf(context, given), given);
      if (context.out.json && given.out === undefined) {
        await context.out.result(document, () => '');
      } else {
        const text = `${JSON.stringify(document, null, 2)}\n`;
        await deliver(context, given, [{ name: 'permissions.json', text }]);
      }
      return undefined;
    }),
  );
};
