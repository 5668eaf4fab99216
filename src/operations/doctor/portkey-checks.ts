import { describeSource, type Source, type Sourced } from '../../core/sources.ts';
import { pasteableName } from '../../core/refusal.ts';
import type { Integration, PortkeyProvider } from '../../planes/portkey/nouns.ts';
import type { CredentialsReach } from '../../planes/sign-in.ts';
import type { AccessMatrix } from '../integrations/access.ts';
import type { AdviceFacts } from './advice.ts';
import { failureIn, seenIn, type LookedUp } from './looked-up.ts';
import type { ExaminedCheck } from './report.ts';
import { failed, passed, skipped, unseen, warned, type CheckName } from './verdicts.ts';

/** What was looked up of Portkey with a key that is accepted. */
export interface PortkeyFacts {
  readonly address: Sourced<string>;
  /** Where the key was found. */
  readonly source: Source;
  /** True if it is the sandbox's own. */
  readonly sandbox: boolean;
  readonly reach: LookedUp<CredentialsReach | undefined>;
  readonly integrations: LookedUp<readonly Integration[]>;
  /** Undefined where the key is not shown to be the organization's: nobody asked. */
  readonly access: LookedUp<AccessMatrix> | undefined;
  readonly providers: LookedUp<readonly PortkeyProvider[]>;
  readonly now: Date;
}

const named = (id: string, title: string): CheckName => ({ area: 'portkey', id, title });

/** The line on the key itself. */
export const keyName = named('key', 'Portkey key');

const names = {
  reach: named('reach', 'Reach of key'),
  integrations: named('integrations', 'Integrations'),
  access: named('access', 'Budgets'),
  providers: named('providers', 'AI providers'),
};

const otherKey = ({ sandbox }: AdviceFacts) =>
  sandbox === true
    ? { command: ['--sandbox', 'doctor'], why: "with an organization's key" }
    : { command: ['auth', 'login', '--portkey'], why: "store an organization's key" };
const matrix = { command: ['integrations', 'access'], why: 'who may use what, and what is used' };

/** Where there is no key nothing was looked at, which is no good news either. */
export const noPortkey = skipped(keyName, 'none: Portkey was not looked at');

/** Says what a key that Portkey accepts can read, and what there ended or is used up. */
export function portkeyChecks(facts: PortkeyFacts, about: AdviceFacts): ExaminedCheck[] {
  const where = facts.sandbox
    ? "the sandbox's own, accepted"
    : `accepted at ${facts.address.value} (${describeSource(facts.source)})`;
  return [
    passed(keyName, where),
    reachCheck(facts, about),
    integrationsCheck(facts, about),
    ...accessChecks(facts, about),
    ...providerChecks(facts, about),
  ];
}

/** What a key may not read says nothing against it. */
const isWithheld = ({ exit }: { readonly exit: string }) =>
  exit === 'forbidden' || exit === 'notFound' || exit === 'unverifiable';

function reachCheck({ reach }: PortkeyFacts, about: AdviceFacts): ExaminedCheck {
  const failure = failureIn(reach);
  if (failure) return failed(names.reach, failure, about);
  const { of = null, how = 'not looked at' } = seenIn(reach) ?? {};
  return of === null
    ? unseen(names.reach, `not proved: ${how}`, [otherKey(about)])
    : passed(names.reach, `of the ${of}: ${how}`);
}

function integrationsCheck({ integrations }: PortkeyFacts, about: AdviceFacts): ExaminedCheck {
  const failure = failureIn(integrations);
  if (failure && isWithheld(failure))
    return unseen(names.integrations, failure.message, [otherKey(about)]);
  if (failure) return failed(names.integrations, failure, about);
  const all = seenIn(integrations) ?? [];
  const archived = all.filter(({ status }) => status === 'archived');
  if (archived.length > 0) {
    const says = `${all.length} can be read; archived: ${archived.map(({ slug }) => slug).join(', ')}`;
    return warned(names.integrations, says, {
      next: [{ command: ['integrations', 'list'], why: 'all of them' }],
    });
  }
  return all.length === 0
    ? skipped(names.integrations, 'there is none yet')
    : passed(names.integrations, `${all.length} can be read`);
}

function accessChecks({ access }: PortkeyFacts, about: AdviceFacts): ExaminedCheck[] {
  if (access === undefined) return [];
  const failure = failureIn(access);
  if (failure && isWithheld(failure))
    return [unseen(names.access, failure.message, [otherKey(about)])];
  if (failure) return [failed(names.access, failure, about)];
  const { rows, unread } = seenIn(access) ?? { rows: [], unread: [] };
  const spent = rows.filter(({ enabled, status }) => enabled && status === 'exhausted');
  const near = rows.filter((row) => row.enabled && row.past_alert && !spent.includes(row));
  const found = [
    ...spent.map((row): ExaminedCheck => {
      const reset = row.next_reset === null ? '' : `; anew at ${row.next_reset}`;
      const says = `${row.integration} in ${row.workspace}: the budget is used up${reset}`;
      const next = [resetting(row), matrix];
      return { ...names.access, verdict: 'fail', says, next, exit: 'limited' };
    }),
    ...near.map((row) =>
      warned(names.access, `${row.integration} in ${row.workspace}: past the alert of its budget`, {
        next: [matrix],
      }),
    ),
    ...unread.map(({ integration, error }) =>
      unseen(names.access, `${integration} could not be read: ${error.message}`, [matrix]),
    ),
  ];
  if (found.length > 0) return found;
  return [
    rows.length === 0
      ? skipped(names.access, 'no workspace uses an integration')
      : passed(names.access, `none of ${rows.length} is used up`),
  ];
}

const resetting = ({ integration, workspace }: { integration: string; workspace: string }) => ({
  command: [
    ...['integrations', 'workspaces', 'limits', pasteableName(integration) ?? '<slug>'],
    ...[pasteableName(workspace) ?? '<workspace>', '--reset-usage'],
  ],
  why: 'count what is used anew',
});

function providerChecks({ providers, now }: PortkeyFacts, about: AdviceFacts): ExaminedCheck[] {
  const failure = failureIn(providers);
  if (failure && isWithheld(failure))
    return [unseen(names.providers, failure.message, [otherKey(about)])];
  if (failure) return [failed(names.providers, failure, about)];
  const all = seenIn(providers) ?? [];
  const ended = all.filter(({ expires_at: at }) => Date.parse(at ?? '') <= now.getTime());
  const spent = all.filter((each) => each.status === 'exhausted' && !ended.includes(each));
  const found = [
    ...ended.map(({ slug, expires_at: at }): ExaminedCheck => {
      const says = `${slug} ended at ${at ?? ''}`;
      return { ...names.providers, verdict: 'fail', says, next: [matrix], exit: 'checkFailed' };
    }),
    ...spent.map(({ slug }): ExaminedCheck => {
      const says = `${slug}: the budget is used up`;
      return { ...names.providers, verdict: 'fail', says, next: [matrix], exit: 'limited' };
    }),
  ];
  if (found.length > 0) return found;
  return [
    all.length === 0
      ? skipped(names.providers, 'there is none yet')
      : passed(names.providers, `none of ${all.length} has ended or is used up`),
  ];
}
