import { z } from 'zod';
import { once } from '../../core/once.ts';
import { action, noArguments } from '../../cli/action.ts';
import { keptFlags } from '../../cli/globals.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { setDefault } from '../../operations/set-default.ts';
import { askAboutDefault } from '../../questions/set-default.ts';
import { pasteableLine } from '../../ui/output.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import { port } from '../../planes/port/plane.ts';
import type { Define } from '../define.ts';
import { viewOf } from './view.ts';

const flags = once(() =>
  mutationFlags().extend({
    provider: z.string().optional(),
    model: z.string().optional(),
  }),
);

export const define: Define = (command, invocation) => {
  command
    .option('--provider <type>', 'provider type')
    .option('--model <model>', 'one of its enabled models');
  addMutationOptions(command);
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, given) => {
      const { plane, out, ask, globals } = context;
      const { client, token } = plane(port);
      const { provider, model, force, dryRun } = given;
      const decide = ask.available ? askAboutDefault(ask) : undefined;
      const done = await setDefault(
        { port: client, token, decide },
        { provider, model, force, dryRun },
      );
      if (done.kind === 'dry-run') {
        await out.result(done.dryRun, renderDryRun);
        return undefined;
      }
      const { choice, stored } = done;
      await out.result(
        {
          action: done.action,
          name: `default ${choice.provider} / ${choice.model}`,
          defaults: viewOf(stored),
        },
        renderDone,
      );
      if (provider === undefined || model === undefined) {
        const words = ['defaults', 'set', '--provider', choice.provider, '--model', choice.model];
        out.note(`The same without questions:\n  ${pasteableLine(keptFlags(globals), words)}`);
      }
      return undefined;
    }),
  );
};
