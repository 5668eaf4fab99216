import { CommanderError, Help, type Command } from 'commander';
import { version } from '../package.json';
import { helpWidth, inHelpWidth } from './cli/help-width.ts';
import { addGlobalOptions, asksForDocument, keptFlags, readKeptGlobals } from './cli/globals.ts';
import { calledPath } from './cli/meant-command.ts';
import { ProgramCommand } from './cli/program.ts';
import { createInvocation, type Invocation } from './cli/invocation.ts';
import { watchTypedWords } from './cli/typed-words.ts';
import { openSandbox } from './commands/open-sandbox.ts';
import { grow } from './commands/grow.ts';
import { tree } from './commands/tree.ts';
import { exitClasses, PortaiError, type Failure, type NextStep } from './core/errors.ts';
import { isStop, stopClass, stopWords } from './core/interruption.ts';
import { stepsAfter } from './core/next-steps.ts';
import type { SentChanges } from './cli/sent-changes.ts';
import type { Runtime } from './runtime.ts';
import type { Output } from './ui/output.ts';
import { written } from './ui/written.ts';

/**
 * Runs one command line and gives its exit code. The one place where anything thrown becomes words
 * on stderr and a number.
 *
 * @param sandbox what --sandbox opens in place of the network
 */
export async function main(
  argv: readonly string[],
  runtime: Runtime,
  sandbox: Invocation['openSandbox'] = openSandbox(runtime),
): Promise<number> {
  const { stdout, stderr, env, signal } = runtime;
  const invocation = createInvocation(runtime, sandbox);
  watchTypedWords(invocation.redactor, argv, env);
  const printed: Promise<void>[] = [];
  const print = (text: string) => {
    const done = written(stdout, text);
    done.catch(() => undefined); // awaited below, when commander has ended
    printed.push(done);
  };
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const json = asksForDocument(words);
  const program = createProgram(runtime, print, json);
  addGlobalOptions(program);
  grow(program, tree, invocation);

  /** Offers to run the first next command; whatever comes of that, the code is that of the failure. */
  const offered = async (steps: readonly NextStep[], code: number): Promise<number> => {
    const { globals, ask, command, redactor } = invocation;
    if (!globals || globals.json || globals.yes || globals.quiet || !ask) return code;
    const { acceptedStep } = await import('./cli/offered-step.ts');
    const redact = (text: string) => redactor.redact(text);
    const offer = { command, steps, ask, redact, kept: keptFlags(globals) };
    // Ctrl-C at the question is a no.
    const accepted = await acceptedStep(offer).catch(() => undefined);
    if (accepted) await main(accepted, runtime, sandbox);
    return code;
  };

  const reader = { left: false };
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') reader.left = true;
  });
  // Messages that nobody can read change nothing about how the command ends.
  stderr.on('error', () => undefined);
  try {
    const [first, topic, more] = argv.filter((word) => !word.startsWith('-'));
    const isTopic = first === 'help' && topic !== undefined && more === undefined;
    const told = isTopic ? await topicNamed(topic) : undefined;
    if (told !== undefined) {
      print(`${inHelpWidth(told)}\n`);
    } else {
      await parsed(program, argv);
    }
    await Promise.all(printed);
    if (reader.left) return 0;
    const { code } = exitClasses[invocation.exit];
    return code === 0 ? code : await offered(invocation.next, code);
  } catch (error) {
    if (reader.left) return 0;
    const foreseen = error instanceof PortaiError || error instanceof CommanderError;
    const failure =
      signal.aborted && !foreseen ? stopped(signal, invocation.changes) : toFailure(error);
    if (error instanceof CommanderError && error.code === 'commander.help' && !json) {
      return exitClasses.usage.code; // The group's help is on stderr already.
    }
    const output = invocation.output ?? (await outputWithoutCommand(invocation, program, words));
    const next = stepsAfter(failure, words, calledPath(program));
    // Details come from elsewhere: should they be what cannot be printed, the rest still is.
    await output.failure({ ...failure, next }).catch(() => {
      const { name, message, exit } = failure;
      return output.failure({ name, message, exit });
    });
    if (failure.exit === 'bug' && env['PORTAI_DEBUG'] && error instanceof Error) {
      stderr.write(`${invocation.redactor.redact(error.stack ?? '')}\n`);
    }
    const { code } = exitClasses[failure.exit];
    const ends = failure.exit === 'usage' || isStop(failure.exit) || failure.settled === true;
    return ends ? code : await offered(next, code);
  }
}

