import type { OrganizationRole } from '../../planes/port/account.ts';
import type { Organization } from '../../planes/port/nouns.ts';
import type { TokenClaims } from '../../planes/port/token-claims.ts';
import { asAdmin, type AdviceFacts } from './advice.ts';
import { failureIn, seenIn, type LookedUp } from './looked-up.ts';
import type { DoctorReport, ExaminedCheck } from './report.ts';
import { failed, passed, unseen, warned, type CheckName } from './verdicts.ts';

/** What was looked up of the organization, and of what may be done in it. */
export interface OrganizationFacts {
  readonly organization: LookedUp<Organization>;
  readonly claims: TokenClaims | undefined;
  readonly role: LookedUp<OrganizationRole>;
  /** True if a test of providers was asked for: it writes. */
  readonly validate: boolean;
  /** What Port answered to a write; undefined where none was tried, or none was answered. */
  readonly write?: 'taken' | 'refused' | undefined;
}

const name: CheckName = { area: 'organization', id: 'organization', title: 'Organization' };
const roleName: CheckName = { area: 'organization', id: 'role', title: 'Role' };

/** The organization, as far as Port or the token names it. */
export function organizationOf(
  facts: Pick<OrganizationFacts, 'organization' | 'claims'>,
): DoctorReport['organization'] {
  const said = seenIn(facts.organization);
  const id = said?.id ?? facts.claims?.organizationId;
  const name = said?.name ?? facts.claims?.organizationName;
  if (id === undefined && name === undefined) return undefined;
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}

/** Says whose organization it is, and whether providers may be managed in it. */
export function organizationChecks(facts: OrganizationFacts, about: AdviceFacts): ExaminedCheck[] {
  return [organizationCheck(facts, about), roleCheck(facts, about)];
}

function organizationCheck(facts: OrganizationFacts, about: AdviceFacts): ExaminedCheck {
  const failure = failureIn(facts.organization);
  if (failure && !isWithheld(failure)) return failed(name, failure, about);
  const found = organizationOf(facts);
  if (found) {
    const words = [found.name, found.id && (found.name === undefined ? found.id : `(${found.id})`)];
    return passed(name, words.filter(Boolean).join(' '));
  }
  return unseen(name, 'Port does not show it to these credentials', [asAdmin(about)]);
}

/** What Port does not show to these credentials says nothing against them; a blocked address does. */
export const isWithheld = ({
  exit,
  name: named,
}: {
  readonly exit: string;
  readonly name: string;
}) => exit === 'notFound' || (exit === 'forbidden' && named !== 'ip_not_allowed');

function roleCheck(
  { role, validate, write }: OrganizationFacts,
  about: AdviceFacts,
): ExaminedCheck {
  const failure = failureIn(role);
  if (failure) return failed(roleName, failure, about);
  const { name: said, known = false, how = '' } = seenIn(role) ?? {};
  if (write === 'taken') {
    return passed(roleName, `${said ?? 'not told'}: may manage providers, as Port took a write`);
  }
  if (write === 'refused') return mayNot(said ?? 'not told', 'Port refused a write', true, about);
  if (!known || said === undefined || said === null) {
    return unseen(roleName, how, [
      { command: ['doctor', '--validate'], why: 'a write tells: it tests each provider' },
    ]);
  }
  if (/\badmin\b/i.test(said)) return passed(roleName, `${said}: may manage providers`);
  return mayNot(said, 'may read, but not manage providers', validate, about);
}

function mayNot(role: string, says: string, wanted: boolean, about: AdviceFacts): ExaminedCheck {
  const help = { fix: 'Managing providers needs an organization admin.', next: [asAdmin(about)] };
  const warning = warned(roleName, `${role}: ${says}`, help);
  return wanted ? { ...warning, verdict: 'fail', exit: 'forbidden' } : warning;
}
