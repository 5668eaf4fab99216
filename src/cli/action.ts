import { Command } from 'commander';
import { z } from 'zod';
import { config } from 'zod/v4/core';
import type { ExitClass } from '../core/errors.ts';
import { readRegion } from '../planes/port/settings.ts';
import { createContext, type Context, type ContextOptions } from './context.ts';
import { hasOwnFlag, readGlobals } from './globals.ts';
import { issueWords } from './issue-words.ts';
import { pathOf } from './meant-command.ts';
import { withWayOut } from './way-out.ts';
import type { World } from './world.ts';
import { fail } from '../core/fail.ts';

// Compiling a schema pays off over many parses; a command parses each of them once.
config({ jitless: true, customError: issueWords });

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
    const globals = readGlobals(command);
    const { region, ...others } = globals.forPlane;
    // A region that cannot be used is kept in no suggested command.
    world.globals = { ...globals, forPlane: others };
    requirePortRegion(region, command);
    world.globals = globals;
    const args = reads.args.safeParse(command.processedArgs);
    const flags = reads.flags.safeParse(command.opts());
    const issue = args.error?.issues[0] ?? flags.error?.issues[0];
    if (!args.success || !flags.success) {
      throw fail('Usage', issue ? worded(issue, command) : 'Input that cannot be read');
    }
    const context = createContext(world, world.globals, reads);
    const work = async () => {
      // Before anything is asked: a slip in a flag must not cost what somebody has typed.
      await context.checkFlags();
      return run(context, args.data, flags.data);
    };
    world.exit =
      (await work().catch((error: unknown) => {
        throw withWayOut(error, command);
      })) ?? 'ok';
  };
}

/** Two regions are easily confused: Port's has two values, and stands apart from that of a cloud. */
function requirePortRegion(region: string | undefined, command: Command): void {
  if (region === undefined || 'value' in readRegion(region)) return;
  const path = pathOf(command);
  throw fail(
    'InvalidSetting',
    '--port-region, or --region before the command, is the region of your organization in Port: it must be eu or us',
    {
      hint: hasOwnFlag(command, '--region')
        ? `The region of the cloud goes after the command: portai ${path.join(' ')} --region <region>`
        : 'The region of a cloud goes after a command that takes one.',
      next: [{ command: [...path, '--help'], why: 'what it takes' }],
    },
  );
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
