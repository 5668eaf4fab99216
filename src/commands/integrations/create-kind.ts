import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addKindOptions } from '../../cli/kind-options.ts';
import { needsOf } from '../../operations/integrations/catalogue-list.ts';
import type { Kind } from '../../planes/portkey/kinds/define.ts';
import type { Define } from '../define.ts';
import { addCreateOptions, createFlags } from './create-flags.ts';

/** The creation of one kind: its fields are flags. */
export const defineFor =
  (kind: Kind): Define =>
  (command, invocation) => {
    command.usage('[flags]');
    const valuesFrom = addKindOptions(command, kind);
    addCreateOptions(command);
    command.addHelpText('after', examplesOf(kind));
    const reads = { args: () => z.tuple([]), flags: () => createFlags().loose() };
    command.action(
      action(invocation, reads, async (context, _, given) => {
        const { createOf } = await import('./run-create.ts');
        return createOf(context, kind, () => valuesFrom(context, given), given);
      }),
    );
  };

/** One line a way to sign in: its required flags, ready to be filled in. */
function examplesOf(kind: Kind): string {
  const ways = kind.auth?.modes ?? [undefined];
  const lines = ways.map((mode, index) => {
    const words = needsOf(kind, mode).map((need) => wordsOf(kind, need));
    const way = kind.auth && mode && index > 0 ? [kind.auth.flag.split(' ')[0], mode.id] : [];
    return [
      `  # ${mode?.title ?? 'with its key'}`,
      `  portai integrations create ${kind.id} --name <text> ${[...way, ...words].join(' ')}`,
    ].join('\n');
  });
  return `\nExamples:\n${lines.join('\n')}\n`;
}

function wordsOf(kind: Kind, need: string): string {
  if (need === 'key') return '--value-file <file>';
  if (need.endsWith('-file')) return `${need} <file>`;
  const field = Object.values(kind.fields).find(({ flag }) => flag.split(' ')[0] === need);
  return field?.flag ?? need;
}
