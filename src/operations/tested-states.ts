/** What a test came to, of whatever was tested: a provider's models, or what was read of it. */
export interface TestedRow {
  /** Where several profiles were looked at. */
  readonly profile?: string;
  readonly provider: string;
  readonly status: string;
  readonly models?: readonly TestedPart[];
  readonly checks?: readonly (Omit<TestedPart, 'model'> & { readonly check: string })[];
  readonly error?: { readonly name: string; readonly message: string } | undefined;
}

interface TestedPart {
  readonly model: string;
  readonly status: string;
  readonly message: string;
  readonly cause?: string | undefined;
}

/** The state of one model, of one thing that was read, or of a provider of which no more is known. */
export interface TestedState {
  /** Which it is: the same in every round. */
  readonly profile?: string;
  readonly provider: string;
  readonly part?: string;
  readonly status: string;
  readonly message: string;
  readonly cause?: string;
}

/** The states in rows, each by itself. */
export function statesIn(rows: readonly TestedRow[]): TestedState[] {
  return rows.flatMap(({ profile, provider, status, models = [], checks = [], error }) => {
    const of = { ...(profile === undefined ? {} : { profile }), provider };
    const parts = [
      ...models.map(({ model, ...rest }) => ({ part: model, ...rest })),
      ...checks.map(({ check, ...rest }) => ({ part: check, ...rest })),
    ];
    if (parts.length === 0) {
      const cause = error === undefined ? {} : { cause: error.name };
      return [{ ...of, status, message: error?.message ?? '', ...cause }];
    }
    return parts.map(({ part, status: own, message, cause }) => ({
      ...of,
      ...{ part, status: own, message },
      ...(cause === undefined ? {} : { cause }),
    }));
  });
}

/** A state that is another than in the round before; `before` is absent in the first round. */
export interface TestedStateChange extends TestedState {
  readonly before?: string;
}

const keyOf = ({ profile, provider, part }: TestedState) =>
  JSON.stringify([profile, provider, part]);
const isSame = (one: TestedState, other: TestedState) =>
  one.status === other.status && one.cause === other.cause;

/**
 * What is new since the round before: states that came, that changed, and that are gone. A message
 * alone is no change, since it may hold a time.
 */
export function changesBetween(
  before: readonly TestedState[],
  now: readonly TestedState[],
): TestedStateChange[] {
  const known = new Map(before.map((state) => [keyOf(state), state]));
  const changed = now.flatMap((state): TestedStateChange[] => {
    const last = known.get(keyOf(state));
    if (last && isSame(last, state)) return [];
    return [last ? { ...state, before: last.status } : state];
  });
  const still = new Set(now.map(keyOf));
  const gone = before
    .filter((state) => !still.has(keyOf(state)))
    .map(({ cause: _, ...state }) => ({
      ...state,
      ...{ status: 'gone', message: 'no longer there', before: state.status },
    }));
  return [...changed, ...gone];
}
