import { Command, type ErrorOptions } from 'commander';
import { parsingError, unknownCommand } from './parse-error.ts';

/**
 * Commander's command, whose refusals know where they happened: each is thrown as a failure that
 * names what was probably meant and the help of the very command that was typed.
 */
export class ProgramCommand extends Command {
  constructor(name: string) {
    super(name);
    this.addHelpText('before', () => this.refuseUnknownWord());
  }

  override createCommand(name: string): Command {
    return new ProgramCommand(name);
  }

  override error(message: string, options: ErrorOptions = {}): never {
    throw parsingError(this, message, options.code);
  }

  /** `--help` after an unknown word must not exit with 0, as if the command existed. */
  private refuseUnknownWord(): string {
    const [word] = this.args;
    const isCommand = this.registeredArguments.length > 0 || this.commands.length === 0;
    if (!isCommand && word !== undefined && !word.startsWith('-')) throw unknownCommand(this, word);
    return '';
  }
}
