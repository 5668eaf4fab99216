import { action, anyWords, noFlags } from '../../cli/action.ts';
import { fail } from '../../core/fail.ts';
import { workspaceWithProviders } from '../../operations/workspaces.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderWorkspace } from '../../ui/render/workspaces.ts';
import type { Define } from '../define.ts';

/** `workspaces get`. */
export const define: Define = (command, invocation) => {
  command.argument('[workspace]', 'slug or UUID of the workspace').addHelpText(
    'after',
    `
The AI providers are what the workspace sees in its model catalog: requests name
them as @slug/model.

Example:
  portai workspaces get eng`,
  );
  command.action(
    action(invocation, { args: anyWords, flags: noFlags }, async ({ out, plane }, [name]) => {
      if (name === undefined) {
        throw fail('MissingFlags', '<workspace> is missing', {
          details: { missing: [['<workspace>']] },
          next: [{ command: ['workspaces', 'list'], why: 'the workspaces there are' }],
        });
      }
      const client = await plane(portkey).client();
      await out.result(await workspaceWithProviders(client, name), renderWorkspace);
      return undefined;
    }),
  );
};
