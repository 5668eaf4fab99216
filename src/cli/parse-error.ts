import type { Command } from 'commander';
import type { NextStep, PortaiError } from '../core/errors.ts';
import { nearest, nearestFlag } from '../core/text/nearest.ts';
import { mayBeRepeated, nameInWords } from '../core/text/typed-names.ts';
import { meantCommands, pathOf } from './meant-command.ts';
import { adviceOnFlag, adviceOnWords } from './typed-words.ts';
import { fail } from '../core/fail.ts';

/** What commander could not read, as a failure that points at the help of that command. */
export function parsingError(command: Command, message: string, code?: string): PortaiError {
  const said = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  switch (code) {
    case 'commander.unknownOption':
      return unknownFlag(command, said);
    case 'commander.excessArguments':
      return fail('Usage', `${said} ${expected(command)}`, {
        ...adviceOnWords(pathOf(command), command.args),
        next: [helpOf(command)],
      });
    case 'commander.unknownCommand':
      return unknownCommand(command, command.args[0] ?? '');
    default:
      return fail('Usage', said, { next: [helpOf(command)] });
  }
}

/** A word where a command belongs, and what it may have meant. */
export function unknownCommand(command: Command, word: string): PortaiError {
  const path = pathOf(command);
  const { words, commands } = meantCommands(command, word);
  const where = path.length === 0 ? '' : ` of portai ${path.join(' ')}`;
  const names = words.length === 0 ? '' : ` Did you mean ${words.join(' or ')}?`;
  const shown = mayBeRepeated(word) || words.length > 0 ? `'${word}'` : nameInWords(word);
  return fail('Usage', `unknown command ${shown}${where}.${names}`, {
    next: [...commands, { command: [...path, '--help'], why: 'the commands there are' }],
  });
}

/** Flags of other programs, each with what does that here. */
const habits: Readonly<Record<string, string>> = {
  '--format': '--output',
  '-v': '--version',
};

/** A value after "=" is never repeated: it may be a secret. */
function unknownFlag(command: Command, said: string): PortaiError {
  const flag = /'(-[^'=]*)/.exec(said)?.[1] ?? '';
  const child = misspeltChild(command);
  if (child !== undefined) return child;
  const known = command.options.flatMap(({ long }) => long ?? []);
  const habit = habits[flag];
  const near = habit !== undefined && known.includes(habit) ? habit : nearestFlag(flag, known);
  const meant = near === undefined ? '' : `. Did you mean ${near}?`;
  const plain = near !== undefined || mayBeRepeated(flag);
  return fail('Usage', `unknown option ${plain ? `'${flag}'` : nameInWords(flag)}${meant}`, {
    ...adviceOnFlag(flag),
    next: [helpOf(command)],
  });
}

/** A flag is unknown to `put OpenAI` because openai was meant, which has it. */
function misspeltChild(command: Command): PortaiError | undefined {
  const [word] = command.args;
  const names = command.commands.map((each) => each.name());
  const near = word === undefined || word.startsWith('-') ? undefined : nearest(word, names);
  if (word === undefined || near === undefined || near === word) return undefined;
  const path = pathOf(command);
  return fail(
    'Usage',
    `'${word}' is not known to portai ${path.join(' ')}. Did you mean ${near}?`,
    { next: [{ command: [...path, near, '--help'], why: 'what it takes' }] },
  );
}

function expected({ registeredArguments }: Command): string {
  const names = registeredArguments.map((each) => `<${each.name()}>`);
  return names.length === 0 ? 'It takes flags only.' : `It takes ${names.join(' ')}.`;
}

function helpOf(command: Command): NextStep {
  const isGroup = command.commands.length > 0 && command.registeredArguments.length === 0;
  return {
    command: [...pathOf(command), '--help'],
    why: isGroup ? 'the commands there are' : 'what it takes',
  };
}
