import { Command } from 'commander';
import { addGlobalOptions } from '../../src/cli/globals.ts';
import { createInvocation } from '../../src/cli/invocation.ts';
import type { Node } from '../../src/commands/define.ts';
import { tree } from '../../src/commands/tree.ts';
import { PassThrough } from 'node:stream';

/** One command that can be run: the words that call it, and what it takes. */
export interface Leaf {
  readonly words: readonly string[];
  readonly command: Command;
}

/** Every command there is, with its flags and arguments, as the program itself would build it. */
export async function everyCommand(): Promise<Leaf[]> {
  const root = new Command('portai');
  const leaves = await walk(root, tree, []);
  addEverywhere(root);
  return leaves;
}

function addEverywhere(command: Command): void {
  addGlobalOptions(command);
  command.commands.forEach(addEverywhere);
}

async function walk(
  parent: Command,
  nodes: readonly Node[],
  words: readonly string[],
): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  for (const { name, summary, load, children, kinds } of nodes) {
    const command = parent.command(name).description(summary);
    const path = [...words, name];
    if (children) leaves.push(...(await walk(command, children, path)));
    if (!load) continue;
    (await load())(command, unusedWorld());
    leaves.push({ words: path, command });
    if (kinds) leaves.push(...(await walk(command, await kinds(), path)));
  }
  return leaves;
}

/** Building the tree touches nothing of the world; running it would. */
function unusedWorld() {
  const stream = Object.assign(new PassThrough(), { isTTY: false });
  const untouched = () => {
    throw new Error('the tree was built, not run');
  };
  return createInvocation(
    {
      env: {},
      stdin: stream,
      stdout: stream,
      stderr: stream,
      home: '/',
      machine: { node: 'v20.19.0', system: 'linux x64' },
      now: untouched,
      sleep: untouched,
      random: untouched,
      connect: untouched,
      signal: new AbortController().signal,
    },
    untouched,
  );
}
