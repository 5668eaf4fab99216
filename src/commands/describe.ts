import { Command, type Option } from 'commander';
import { globalOptions } from '../cli/globals.ts';
import type { Invocation } from '../cli/invocation.ts';
import type { Node } from './define.ts';

/** A command that can be run, as data: what its help says. */
export interface CommandDescription {
  /** The words that call it, without `portai`. */
  readonly words: readonly string[];
  /** Second names of the last word. */
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly arguments: readonly ArgumentDescription[];
  readonly flags: readonly FlagDescription[];
}

export interface ArgumentDescription {
  readonly name: string;
  readonly required: boolean;
  /** Whether it takes all words that follow. */
  readonly variadic: boolean;
  readonly description: string;
}

export interface FlagDescription {
  /** As help writes it: `-y, --yes` or `--model <name>`. */
  readonly flags: string;
  readonly name: string;
  readonly short?: string;
  /** What stands for its value: `name` in `--model <name>`; absent for a switch. */
  readonly value?: string;
  readonly description: string;
  readonly choices?: readonly string[];
}

/**
 * Every command of a tree, groups left out, in the order of help. Each is loaded, and none is run.
 */
export async function describeCommands(
  nodes: readonly Node[],
  invocation: Invocation,
  above: readonly string[] = [],
): Promise<CommandDescription[]> {
  const described: CommandDescription[] = [];
  for (const node of nodes) {
    const words = [...above, node.name];
    if (node.load) {
      const { registeredArguments, options } = await definedCommand(node, invocation);
      described.push({
        words,
        aliases: node.alias === undefined ? [] : [node.alias],
        summary: node.summary,
        arguments: registeredArguments.map((argument) => ({
          name: argument.name(),
          required: argument.required,
          variadic: argument.variadic,
          description: argument.description,
        })),
        flags: options.filter(({ hidden }) => !hidden).map(describeFlag),
      });
    }
    described.push(...(await describeCommands(await childrenOf(node), invocation, words)));
  }
  return described;
}

/** The flags that every command takes. */
export const describeGlobalFlags = (): FlagDescription[] => globalOptions().map(describeFlag);

/** A command with its arguments and flags, apart from any program. */
export async function definedCommand(node: Node, invocation: Invocation): Promise<Command> {
  const command = new Command(node.name);
  if (node.load) (await node.load())(command, invocation);
  return command;
}

/** What may follow the word of a node. */
export async function childrenOf({ children, kinds }: Node): Promise<readonly Node[]> {
  return [...(children ?? []), ...(kinds ? await kinds() : [])];
}

function describeFlag(option: Option): FlagDescription {
  const { flags, long, short, description, argChoices } = option;
  const value = /[<[]([^>\]]+)[>\]]/.exec(flags)?.[1];
  return {
    flags,
    name: long ?? short ?? flags,
    ...(long !== undefined && short !== undefined ? { short } : {}),
    ...(value === undefined ? {} : { value }),
    description,
    ...(argChoices ? { choices: argChoices } : {}),
  };
}
