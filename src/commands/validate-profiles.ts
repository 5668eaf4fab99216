import { createContext, type Context } from '../cli/context.ts';
import type { Invocation } from '../cli/invocation.ts';
import { fail } from '../core/fail.ts';
import { PortaiError, worstOf, type ExitClass } from '../core/errors.ts';
import { isStop } from '../core/interruption.ts';
import { defaultProfile } from '../settings/values.ts';

/** The profiles that were named with commas, or all there are; undefined where one was meant, or none. */
export async function namedProfiles(
  { globals, profiles }: Context,
  all: boolean,
): Promise<readonly string[] | undefined> {
  const { profile } = globals;
  if (!all) {
    if (profile?.includes(',') !== true) return undefined;
    const names = [...new Set(profile.split(',').map((name) => name.trim()))];
    if (names.includes('')) throw fail('Usage', '--profile takes names with commas between them');
    return names;
  }
  if (profile !== undefined) throw fail('Usage', 'Give --profile or --all-profiles, not both');
  const names = (await (await profiles()).list()).map(({ name }) => name);
  return names.length > 0 ? names : [defaultProfile];
}

/** What came of one profile, or of all. */
export interface Outcome<Row> {
  readonly rows: readonly Row[];
  readonly exit: ExitClass;
}

/** As many at once: a server that limits requests sees those of one person. */
const atOnce = 4;

/** A row of a profile. */
export type InProfile<Row> = Row & { readonly profile?: string };

/** Why nothing could be done in a profile. */
export interface Reason {
  readonly name: string;
  readonly message: string;
}

/**
 * Does the same in several profiles, a few at a time. A profile in which nothing could be done is a row
 * with the reason; the order is that of the names, and the exit the worst of all.
 */
export async function inProfiles<Row>(
  context: Context,
  invocation: Invocation,
  names: readonly string[],
  {
    work,
    nothing,
  }: {
    readonly work: (context: Context) => Promise<Outcome<Row>>;
    readonly nothing: (reason: Reason) => Row;
  },
): Promise<Outcome<InProfile<Row>>> {
  const outcomes = new Map<string, Outcome<InProfile<Row>>>();
  const waiting = [...names];
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const own = createContext(invocation, { ...context.globals, profile: name });
      const { rows, exit } = await orReason(() => work(own), nothing);
      outcomes.set(name, { rows: rows.map((row) => ({ profile: name, ...row })), exit });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const ordered = names.flatMap((name) => outcomes.get(name) ?? []);
  return {
    rows: ordered.flatMap(({ rows }) => rows),
    exit: worstOf(ordered.map(({ exit }) => exit)),
  };
}

/** What came of the work, or one row with the reason why nothing did. */
export async function orReason<Row>(
  work: () => Promise<Outcome<Row>>,
  nothing: (reason: Reason) => Row,
): Promise<Outcome<Row>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PortaiError) || isStop(error.failure.exit)) throw error;
    const { name, message, exit } = error.failure;
    return { rows: [nothing({ name, message })], exit };
  }
}
