import { z } from 'zod';

/** What is said of a text of which the blank around it is all that is wrong. */
export const blankAround = 'a blank stands before or after it: leave it out';

const hasOuterBlank = (text: string) => text !== text.trim();

/** Whether a text would be right without the blank around it. */
export const isRightWithoutBlank = (text: string, isRight: (trimmed: string) => boolean): boolean =>
  hasOuterBlank(text) && isRight(text.trim());

/**
 * The same flags, of which a text with a blank around it is refused by one sentence where nothing else is
 * wrong with it. A name that is taken with its blank would be found nowhere.
 *
 * @param free flags whose text may begin and end with whatever it likes
 */
export function refusingOuterBlanks<Flags extends z.ZodObject>(
  flags: Flags,
  free: readonly (string & keyof z.infer<Flags>)[] = [],
) {
  return z
    .record(z.string(), z.unknown())
    .superRefine((given, context) => {
      for (const [name, value] of Object.entries(given)) {
        if (free.includes(name) || !textsOf(value).some(hasOuterBlank)) continue;
        const trimmed = flags.safeParse({ ...given, [name]: withoutBlanks(value) });
        if (trimmed.error?.issues.some(({ path: [place] }) => place === name)) continue;
        context.addIssue({ code: 'custom', message: blankAround, path: [name] });
      }
    })
    .pipe(flags);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const textsOf = (value: unknown) => listOf(value).filter((each) => typeof each === 'string');

function withoutBlanks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBlanks);
  return typeof value === 'string' ? value.trim() : value;
}
