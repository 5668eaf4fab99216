import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { addValueOptions, readSecretValue, valueFlags } from '../../cli/secret-value.ts';
import { findKeyPlace, rotateKey } from '../../operations/integrations/rotate-key.ts';
import { slugForm } from '../../operations/integrations/name-forms.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { secretValueOf } from '../../planes/portkey/kinds/typed-values.ts';
import { renderAffected } from '../../ui/render/integration-affected.ts';
import { renderIntegrationDryRun } from '../../ui/render/integrations.ts';
import { renderDone } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';

export const define: Define = (command, invocation) => {
  command.argument('<slug>', 'slug of the integration');
  addValueOptions(command);
  command.option(
    '--aws-access-key-id <id>',
    'the other half of an AWS access key, where it changes',
  );
  addMutationOptions(command).addHelpText(
    'after',
    '\nExamples:\n  portai integrations rotate-key openai-prod --value-file key.txt\n  portai integrations rotate-key openai-prod --value-env NEW_KEY --dry-run\n',
  );
  const flags = () =>
    mutationFlags().extend({
      ...valueFlags().shape,
      awsAccessKeyId: z.string().min(1, 'must not be empty').optional(),
    });
  command.action(
    action(
      invocation,
      { args: () => z.tuple([slugForm()]), flags },
      async (context, [slug], given) => {
        const { out, plane, runtime } = context;
        const client = await plane(portkey).client();
        const place = await findKeyPlace(client, slug);
        const label = `new ${place.about?.label ?? `key of ${place.kind.title}`}`;
        const text = await readSecretValue(context, given, label);
        const value = place.about ? secretValueOf(place.about, text, context.hold) : text;
        const { dryRun, awsAccessKeyId: accessKeyId } = given;
        const rotation = { place, value, accessKeyId, dryRun };
        const done = await rotateKey(client, rotation, {
          showAffected: (affected) => out.notice({ ...affected, verb: 'use' }, renderAffected),
          sleep: (ms) => runtime.sleep(ms, runtime.signal),
          warn: (warning) => out.warn(warning),
        });
        if ('dryRun' in done) {
          await out.result(done, renderIntegrationDryRun);
          return undefined;
        }
        const { affected, shown } = done;
        if (!shown) out.warn({ code: 'not_proved', message: notShown(slug) });
        await out.result(
          { action: 'updated', name: slug, field: place.field, affected },
          renderDone,
        );
        return shown ? undefined : 'unverifiable';
      },
    ),
  );
};

const notShown = (slug: string) =>
  `Portkey accepted the new key, but neither the mask nor the time of the last change of ${slug} shows it. Do not revoke the old key before portai integrations validate ${slug} --through-gateway passes.`;
