import { roleOf } from '../../planes/port/account.ts';
import { readClaims, type TokenClaims } from '../../planes/port/token-claims.ts';
import type { AdviceFacts } from './advice.ts';
import { unlookedAreas } from './areas.ts';
import { lookUp, seenIn } from './looked-up.ts';
import { organizationChecks, organizationOf } from './organization-checks.ts';
import type { DoctorReport } from './report.ts';
import type { DoctorRequest, DoctorSources } from './sources.ts';
import { tokenCheck } from './token-check.ts';
import { causeIn } from './verdicts.ts';

/** What is known before a token is asked for. */
export interface SignedInFacts {
  readonly about: AdviceFacts;
  /** True if the token of the credentials can be renewed. */
  readonly renewed: boolean;
}

/** What was found of the organization, and of the token that opens it. */
export interface FoundOrganization extends Pick<DoctorReport, 'checks' | 'organization'> {
  readonly claims?: TokenClaims | undefined;
}

/** Reads what a token opens, side by side; what came of that shows whether it is accepted. */
export async function examineOrganization(
  { port, now }: DoctorSources,
  { validate }: DoctorRequest,
  { about, renewed }: SignedInFacts,
): Promise<FoundOrganization> {
  const token = await lookUp(async () => readClaims((await port.token()).reveal()));
  const claims = seenIn(token);
  if (!claims) {
    const check = tokenCheck({ claims: token, renewed, reads: [], now: now() }, about);
    return { checks: [check, ...unlookedAreas(['organization'], check)] };
  }
  const client = await port.client();
  const [organization, role] = await Promise.all([
    lookUp(() => client.organization()),
    lookUp(() => roleOf(client, claims.email)),
  ]);
  // Read anew: a request may have found the token refused, and renewed it.
  const inUse = await lookUp(async () => readClaims((await port.token()).reveal()));
  const reads = [organization, role];
  const check = tokenCheck({ claims: inUse, renewed, reads, now: now() }, about);
  const broken = causeIn([check]);
  if (broken) return { checks: [check, ...unlookedAreas(['organization'], broken)], claims };
  const facts = { organization, role, validate, claims: seenIn(inUse) };
  const found = organizationOf(facts);
  return {
    checks: [check, ...organizationChecks(facts, about)],
    claims,
    ...(found === undefined ? {} : { organization: found }),
  };
}
