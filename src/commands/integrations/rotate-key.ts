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
        const { out, plane } = context;
        const client = await plane(portkey).client();
        const place = await findKeyPlace(client, slug);
        const label = `new ${place.about?.label ?? `key of ${place.kind.title}`}`;
        const text = await readSecretValue(context, given, label);
        const value = place.about ? secretValueOf(place.about, text, context.hold) : text;
        const { dryRun, awsAccessKeyId: accessKeyId } = given;
        const done = await rotateKey(client, { place, value, accessKeyId, dryRun }, (affected) =>
          out.notice({ ...affected, verb: 'use' }, renderAffected),
        );
        if ('dryRun' in done) await out.result(done, renderIntegrationDryRun);
        else {
          const result = { action: 'updated', name: slug, field: place.field, affected: done };
          await out.result(result, renderDone);
        }
        return undefined;
      },
    ),
  );
};
