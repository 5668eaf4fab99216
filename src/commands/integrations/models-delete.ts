import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, confirmDeletion, mutationFlags } from '../../cli/mutation.ts';
import { deleteModels } from '../../operations/integrations/delete-models.ts';
import { listModels } from '../../operations/integrations/models.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import { integrationOr, severalOr } from './named.ts';

/** `integrations models delete`. */
export const define: Define = (command, invocation) => {
  command
    .argument('[slug]', 'slug of the integration')
    .argument('[model...]', 'slugs of custom models');
  addMutationOptions(command).addHelpText(
    'after',
    `
Example:
  portai integrations models delete openai-prod ft:gpt-4o-mini:acme:a1

Custom models only: a model of the provider is disabled instead.`,
  );
  const reads = {
    args: () => z.tuple([z.string().optional(), z.array(z.string())]),
    flags: mutationFlags,
  };
  command.action(
    action(invocation, reads, async (context, [slug, given], { force, dryRun }) => {
      const { out, plane, runtime } = context;
      const client = await plane(portkey).client();
      const path = ['integrations', 'models', 'delete'];
      const integration = await integrationOr(context, client, slug, path);
      const models = await severalOr(context, given, {
        argument: 'model',
        message: 'Custom models to remove',
        list: ['integrations', 'models', 'list', integration],
        choices: async () =>
          (await listModels(client, integration)).models
            .filter((each) => each.is_custom || each.is_finetune)
            .map((each) => each.slug),
      });
      const [only] = models.length === 1 ? models : [integration];
      const what = models.length === 1 ? 'model' : `${models.length} models of`;
      const confirm = () => confirmDeletion(context, what, only ?? integration);
      const wouldDelete = await deleteModels(
        { client, sleep: runtime.sleep, confirm, warn: (warning) => out.warn(warning) },
        { integration, models, force, dryRun },
      );
      if (wouldDelete) await out.result(wouldDelete, renderDryRun);
      else await out.result({ action: 'deleted', name: models.join(', ') }, renderDone);
      return undefined;
    }),
  );
};
