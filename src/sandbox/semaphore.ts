/** Runs what it is given, at once or after what came before it; gives back what that gives back. */
export type Semaphore = <T>(run: () => Promise<T>) => Promise<T>;

/** Lets so many run at a time; the others wait in the order in which they came. */
export function openSemaphore(places: number): Semaphore {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (run) => {
    if (running < places) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      // A place is handed on, not given back: nobody who comes now gets in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
