import { z } from 'zod';
import { action, noFlags } from '../../cli/action.ts';
import { readView } from '../../operations/integrations/view.ts';
import { slugForm } from '../../operations/integrations/name-forms.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderIntegration } from '../../ui/render/integrations.ts';
import type { Define } from '../define.ts';

export const define: Define = (command, invocation) => {
  command.argument('<slug>', 'slug of the integration').addHelpText('after', after);
  command.action(
    action(
      invocation,
      { args: () => z.tuple([slugForm()]), flags: noFlags },
      async ({ plane, out }, [slug]) => {
        const client = await plane(portkey).client();
        await out.result(await readView(client, slug), renderIntegration);
        return undefined;
      },
    ),
  );
};

const after = `
The use of a budget is shown as Portkey reports it; its unit is not documented.

Examples:
  portai integrations get azure-prod-useast
  portai integrations get azure-prod-useast --json
`;