/** Runs the command; help and version, which commander throws, are no failure. */
async function parsed(program: Command, argv: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(helpLast(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
  }
}

/** The streams for a failure before any command runs, by what the words seem to ask for. */
async function outputWithoutCommand(
  { runtime, redactor, globals }: Invocation,
  program: Command,
  words: readonly string[],
): Promise<Output> {
  const { stdout, stderr, env } = runtime;
  const { createOutput } = await import('./ui/output.ts');
  return createOutput({
    ...{ stdout, stderr, env, redactor },
    format: asksForDocument(words) ? 'json' : undefined,
    color: !words.includes('--no-color'),
    quiet: false,
    now: runtime.now(),
    keptFlags: keptFlags(globals ?? readKeptGlobals(program)),
  });
}

/** `help secrets add` is `secrets add --help`, however deep the command and whatever flags stand before. */
function helpLast(argv: readonly string[]): string[] {
  const at = argv.findIndex((word) => !word.startsWith('-'));
  return argv[at] === 'help' ? [...argv.toSpliced(at, 1), '--help'] : [...argv];
}

async function topicNamed(word: string): Promise<string | undefined> {
  const { helpTopics } = await import('./commands/help-topics.ts');
  return Object.hasOwn(helpTopics, word) ? helpTopics[word]?.() : undefined;
}

function createProgram({ stderr }: Runtime, print: (text: string) => void, json: boolean): Command {
  const versionText = json ? JSON.stringify({ version }, null, 2) : version;
  return new ProgramCommand('portai')
    .description("Run your organization's LLM providers in Port and Portkey from the terminal.")
    .usage('<command> [flags]')
    .version(versionText, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help; works on every command')
    .enablePositionalOptions()
    .helpCommand('help [command]', 'the help of a command, or of a topic below')
    .exitOverride()
    .showSuggestionAfterError(false) // portai has its own, in cli/parse-error.ts
    .configureOutput({
      writeOut: (text) => print(inHelpWidth(text)),
      writeErr: (text) => stderr.write(text),
      outputError: () => undefined, // thrown as well, and said once by the judge
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    })
    .configureHelp({
      formatHelp: inReadingOrder,
      // Each command on a line of its own at the root, which has many; a second name is in its own help.
      subcommandTerm: (command) =>
        command.parent?.parent ? [command.name(), ...command.aliases()].join('|') : command.name(),
    })
    .addHelpText('after', footer);
}

/**
 * Commander's help in the order in which people look: a command's own things first, its flags last.
 * The root has so many flags that its commands would leave a screen of 24 rows: there they come last,
 * and how to begin comes first.
 */
function inReadingOrder(command: Command, help: Help): string {
  const sections = Help.prototype.formatHelp.call(help, command, help).split(/\n(?=\S.*:\n)/);
  const [first = '', ...rest] = sections;
  const isFlags = (section: string) => section.startsWith('Options:');
  const [flags, others] = [rest.filter(isFlags), rest.filter((each) => !isFlags(each))];
  const ordered = command.parent ? [...others, ...flags] : [...flags, ...others];
  const named = ordered.map((each) => each.replace(/^Options:/, 'Flags:').trimEnd());
  const parts = [
    first.replace('[options]', '[flags]').trimEnd(),
    ...(command.parent ? [] : [beginning]),
    ...named,
  ];
  return `${[...parts, ...(command.parent ? [globalFlagsNote] : [])].join('\n\n')}\n`;
}

const globalFlagsNote =
  'Global flags (--profile, --sandbox, --json, …) work here too: portai --help';

const beginning = `Start with:
  portai --sandbox providers list          Port, no account needed
  portai --sandbox integrations list       Portkey, no account needed
  portai auth login [--portkey]            sign in to Port, or to Portkey
  portai providers put bedrock --validate  Port: connect, step by step
  portai integrations create               Portkey: connect, in three steps
  portai doctor                            what is wrong, and what helps`;

const footer = `
More: portai help exit-codes, environment, output, secrets
`;

/** What was thrown, as a failure. Texts of commander never repeat a value that came after "=". */
function toFailure(error: unknown): Failure {
  if (error instanceof PortaiError) return error.failure;
  if (error instanceof CommanderError) {
    const message = error.message
      .replace(/^error: /, '')
      .replace(/(unknown option '--[\w-]+)=[^']*'/, "$1'")
      .replace(/\s*\n\s*/g, ' ');
    return {
      name: 'Usage',
      message: message === '(outputHelp)' ? 'a command is missing' : message,
      exit: 'usage',
    };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    name: 'Bug',
    message,
    exit: 'bug',
    hint: 'This is a mistake of portai. PORTAI_DEBUG=1 shows where it happened.',
  };
}

function stopped(signal: AbortSignal, { unanswered, made }: SentChanges): Failure {
  const exit = stopClass(signal);
  const hint = [
    ...(made ? ['What was changed before it stands.'] : []),
    ...(unanswered ? ['A change that was being sent may have been made.'] : []),
  ].join(' ');
  return {
    name: 'Cancelled',
    message: stopWords[exit],
    exit,
    ...(hint === '' ? {} : { hint }),
  };
}
