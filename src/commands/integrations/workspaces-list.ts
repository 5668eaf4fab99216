import { action, anyWords, noFlags } from '../../cli/action.ts';
import { globalAccess, listAccess } from '../../operations/integrations/read-access.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderAccess } from '../../ui/render/integration-access.ts';
import type { Define } from '../define.ts';
import { integrationOr } from './named.ts';

/** `integrations workspaces list`. */
export const define: Define = (command, invocation) => {
  command.argument('[slug]', 'slug of the integration').addHelpText(
    'after',
    `
Example:
  portai integrations workspaces list azure-prod

USED is what Portkey reports, beside the budget; its unit is not documented.
In rows: workspace, state, budget, reported use, rates, next reset.`,
  );
  command.action(
    action(invocation, { args: anyWords, flags: noFlags }, async (context, [given]) => {
      const { out, plane } = context;
      const client = await plane(portkey).client();
      const path = ['integrations', 'workspaces', 'list'];
      const slug = await integrationOr(context, client, given, path);
      const access = await listAccess(client, slug);
      const global = await globalAccess(client, slug, access);
      await out.result({ ...access, global_workspace_access: global ?? null }, renderAccess);
      return undefined;
    }),
  );
};
