/**
 * Exit codes, and the one error class. Help, `docs/errors.md`, `explain` and tests read this table;
 * `code` is what a shell sees, `slug` is `error.code` in JSON.
 */
export const exitClasses = {
  ok: { code: 0, slug: 'ok', means: 'done; also when nothing had to change' },
  bug: { code: 1, slug: 'bug', means: 'unforeseen; PORTAI_DEBUG=1 prints the stack' },
  usage: { code: 2, slug: 'usage', means: 'wrong or missing input; nothing was sent' },
  unauthenticated: {
    code: 3,
    slug: 'unauthenticated',
    means: 'no credentials, or they were not accepted',
  },
  notFound: { code: 4, slug: 'not_found', means: 'no such provider, secret, profile or address' },
  conflict: {
    code: 5,
    slug: 'conflict',
    means: 'exists already, changed meanwhile, or is still in use',
  },
  unreachable: {
    code: 6,
    slug: 'unreachable',
    means: 'DNS, TLS, proxy, timeout, an unreadable answer, or 5xx after retries',
  },
  forbidden: { code: 7, slug: 'forbidden', means: 'signed in, but not allowed' },
  checkFailed: { code: 8, slug: 'check_failed', means: 'a connection test or check did not pass' },
  refused: { code: 9, slug: 'refused', means: 'the server refused the configuration' },
  pending: { code: 10, slug: 'pending', means: 'there are changes to apply' },
  limited: { code: 11, slug: 'limited', means: 'rate limit after retries, or quota used up' },
  unverifiable: {
    code: 12,
    slug: 'unverifiable',
    means: 'could not be tested, also: provider out of reach or busy; or not offered by this plane',
  },
  hungUp: { code: 129, slug: 'hung_up', means: 'SIGHUP: the terminal was closed' },
  interrupted: { code: 130, slug: 'interrupted', means: 'Ctrl-C' },
  terminated: { code: 143, slug: 'terminated', means: 'SIGTERM' },
} as const;

export type ExitClass = keyof typeof exitClasses;

const worstFirst: readonly ExitClass[] = [
  'unauthenticated',
  'forbidden',
  'unreachable',
  'limited',
  'checkFailed',
  'refused',
  'conflict',
  'notFound',
  'unverifiable',
];

/** The exit class of a batch: the class of its worst item, or `ok` if every item is `ok`. */
export function worstOf(classes: readonly ExitClass[]): ExitClass {
  return (
    worstFirst.find((each) => classes.includes(each)) ?? classes.find((c) => c !== 'ok') ?? 'ok'
  );
}

/** A command that helps, as the words after `portai`. The renderer adds the user's global flags. */
export interface NextStep {
  readonly command: readonly string[];
  readonly why: string;
}

/** All facts about one failure. */
export interface Failure {
  /** The name that the server documents; without one, a name of portai's catalogue. */
  readonly name: string;
  readonly message: string;
  readonly exit: ExitClass;
  /** HTTP status of the refusal. */
  readonly status?: number;
  /** The X-Trace-Id of the answer. The server's support asks for it. */
  readonly requestId?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** The reason for the failure, and advice that is not a command. */
  readonly hint?: string;
  readonly next?: readonly NextStep[];
  /** True if `explain` knows the name: a catalogue of portai or of a control plane has it. */
  readonly documented?: true;
  /** True if somebody was there to answer and decided to stop: nothing more is asked. */
  readonly settled?: true;
}

/** The only class of error that portai throws on purpose. */
export class PortaiError extends Error {
  override readonly name: string;
  readonly failure: Failure;

  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.name = failure.name;
    this.failure = failure;
  }

  /**
   * Returns a copy of this error with more facts, for a caller that knows more than the place that
   * threw it. The copy has this error as its cause.
   */
  with(told: Partial<Omit<Failure, 'name' | 'exit'>>): PortaiError {
    return new PortaiError({ ...this.failure, ...told }, { cause: this });
  }
}
