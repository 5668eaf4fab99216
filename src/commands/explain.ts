import { z } from 'zod';
import { action } from '../cli/action.ts';
import { PortaiError, usageError } from '../domain/errors.ts';
import { explain, explanations, nearestName } from '../operations/explain.ts';
import { renderExplanation, renderExplanations } from '../ui/render/explain.ts';
import type { Define } from './define.ts';

export const define: Define = (command, world) => {
  command
    .argument('[name]', 'an error name, in any spelling, or an exit code')
    .option('--list', 'every name there is');
  const reads = {
    args: z.tuple([z.string().optional()]),
    flags: z.object({ list: z.boolean().default(false) }),
  };
  command.action(
    action(world, reads, async ({ out }, [word], { list }) => {
      if (list && word === undefined) {
        await out.result(explanations(), renderExplanations);
        return undefined;
      }
      if (word === undefined || list) {
        throw usageError(list ? 'Give a name or --list, not both' : 'Give a name, or --list', {
          next: [{ command: ['explain', '--list'], why: 'every name there is' }],
        });
      }
      const found = explain(word);
      if (!found) {
        const near = /^\d+$/.test(word) ? undefined : nearestName(word); // no number is near another
        throw new PortaiError({
          name: 'UnknownName',
          message: `Nothing is known under that name.${near === undefined ? '' : ` Did you mean ${near}?`}`,
          exit: 'notFound',
          next: [{ command: ['explain', near ?? '--list'], why: near ?? 'every name there is' }],
        });
      }
      await out.result(found, renderExplanation);
      return undefined;
    }),
  );
};
