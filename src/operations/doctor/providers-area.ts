import { pasteableName } from '../../core/refusal.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import { danglingDefault } from '../static-check.ts';
import { possibleDefaults } from '../stored-providers.ts';
import type { Validated } from '../validate.ts';
import type { AdviceFacts } from './advice.ts';
import { liveChecks, liveName } from './live-checks.ts';
import { failureIn, seenIn, type LookedUp } from './looked-up.ts';
import { isWithheld } from './organization-checks.ts';
import { defaultSteps, providerChecks, titles } from './provider-checks.ts';
import { examinedProvider, type ProviderFacts } from './provider-facts.ts';
import type { ProviderReads } from './provider-reads.ts';
import type { DoctorReport, ExaminedCheck } from './report.ts';
import { causeIn, failed, notLookedAt, warned, type CheckName } from './verdicts.ts';

/** What Port's own test came to, or what it would have rested on; undefined where nobody asked for it. */
export type LiveTests =
  | { readonly tested: ReadonlyMap<string, Validated> }
  | { readonly cause: ExaminedCheck }
  | undefined;

/** What is looked at beside what was read. */
export interface ProvidersContext {
  readonly live: LiveTests;
  readonly now: Date;
  readonly about: AdviceFacts;
}

const named = (id: string, title: string): CheckName => ({ area: 'providers', id, title });
const listName = named('providers', 'Providers');

/** Says of each provider what it rests on, in the order of their names. */
export function providersArea(
  reads: ProviderReads,
  context: ProvidersContext,
): Pick<DoctorReport, 'checks' | 'providers'> {
  const { about, now } = context;
  const unread = failureIn(reads.list);
  if (unread) return { checks: [failed(listName, unread, about)], providers: [] };
  const list = [...(seenIn(reads.list) ?? [])].sort((one, other) =>
    one.provider < other.provider ? -1 : 1,
  );
  const [secrets, defaults] = [seenIn(reads.secrets), seenIn(reads.defaults)];
  const facts = list.map((provider): ProviderFacts => {
    const validated = testOf(context.live, provider);
    return { provider, secrets, defaults, now, ...(validated ? { validated } : {}) };
  });
  return {
    checks: [
      ...unreadCheck(named('secrets', 'Secrets'), reads.secrets, about),
      ...unreadCheck(named('default', 'Default'), reads.defaults, about),
      ...(list.length === 0 ? [noProvider] : []),
      ...facts.flatMap((each) => ofProvider(each, list, context)),
      ...dangling(list, defaults),
    ],
    providers: facts.map(examinedProvider),
  };
}

const testOf = (live: LiveTests, { provider }: Provider): Validated | undefined =>
  live && 'tested' in live ? live.tested.get(provider) : undefined;

/** What could not be read; what these credentials may not see shows in the lines of the providers. */
function unreadCheck(
  name: CheckName,
  read: LookedUp<unknown>,
  about: AdviceFacts,
): ExaminedCheck[] {
  const failure = failureIn(read);
  return failure && !isWithheld(failure) ? [failed(name, failure, about)] : [];
}

const noProvider = warned(listName, 'none is configured', {
  next: [{ command: ['providers', 'put', '--help'], why: 'the types there are' }],
});

function ofProvider(
  facts: ProviderFacts,
  list: readonly Provider[],
  { live, about }: ProvidersContext,
): ExaminedCheck[] {
  const { provider, validated } = facts;
  const checks = providerChecks(facts, { possible: possibleDefaults(list), about });
  const isManaged = checks.every(({ verdict }) => verdict === 'skip');
  if (live === undefined || isManaged) return checks;
  if (validated) return [...checks, ...liveChecks(provider, validated, about)];
  const cause = 'cause' in live ? live.cause : causeIn(checks);
  return cause ? [...checks, notLookedAt(liveName(provider.provider), cause)] : checks;
}

/** The default where it points at a provider that is not there. */
function dangling(list: readonly Provider[], defaults: ProviderFacts['defaults']): ExaminedCheck[] {
  return danglingDefault(list, { defaults }).flatMap(({ provider, checks }) =>
    checks.map(({ id, says }): ExaminedCheck => {
      const type = pasteableName(provider) ?? '<type>';
      const connect = { command: ['providers', 'put', type, '--validate'], why: 'connect it' };
      const possible = possibleDefaults(list);
      const next = possible.length > 0 ? [...defaultSteps({ possible }), connect] : [connect];
      return {
        ...named(id, titles[id]),
        provider,
        verdict: 'fail',
        says,
        next,
        exit: 'checkFailed',
      };
    }),
  );
}
