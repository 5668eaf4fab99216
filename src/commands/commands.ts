import { action, noArguments, noFlags } from '../cli/action.ts';
import { version } from '../cli/version.ts';
import { allSettings } from '../cli/settings-table.ts';
import { exitClasses } from '../core/errors.ts';
import { renderCommands } from '../ui/render/commands.ts';
import type { Define, Node } from './define.ts';
import { describeCommands, describeGlobalFlags } from './describe.ts';

const help = `
Examples:
  portai commands --json
  portai commands --json | jq -r '.commands[] | .words | join(" ")'

With --json: every command with its arguments and flags, the flags that all
take, the variables, and the exit codes, for programs that call portai.`;

/** `commands`: the tree as data. It is handed the tree that it is part of. */
export const describing =
  (tree: () => readonly Node[]): Define =>
  (command, invocation) => {
    command.addHelpText('after', help);
    command.action(
      action(invocation, { args: noArguments, flags: noFlags }, async ({ out }) => {
        const described = {
          version,
          commands: await describeCommands(tree(), invocation),
          globalFlags: describeGlobalFlags(),
          variables: allSettings.flatMap(({ env, flag, description }) =>
            env.map((name) => ({ name, ...(flag === undefined ? {} : { flag }), description })),
          ),
          exitCodes: Object.values(exitClasses).map(({ code, slug, means }) => ({
            code,
            name: slug,
            meaning: means,
          })),
        };
        await out.result(described, renderCommands);
        return undefined;
      }),
    );
  };
