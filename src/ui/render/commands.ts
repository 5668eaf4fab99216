import { cell, type Style } from '../style.ts';

interface NamedCommand {
  readonly words: readonly string[];
  readonly arguments: readonly { name: string; required: boolean; variadic: boolean }[];
  readonly summary: string;
}

/** Every command with what it does. In rows: its words with its arguments, and what it does. */
export function renderCommands(
  { commands }: { readonly commands: readonly NamedCommand[] },
  style: Style,
): string {
  return style.table(
    ['COMMAND', 'WHAT IT DOES'],
    commands.map(({ words, arguments: taken, summary }) => [
      cell(['portai', ...words, ...taken.map(argumentInHelp)].join(' ')),
      cell(summary),
    ]),
  );
}

function argumentInHelp({ name, required, variadic }: NamedCommand['arguments'][number]): string {
  const shown = variadic ? `${name}...` : name;
  return required ? `<${shown}>` : `[${shown}]`;
}
