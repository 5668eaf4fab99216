import type { Command } from 'commander';
import { addGlobalOptions } from '../cli/globals.ts';
import type { Invocation } from '../cli/invocation.ts';
import type { Node } from './define.ts';

/**
 * Hangs the tree on a command. Only names and summaries at first: a verb's own file is loaded right
 * before commander parses that verb, so that a call pays for the one command it runs.
 */
export function grow(command: Command, nodes: readonly Node[], invocation: Invocation): void {
  const waiting = new Map<Command, Node>();
  for (const node of nodes) {
    const { name, summary, alias, load, children } = node;
    const child = command.command(name).description(summary);
    if (children) child.usage('<command> [flags]');
    if (alias !== undefined) child.alias(alias);
    if (children) grow(child.helpCommand(false), children, invocation);
    if (load) waiting.set(child, node);
  }
  command.hook('preSubcommand', async (_, child) => {
    await fill(child, waiting, invocation);
    addGlobalOptions(child);
  });
}

async function fill(
  child: Command,
  waiting: Map<Command, Node>,
  invocation: Invocation,
): Promise<void> {
  const { load, kinds } = waiting.get(child) ?? {};
  if (!load) return;
  waiting.delete(child);
  (await load())(child, invocation);
  if (kinds) grow(child, await kinds(), invocation);
}
