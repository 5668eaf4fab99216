import { causeOfMessage } from '../vendors/causes.ts';
import { exitClasses } from '../core/errors.ts';
import { nearest } from '../core/text/nearest.ts';
import { comparableName } from '../core/refusal.ts';
import {
  transportCauses,
  verdictOfTransport,
  type TransportEntry,
} from '../core/transport-causes.ts';
import { portaiErrors } from '../core/error-catalogue.ts';
import type { PlaneErrors } from '../planes/documented-errors.ts';
import { inATest, providerExplanations } from './explain-cause.ts';
import { exitCodeExplanations } from './explain-exit-code.ts';
import type { Explanation } from './explanation.ts';

/** Every explanation there is, in the order in which a person would look for it. */
export function explanations(planes: readonly PlaneErrors[]): Explanation[] {
  const fromPlanes = planes.flatMap(({ from, documented }) =>
    Object.entries(documented).map(([name, { exit, ...entry }]): Explanation => ({
      name,
      from,
      exitCode: exitClasses[exit].code,
      ...entry,
    })),
  );
  const causes: [string, TransportEntry][] = Object.entries(transportCauses);
  const fromNetwork = causes.map(([name, cause]): Explanation => ({
    name,
    from: 'network',
    exitCode: exitClasses[cause.exit ?? 'unreachable'].code,
    title: cause.means,
    cause: `${cause.means}. ${inATest(verdictOfTransport(cause))}`,
    fix: cause.hint,
    next: [],
  }));
  const own = Object.entries(portaiErrors).map(([name, entry]): Explanation => ({
    name,
    from: 'portai',
    exitCode: exitClasses[entry.exit].code,
    title: entry.title,
    cause: entry.cause,
    fix: entry.fix,
    next: entry.next,
  }));
  return [
    ...fromPlanes,
    ...providerExplanations(),
    ...fromNetwork,
    ...own,
    ...exitCodeExplanations(),
  ];
}

/** The explanation of a name in any spelling, of an exit code, or of its slug. */
export function explain(word: string, planes: readonly PlaneErrors[]): Explanation | undefined {
  const wanted = comparableName(word);
  const all = explanations(planes);
  return (
    all.find(({ name }) => comparableName(name) === wanted) ??
    // What was printed of an error, a cause or a code, in the place of its name.
    all.find(({ title }) => comparableName(title) === wanted) ??
    all.find(({ name }) => name === causeOfMessage(word))
  );
}

/** The known name that was probably meant. */
export function nearestName(word: string, planes: readonly PlaneErrors[]): string | undefined {
  const all = explanations(planes);
  const names = all.map(({ name }) => name);
  const close = nearest(word, names);
  if (close !== undefined) return close;
  const title = nearest(
    word,
    all.map((each) => each.title),
  );
  return all.find((each) => each.title === title)?.name;
}
