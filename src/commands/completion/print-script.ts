import { action, noArguments, noFlags } from '../../cli/action.ts';
import type { Define } from '../define.ts';
import { scripts } from './scripts.ts';
import type { Shell } from './shells.ts';

/** `completion <shell>`: prints the script of a shell. */
export const printing =
  (shell: Shell): Define =>
  (command, invocation) => {
    const { setUp, text } = scripts[shell];
    command.addHelpText(
      'after',
      `\nSet it up with:\n${setUp.map((line) => `  ${line}`).join('\n')}`,
    );
    command.action(
      action(invocation, { args: noArguments, flags: noFlags }, async ({ out }) => {
        await out.result({ shell, script: text }, ({ script }) => script);
        return undefined;
      }),
    );
  };
