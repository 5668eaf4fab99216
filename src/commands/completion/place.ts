import { Command, type Option } from 'commander';
import { addGlobalOptions } from '../../cli/globals.ts';
import type { Invocation } from '../../cli/invocation.ts';
import type { Node } from '../define.ts';
import { childrenOf, definedCommand } from '../describe.ts';

/** Where the cursor is: what was typed before it, and what may stand there. */
export interface CursorPlace {
  /** The command, by its own names. */
  readonly path: readonly string[];
  /** Words that may follow: commands, as long as no argument was given. */
  readonly children: readonly Node[];
  readonly command: Command;
  /** Arguments that were given. */
  readonly given: readonly string[];
  /** The global flags that were given, as a command holds them. */
  readonly globals: Command;
  /** The flag whose value stands here. */
  readonly flag?: Option;
  /** What was typed of the word that is completed; of its value after `--flag=`. */
  readonly current: string;
  /** What stands before that in the same word: `--flag=` or nothing. */
  readonly before: string;
  /** Whether flags end here, after `--`. */
  readonly isPlain: boolean;
}

/**
 * Reads the words that stand before the cursor as the program would. Only the files of the command
 * that was typed are loaded.
 *
 * @param words all words after `portai`; the last is the one that is completed, and may be empty.
 */
export async function findPlace(
  words: readonly string[],
  tree: readonly Node[],
  invocation: Invocation,
): Promise<CursorPlace> {
  const globals = new Command('portai');
  addGlobalOptions(globals);
  let path: string[] = [];
  let children = tree;
  let command = new Command('portai');
  let given: string[] = [];
  let isPlain = false;
  let waiting: Option | undefined;
  const optionOf = (name: string) =>
    [...command.options, ...globals.options].find(
      ({ long, short }) => long === name || short === name,
    );
  const keep = (option: Option, value: string | boolean) => {
    if (globals.options.includes(option))
      globals.setOptionValueWithSource(option.attributeName(), value, 'cli');
    else command.setOptionValueWithSource(option.attributeName(), value, 'cli');
  };
  for (const word of words.slice(0, -1)) {
    if (waiting) {
      keep(waiting, word);
      waiting = undefined;
    } else if (word === '--' && !isPlain) {
      isPlain = true;
    } else if (!isPlain && word.startsWith('-')) {
      const [name, value] = splitFlag(word);
      const option = optionOf(name);
      if (!option) continue;
      if (value !== undefined) keep(option, value);
      else if (takesValue(option)) waiting = option;
      else keep(option, true);
    } else {
      const child =
        given.length === 0
          ? children.find(({ name, alias }) => name === word || alias === word)
          : undefined;
      if (child) {
        path = [...path, child.name];
        children = await childrenOf(child);
        command = await definedCommand(child, invocation);
      } else {
        given = [...given, word];
      }
    }
  }
  const last = words.at(-1) ?? '';
  const place = {
    ...{ path, command, given, globals, isPlain },
    children: given.length === 0 ? children : [],
  };
  if (waiting) return { ...place, flag: waiting, current: last, before: '' };
  const [name, value] = isPlain ? [last] : splitFlag(last);
  const flag = value === undefined ? undefined : optionOf(name);
  return flag && value !== undefined
    ? { ...place, flag, current: value, before: `${name}=` }
    : { ...place, current: last, before: '' };
}

const takesValue = ({ required, optional }: Option) => required || optional;

function splitFlag(word: string): [string, string?] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

/** The words of a line as a shell reads them, up to its end; the last may be unfinished or empty. */
export function wordsOfLine(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? '';
    if (letter === '\\' && quote !== "'") word = (word ?? '') + (line[++at] ?? '');
    else if (letter === quote) quote = undefined;
    else if (quote === undefined && (letter === '"' || letter === "'")) {
      quote = letter;
      word ??= '';
    } else if (quote === undefined && /\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  return [...words, word ?? ''];
}
