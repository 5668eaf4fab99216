import { verb, type Node } from '../define.ts';
import { shells } from './shells.ts';

/** The commands of `portai completion`, in the order of help. They are handed the tree they are part of. */
export const completion = (tree: () => readonly Node[]): Node => ({
  name: 'completion',
  summary: 'complete words and live names with the TAB key',
  children: [
    ...shells.map((shell) =>
      verb(shell, `print the completion script of ${shell}`, async () => {
        return (await import('./print-script.ts')).printing(shell);
      }),
    ),
    verb('words', 'what may come next, as these scripts ask for it', async () => {
      return (await import('./words.ts')).completing(tree);
    }),
  ],
});
