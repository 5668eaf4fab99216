import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, confirmDeletion, mutationFlags } from '../../cli/mutation.ts';
import { deleteIntegration } from '../../operations/integrations/delete.ts';
import { slugForm } from '../../operations/integrations/name-forms.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderAffected } from '../../ui/render/integration-affected.ts';
import { renderIntegrationDryRun } from '../../ui/render/integrations.ts';
import { renderDone } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';

export const define: Define = (command, invocation) => {
  addMutationOptions(command.argument('<slug>', 'slug of the integration')).addHelpText(
    'after',
    '\nExamples:\n  portai integrations delete azure-prod-useast --dry-run\n  portai integrations delete azure-prod-useast --yes\n',
  );
  const reads = { args: () => z.tuple([slugForm()]), flags: mutationFlags };
  command.action(
    action(invocation, reads, async (context, [slug], { dryRun }) => {
      const { out, plane, runtime } = context;
      const done = await deleteIntegration(
        {
          client: await plane(portkey).client(),
          showLoss: (affected) => out.notice({ ...affected, verb: 'lose' }, renderAffected),
          confirm: () => confirmDeletion(context, 'integration', slug),
          sleep: (ms) => runtime.sleep(ms, runtime.signal),
        },
        { slug, dryRun },
      );
      if ('dryRun' in done) await out.result(done, renderIntegrationDryRun);
      else await out.result({ action: 'deleted', name: slug, affected: done }, renderDone);
      return undefined;
    }),
  );
};
