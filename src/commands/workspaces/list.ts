import { z } from 'zod';
import { action, noArguments } from '../../cli/action.ts';
import { once } from '../../core/once.ts';
import { eachWorkspace } from '../../operations/workspaces.ts';
import { allOf } from '../../planes/portkey/paging.ts';
import type { Workspace } from '../../planes/portkey/nouns.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderWorkspaces } from '../../ui/render/workspaces.ts';
import type { Define } from '../define.ts';

const flags = once(() => z.object({ name: z.string().optional() }));

/** Rows that are written at once: as many as a page has. */
const atOnce = 100;

/** `workspaces list`. */
export const define: Define = (command, invocation) => {
  command.option('--name <text>', 'only those whose name has it').addHelpText(
    'after',
    `
Examples:
  portai workspaces list
  portai workspaces list --name platform --json

On a pipe, rows are written as pages come: workspace, name, UUID, time of creation.`,
  );
  command.action(
    action(invocation, { args: noArguments, flags }, async ({ out, plane }, _, { name }) => {
      const workspaces = eachWorkspace(await plane(portkey).client(), { name });
      // A table needs all its rows for its widths, and a JSON document is one or none.
      if (!out.inRows) {
        await out.result(await allOf(workspaces), renderWorkspaces);
        return undefined;
      }
      let page: Workspace[] = [];
      for await (const each of workspaces) {
        if (page.push(each) < atOnce) continue;
        await out.result(page, renderWorkspaces);
        page = [];
      }
      await out.result(page, renderWorkspaces);
      return undefined;
    }),
  );
};
