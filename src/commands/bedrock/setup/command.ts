import { action, noArguments } from '../../../cli/action.ts';
import { refusingOuterBlanks } from '../../../core/text/outer-blanks.ts';
import type { Define } from '../../define.ts';
import { addSetupOptions, setupFlags } from './flags.ts';
import { setupRequest } from './request.ts';
import { runSetup } from './run-setup.ts';

const examples = `
Examples:
  # In one conversation
  portai bedrock setup
  # Unattended, with the AWS credentials of this machine
  portai bedrock setup --region eu-west-1 --create --yes
  # Somebody else creates the role
  portai bedrock setup --region eu-west-1 --emit terraform --out port-bedrock
  # Every call of AWS and Port that it would make
  portai bedrock setup --region eu-west-1 --create --dry-run
`;

export const define: Define = (command, invocation) => {
  addSetupOptions(command);
  command.addHelpText('after', examples);
  const reads = { args: noArguments, flags: () => refusingOuterBlanks(setupFlags()) };
  command.action(
    action(invocation, reads, (context, _, given) =>
      runSetup(context, setupRequest(context, given)),
    ),
  );
};
