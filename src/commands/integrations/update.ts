import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addKindOptions } from '../../cli/kind-options.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { updateIntegration } from '../../operations/integrations/update.ts';
import { descriptionForm, nameForm, slugForm } from '../../operations/integrations/name-forms.ts';
import { defaultBaseUrl } from '../../planes/portkey/base-url.ts';
import { everyPlainField } from '../../planes/portkey/kinds/index.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderIntegrationDryRun, renderUpdate } from '../../ui/render/integrations.ts';
import type { Define } from '../define.ts';

export const define: Define = (command, invocation) => {
  command
    .argument('<slug>', 'slug of the integration, which never changes')
    .option('--name <text>', 'new name')
    .option('--description <text>', 'new description; an empty one takes it away');
  const valuesFrom = addKindOptions(command, everyPlainField());
  addMutationOptions(command).addHelpText('after', after);
  const flags = () =>
    mutationFlags()
      .extend({ name: nameForm().optional(), description: descriptionForm().optional() })
      .loose();
  command.action(
    action(
      invocation,
      { args: () => z.tuple([slugForm()]), flags },
      async (context, [slug], given) => {
        const { out, plane, runtime } = context;
        const values = await valuesFrom(context, given);
        const { client, baseUrl } = plane(portkey);
        const { name, description, dryRun, force } = given;
        const dependencies = {
          client: await client(),
          report: out,
          sleep: (ms: number) => runtime.sleep(ms, runtime.signal),
          onCloud: new URL((await baseUrl()).value).host === new URL(defaultBaseUrl).host,
        };
        const request = { slug, name, description, values, dryRun, force };
        const done = await updateIntegration(dependencies, request);
        if (done.kind === 'dry-run') await out.result(done.dryRun, renderIntegrationDryRun);
        else {
          const { kind: _kind, ...result } = done;
          await out.result(result, renderUpdate);
        }
        return undefined;
      },
    ),
  );
};

const after = `
Flags of another kind of provider than the integration's are refused. --deployment replaces all
deployments. A secret changes with rotate-key.

Examples:
  portai integrations update azure-prod-useast --name "Azure Production"
  portai integrations update vllm --custom-host https://llm2.example.com/v1 --dry-run
`;
