import { main } from './main.ts';
import { leave, nodeRuntime } from './runtime.ts';

/** Runs a command line in this process and leaves its exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  leave(await main(argv, nodeRuntime()));
}
