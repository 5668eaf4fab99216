import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { isStop } from '../../core/interruption.ts';
import type { Warning } from '../../core/warning.ts';
import { rereadAfterWrite } from '../../planes/portkey/reread.ts';

/** A difference between two states of one thing, in words: `eng: budget`, `unlimited`, `5 USD`. */
export interface StateChange {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /** True if nobody may do more or less by it, such as for a name: it is said, and is no failure. */
  readonly harmless?: boolean;
}

/** What a reading after a write has otherwise than it should be. */
export interface Deviations {
  /** From what is stored, to what was sent. */
  readonly differs: readonly StateChange[];
  /** Changed although it was not sent: from what was stored before, to what is stored now. */
  readonly others: readonly StateChange[];
}

/** A write that was answered as done, to be looked for. */
export interface AnsweredWrite<T> {
  /** The slug of the integration. */
  readonly integration: string;
  /** All that was to change, as far as it can be read back. */
  readonly asked: readonly StateChange[];
  readonly read: () => Promise<T>;
  readonly compare: (now: T) => Deviations;
  /** The command that shows what is stored. */
  readonly look: readonly string[];
  readonly sleep: (ms: number) => Promise<void>;
}

/** A reading after a write, taken apart. */
export interface AfterWrite<T> {
  readonly value: T;
  /** Asked for, and stored otherwise: from what is stored, to what was sent. */
  readonly missing: readonly StateChange[];
  /** The names of what was asked for and is stored so. */
  readonly shown: readonly string[];
  /** Changed, and not by this write. */
  readonly others: readonly StateChange[];
  /** True if all of it is as it was before the write: reads may only be late. */
  readonly stale: boolean;
}

/**
 * Looks after a write until everything is stored as it was asked for and nothing else has changed, for
 * about four seconds. What was sent unchanged, as rows are that a server may replace, and is stored
 * otherwise, was changed by somebody else.
 *
 * @throws the refusal of the reading, which says that the write was answered.
 */
export async function lookAfterWrite<T>(write: AnsweredWrite<T>): Promise<AfterWrite<T>> {
  const { asked, compare, read, sleep } = write;
  const isSettled = (now: T) => {
    const { differs, others } = compare(now);
    return differs.length + others.length === 0;
  };
  const { value } = await rereadAfterWrite({ read, isSettled, sleep }).catch((error: unknown) => {
    throw notRead(error, write);
  });
  const { differs, others } = compare(value);
  const before = new Map(asked.map(({ what, from }) => [what, from]));
  const missing = differs.filter(({ what }) => before.has(what));
  const missed = new Set(missing.map(({ what }) => what));
  const unasked = differs.filter(({ what }) => !before.has(what));
  const allOthers = [...unasked.map(turned), ...others];
  return {
    value,
    missing,
    shown: asked.map(({ what }) => what).filter((what) => !missed.has(what)),
    others: allOthers,
    stale:
      allOthers.length === 0 &&
      missing.length === asked.length &&
      missing.every(({ what, from }) => before.get(what) === from),
  };
}

const turned = ({ from, to, ...rest }: StateChange): StateChange => ({
  ...rest,
  from: to,
  to: from,
});

/**
 * Throws NotAsSent where something is stored otherwise than it was asked for, and where more has changed
 * than was asked for, though another caller may have done it: nobody but the admin can tell that from a
 * server that lets in more than it is told to, and a script that reads 0 would not look. Warns of what has
 * changed and is harmless.
 */
export function requireAsAsked(
  after: Omit<AfterWrite<unknown>, 'value'>,
  { integration, look }: Pick<AnsweredWrite<unknown>, 'integration' | 'look'>,
  warn: (warning: Warning) => void,
): void {
  const { missing, shown, stale } = after;
  const others = after.others.filter(({ harmless }) => harmless !== true);
  const harmless = after.others.filter((each) => each.harmless === true);
  if (harmless.length > 0) {
    const words = harmless.map(alsoChanged).join('; ');
    warn({
      code: 'changed_meanwhile',
      message: `${integration} also changed, not by this command: ${words}`,
    });
  }
  if (missing.length + others.length === 0) return;
  const lines = [
    ...missing.map(({ what, from, to }) => `${what} is ${from}, asked was ${to}`),
    ...others.map((each) => `also changed, not by this command: ${alsoChanged(each)}`),
  ];
  const headline =
    missing.length === 0
      ? `${integration} has what was asked for, and more changed`
      : `Portkey answered that ${integration} was changed, but what is stored differs`;
  const [first = '', ...rest] = lines;
  const message = rest.length === 0 ? `${headline}: ${first}` : `${headline} (${lines.length}):`;
  throw fail('NotAsSent', message, {
    details: {
      differences: lines,
      asAsked: shown,
      ...(rest.length === 0
        ? {}
        : { problems: [message, ...shortened(lines)].map((each) => ({ message: each })) }),
    },
    hint: hintFor({ missing, shown, stale, others }),
    next: [{ command: look, why: 'what is stored' }],
  });
}

const alsoChanged = ({ what, from, to }: StateChange) => `${what} is ${to}, was ${from}`;

/** Lines that a person reads; the details have all. */
const mostLines = 20;

const shortened = (lines: readonly string[]): readonly string[] =>
  lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines), `and ${lines.length - mostLines} more, which --json names`];

function hintFor({
  missing,
  shown,
  stale,
  others,
}: Pick<AfterWrite<unknown>, 'missing' | 'shown' | 'stale' | 'others'>): string {
  if (stale) {
    return 'Nothing of the change shows after 4 seconds. Portkey may show it later, or did not take it: look again before you repeat it.';
  }
  const taken = shown.slice(0, mostLines).join('; ');
  return [
    ...(missing.length === 0
      ? []
      : [shown.length === 0 ? 'Nothing is stored as asked.' : `Stored as asked: ${taken}.`]),
    others.length === 0
      ? 'Another caller, or a rule of Portkey, may be behind it: look at it before you repeat it.'
      : 'Another caller or a rule of Portkey may have changed it meanwhile, or this server changes more than it is asked to: look at what is allowed now.',
  ].join(' ');
}

/** A reading that failed leaves a write that was answered as done: nobody is to take it for one that failed. */
function notRead(
  error: unknown,
  { integration, look }: Pick<AnsweredWrite<unknown>, 'integration' | 'look'>,
): unknown {
  if (!(error instanceof PortaiError) || isStop(error.failure.exit)) return error;
  const { hint = '', next = [] } = error.failure;
  return error.with({
    hint: `Portkey answered that ${integration} was changed; what is stored now could not be read. ${hint}`.trim(),
    next: [{ command: look, why: 'what is stored' }, ...next],
  });
}
