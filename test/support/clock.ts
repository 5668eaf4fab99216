import { fileURLToPath } from 'node:url';

/**
 * The day of the sessions in README and docs: what they show of models does not change when one of them
 * ends. Later than every date that the sessions speak of as past.
 */
export const documentedDay = '2026-11-27T12:00:00Z';

const preload = fileURLToPath(new URL('clock.cjs', import.meta.url));

const shifted = (milliseconds: number): Record<string, string> => ({
  NODE_OPTIONS: `--require="${preload.replaceAll('\\', '\\\\')}"`,
  TEST_CLOCK_SHIFT_MS: String(Math.round(milliseconds)),
});

/** The environment of a process whose clock starts at that moment. */
export const clockFrom = (moment: string): Record<string, string> =>
  // `Date` of this process may be shifted itself.
  shifted(Date.parse(moment) - (performance.timeOrigin + performance.now()));

/** The environment of a process that has the clock of the tests, where they are run as on another day. */
export function clockOfTests(): Record<string, string> {
  const shift = process.env['TEST_CLOCK_SHIFT_MS'];
  return shift === undefined ? {} : shifted(Number(shift));
}
