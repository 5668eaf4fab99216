import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { createContext } from '../../cli/context.ts';
import { readGlobals } from '../../cli/globals.ts';
import { once } from '../../core/once.ts';
import type { Define, Node } from '../define.ts';
import { candidatesAt, type Completion, type Completions } from './candidates.ts';
import { findPlace, wordsOfLine, type CursorPlace } from './place.ts';

const args = once(() => z.tuple([z.array(z.string())]));

const flags = once(() => z.object({ line: z.string().optional(), breaks: z.string().optional() }));

const help = `
Examples:
  portai completion words -- providers g
  portai completion words --line 'portai explain 1'

Rows of a value and what it is; ":files" where a file is meant. Names of the
organization are looked up for at most two seconds and kept for a minute.`;

/** `completion words`: what may stand at the end of a command line. It is handed the tree. */
export const completing =
  (tree: () => readonly Node[]): Define =>
  (command, invocation) => {
    command
      .argument('[word...]', 'the words after portai, the unfinished one last')
      .option('--line <text>', 'the line from its start to the cursor, instead of words')
      .option('--breaks <letters>', 'letters after which the shell begins a new word')
      .addHelpText('after', help);
    command.action(
      action(invocation, { args, flags }, async ({ out }, [given], { line, breaks }) => {
        const words = line === undefined ? given : wordsOfLine(line).slice(1);
        const place = await findPlace(words, tree(), invocation);
        const found = await candidatesAt(place, () => contextAt(place));
        await out.result(shown(found, place, breaks ?? ''), (rows) =>
          rows.map(({ value, about }) => (about ? `${value}\t${about}` : value)).join('\n'),
        );
        return undefined;

        function contextAt({ globals }: CursorPlace) {
          try {
            const { format: _, fields: __, ...typed } = readGlobals(globals);
            const quiet = { quiet: true, noInput: true, debug: false, json: false };
            return createContext(invocation, { ...typed, ...quiet, timeout: '1', retries: '0' });
          } catch {
            return undefined;
          }
        }
      }),
    );
  };

/** Each value as the shell wants it: the whole word, or what follows the last letter that it breaks at. */
function shown(found: Completions, { before, current }: CursorPlace, breaks: string): Completion[] {
  if (found === 'files') return [{ value: ':files' }];
  const word = before + current;
  const cut = Math.max(-1, ...breaks.split('').map((letter) => word.lastIndexOf(letter))) + 1;
  return found.map(({ value, ...about }) => ({ value: (before + value).slice(cut), ...about }));
}
