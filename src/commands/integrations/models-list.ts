import { action, anyWords, noFlags } from '../../cli/action.ts';
import { listModels } from '../../operations/integrations/models.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderIntegrationModels } from '../../ui/render/integration-models.ts';
import type { Define } from '../define.ts';
import { integrationOr } from './named.ts';

/** `integrations models list`. */
export const define: Define = (command, invocation) => {
  command.argument('[slug]', 'slug of the integration').addHelpText(
    'after',
    `
Example:
  portai integrations models list azure-prod

Portkey lists the models that it has a row for; no call lists all that a provider offers.
In rows: model, state, kind, base model.`,
  );
  command.action(
    action(invocation, { args: anyWords, flags: noFlags }, async (context, [given]) => {
      const { out, plane } = context;
      const client = await plane(portkey).client();
      const slug = await integrationOr(context, client, given, ['integrations', 'models', 'list']);
      await out.result(await listModels(client, slug), renderIntegrationModels);
      return undefined;
    }),
  );
};
