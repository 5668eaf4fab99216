import type { Command } from 'commander';
import type { NextStep } from '../core/errors.ts';
import { nearest } from '../core/text/nearest.ts';

/** Verbs of other programs, each with the verbs that portai has for it. */
const verbs: Readonly<Record<string, readonly string[]>> = {
  show: ['get', 'show'],
  describe: ['get', 'show'],
  view: ['get', 'show'],
  create: ['put', 'add', 'set'],
  new: ['put', 'add', 'set'],
  add: ['put', 'set'],
  put: ['set'],
  set: ['put'],
  update: ['put', 'set'],
  edit: ['put', 'set'],
  configure: ['put', 'set'],
  rotate: ['rotate', 'set'],
  remove: ['delete'],
  destroy: ['delete'],
  test: ['validate'],
  check: ['validate'],
  verify: ['validate'],
  whoami: ['status'],
  signin: ['login'],
  signout: ['logout'],
};

/** First words of other programs, each with the commands that do that here. */
const firstWords: Readonly<Record<string, readonly (readonly string[])[]>> = {
  diagnose: [['doctor']],
  troubleshoot: [['doctor'], ['validate', '--all']],
  version: [['--version']],
  config: [
    ['profiles', 'show'],
    ['auth', 'status'],
  ],
  env: [['help', 'environment']],
};

/** First words of other programs, each with the verbs that do a part of that, in whichever group has them. */
const partsOfFirstWords: Readonly<Record<string, readonly string[]>> = {
  troubleshoot: ['diagnose'],
};

/** What a group has no command for, by the words typed, and the commands that do it. */
const groupWords: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'providers enable': [['providers', 'put', '<type>', '--enable']],
  'providers disable': [['providers', 'put', '<type>', '--disable']],
  'providers test': [['validate', '<type>']],
  'providers validate': [['validate', '<type>']],
  'providers check': [['validate', '<type>']],
  'providers verify': [['validate', '<type>']],
};

const atMost = 3;

/** Suggestions for a word that is not a command of this group: words to say, commands to type. */
export function meantCommands(
  group: Command,
  word: string,
): { readonly words: readonly string[]; readonly commands: readonly NextStep[] } {
  const own = group.commands.map((each) => each.name());
  const known = group.commands.flatMap((each) => [each.name(), ...each.aliases()]);
  const verb = (verbs[word] ?? []).find((each) => own.includes(each));
  const near = verb ?? nearest(word, known);
  if (near !== undefined) {
    const command = [...pathOf(group), near];
    return {
      words: [near],
      commands: [{ command: [...command, '--help'], why: 'how it is used' }],
    };
  }
  const byVerb = (wanted: readonly string[]) =>
    pathsBelow(group).filter((path) => wanted.includes(path.at(-1) ?? ''));
  const chosen = group.parent
    ? groupWords[[...pathOf(group), word].join(' ')]
    : firstWords[word]?.concat(byVerb(partsOfFirstWords[word] ?? []));
  const paths = chosen ?? byVerb([word, ...(verbs[word] ?? [])]);
  const verbAfter = group.args[1];
  const first = paths.slice(0, atMost).map((path) => [...path, ...verbIn(group, path, verbAfter)]);
  return {
    words: first.map((path) => path.join(' ')),
    commands: first.map((command) => ({ command, why: `instead of ${word}` })),
  };
}

/** The words that call the command which was parsed last, as far as they were understood. */
export function calledPath(command: Command): string[] {
  const [word = ''] = command.args;
  const child = command.commands.find((each) => [each.name(), ...each.aliases()].includes(word));
  return child ? calledPath(child) : pathOf(command);
}

/** The words after `portai` that call a command. */
export function pathOf(command: Command): string[] {
  return command.parent ? [...pathOf(command.parent), command.name()] : [];
}

/** The verb that was typed after the word, where the meant command is a group that has it. */
function verbIn(group: Command, path: readonly string[], typed: string | undefined): string[] {
  const meant = pathsBelow(group).map((each) => each.join(' '));
  return typed !== undefined && meant.includes([...path, typed].join(' ')) ? [typed] : [];
}

function pathsBelow(command: Command): string[][] {
  return command.commands.flatMap((each) => [pathOf(each), ...pathsBelow(each)]);
}
