import { Option, type Command } from 'commander';
import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import type { Invocation } from '../../cli/invocation.ts';
import { once } from '../../core/once.ts';
import { changeModels } from '../../operations/integrations/models.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderModelChanges, renderModelsDone } from '../../ui/render/integration-models.ts';
import { renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import { addCustomModelOptions, customModelFlags } from './custom-model-flags.ts';
import { switchesOf, type ModelsVerb } from './model-switches.ts';
import { integrationOr } from './named.ts';

/** `integrations models enable`. */
export const defineEnable: Define = (command, invocation) => define(command, invocation, 'enable');
/** `integrations models disable`. */
export const defineDisable: Define = (command, invocation) =>
  define(command, invocation, 'disable');
/** `integrations models set`. */
export const defineSet: Define = (command, invocation) => define(command, invocation, 'set');

const flags = once(() =>
  mutationFlags().extend({
    ...customModelFlags().shape,
    clear: z.boolean().default(false),
    allowAll: z.enum(['on', 'off']).optional(),
  }),
);

function define(command: Command, invocation: Invocation, verb: ModelsVerb): void {
  command
    .argument('[slug]', 'slug of the integration')
    .argument('[model...]', 'slugs of models')
    .addOption(
      new Option(
        '--allow-all <state>',
        'on: every model without a row is allowed, also those that are new',
      ).choices(['on', 'off']),
    );
  if (verb === 'set') {
    command.option('--clear', 'disable all models that are not named; alone it disables all');
    addCustomModelOptions(command);
  }
  addMutationOptions(command).addHelpText('after', `\n${examples[verb].join('\n')}`);
  const reads = { args: () => z.tuple([z.string().optional(), z.array(z.string())]), flags };
  command.action(
    action(invocation, reads, async (context, [slug, models], given) => {
      const { out, plane, runtime } = context;
      const client = await plane(portkey).client();
      const path = ['integrations', 'models', verb];
      const integration = await integrationOr(context, client, slug, path);
      const switches = await switchesOf(context, client, { verb, integration, models, given });
      const { force, dryRun } = given;
      const done = await changeModels(
        {
          client,
          sleep: runtime.sleep,
          warn: (warning) => out.warn(warning),
          show: (changes) => out.notice(changes, renderModelChanges),
        },
        { ...switches, integration, force, dryRun },
      );
      if (done.kind === 'dry-run') await out.result(done.dryRun, renderDryRun);
      else await out.result(done, renderModelsDone);
      return undefined;
    }),
  );
}

const examples: Readonly<Record<ModelsVerb, readonly string[]>> = {
  enable: ['Example:', '  portai integrations models enable openai-prod gpt-4o gpt-4o-mini'],
  disable: ['Example:', '  portai integrations models disable openai-prod gpt-4o'],
  set: [
    'Examples:',
    '  # These and no others',
    '  portai integrations models set openai-prod gpt-4o gpt-4o-mini',
    '  # All, and new ones by themselves',
    '  portai integrations models set fireworks-prod --allow-all on',
    '  # None',
    '  portai integrations models set openai-prod --clear',
    '  # A custom one',
    '  portai integrations models set openai-prod ft:gpt-4o-mini:acme:a1 --finetune \\',
    '    --base-model gpt-4o-mini --custom-header authorization=@token.txt',
    '',
    'Named models become the whole allow list, and other models are no longer allowed, unless',
    '--allow-all on is given. A custom model is added to the list, and the others stay.',
  ],
};
