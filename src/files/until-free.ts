import { platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './failures.ts';

/** How Windows says that somebody has the file open just now. */
const passing: readonly string[] = ['EPERM', 'EBUSY', 'EACCES'];
const pausesMs: readonly number[] = [5, 10, 20, 40, 80, 160, 320];

/**
 * Repeats a step for half a second or so while its file is held by another program. On Windows a
 * file that a virus scanner or a second portai reads can be neither replaced nor removed; elsewhere
 * it can, and the same codes mean that it is not permitted.
 */
export async function untilFree<T>(
  step: () => Promise<T>,
  { system = platform(), wait = sleep }: WaitOptions = {},
): Promise<T> {
  for (const pause of system === 'win32' ? pausesMs : []) {
    try {
      return await step();
    } catch (error) {
      if (!passing.includes(codeOf(error))) throw error;
      await wait(pause);
    }
  }
  return step();
}

export interface WaitOptions {
  readonly system?: string;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}
