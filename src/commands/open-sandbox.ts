import type { World } from '../cli/world.ts';
import type { Runtime } from '../runtime.ts';

/** Opens the sandbox in this process: `--sandbox` needs no server. Loaded when it is used. */
export function openSandbox({ now, sleep }: Runtime): World['openSandbox'] {
  return async (directory) => {
    const { openSandbox: open } = await import('../sandbox/open.ts');
    return open({ dir: directory, now, sleep });
  };
}
