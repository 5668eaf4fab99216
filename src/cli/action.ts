import { Command } from 'commander';
import { z } from 'zod';
import type { ExitClass } from '../domain/errors.ts';
import { usageError } from '../domain/errors.ts';
import { createContext, type Context, type ContextOptions } from './context.ts';
import { readGlobals } from './globals.ts';
import type { World } from './world.ts';

// Compiling a schema pays off over many parses; a command parses each of them once.
z.config({ jitless: true });

/** Reads what commander parsed, opens the context, runs the command, keeps the class it ends with. */
export function action<Args extends z.ZodType, Flags extends z.ZodType>(
  world: World,
  reads: { readonly args: Args; readonly flags: Flags } & ContextOptions,
  run: (
    context: Context,
    args: z.infer<Args>,
    flags: z.infer<Flags>,
  ) => Promise<ExitClass | undefined>,
): (...parsed: unknown[]) => Promise<void> {
  return async (...parsed) => {
    const command = parsed.at(-1);
    if (!(command instanceof Command)) throw new TypeError('commander gave no command');
    world.globals = readGlobals(command);
    const args = reads.args.safeParse(command.processedArgs);
    const flags = reads.flags.safeParse(command.opts());
    const issue = args.error?.issues[0] ?? flags.error?.issues[0];
    if (!args.success || !flags.success) {
      throw usageError(issue ? worded(issue, command) : 'Input that cannot be read');
    }
    const context = createContext(world, world.globals, reads);
    world.exit = (await run(context, args.data, flags.data)) ?? 'ok';
  };
}

/** An issue in the words of the command line: the flag or argument it is about, then what is wrong. */
function worded(issue: z.core.$ZodIssue, command: Command): string {
  const [place] = issue.path;
  const flag = command.options.find((option) => option.attributeName() === place)?.long;
  const argument =
    typeof place === 'number' ? command.registeredArguments[place]?.name() : undefined;
  const name = flag ?? (argument === undefined ? undefined : `<${argument}>`);
  return name === undefined ? issue.message : `${name}: ${issue.message}`;
}

/** For commands without arguments. */
export const noArguments = z.tuple([]);
