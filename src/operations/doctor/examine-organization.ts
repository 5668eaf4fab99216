import { roleOf } from '../../planes/port/account.ts';
import type { PortClient } from '../../planes/port/client.ts';
import { readClaims, type TokenClaims } from '../../planes/port/token-claims.ts';
import type { AdviceFacts } from './advice.ts';
import { onToken, unlookedAreas } from './areas.ts';
import { lookUp, seenIn } from './looked-up.ts';
import { missingSecrets } from './provider-checks.ts';
import {
  organizationChecks,
  organizationOf,
  type OrganizationFacts,
} from './organization-checks.ts';
import { readProviders, testProviders, type ProviderReads } from './provider-reads.ts';
import { providersArea, type LiveTests } from './providers-area.ts';
import { quotaCheck } from './quota-check.ts';
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
export interface FoundOrganization extends Pick<
  DoctorReport,
  'checks' | 'organization' | 'providers'
> {
  readonly claims?: TokenClaims | undefined;
}

/** Reads what a token opens, side by side; what came of that shows whether it is accepted. */
export async function examineOrganization(
  sources: DoctorSources,
  request: DoctorRequest,
  { about, renewed }: SignedInFacts,
): Promise<FoundOrganization> {
  const { port, now } = sources;
  const readToken = () => lookUp(async () => readClaims((await port.token()).reveal()));
  const token = await readToken();
  const claims = seenIn(token);
  if (!claims) {
    const check = tokenCheck({ claims: token, renewed, reads: [], now: now() }, about);
    return { checks: [check, ...unlookedAreas(onToken, check)], providers: [] };
  }
  const client = await port.client();
  const [organization, role, reads, quota] = await Promise.all([
    lookUp(() => client.organization()),
    lookUp(() => roleOf(client, claims.email)),
    readProviders(client),
    lookUp(() => client.ai.quota()),
  ]);
  // Read anew: a request may have found the token refused, and renewed it.
  const inUse = await readToken();
  const { list, secrets, defaults } = reads;
  // The role is left out: it can be "not told" without any answer.
  const answers = [organization, list, secrets, defaults, quota];
  const check = tokenCheck({ claims: inUse, renewed, reads: answers, now: now() }, about);
  const broken = causeIn([check]);
  if (broken) return { checks: [check, ...unlookedAreas(onToken, broken)], providers: [], claims };
  const facts = { organization, role, claims: seenIn(inUse), validate: request.validate };
  const tests = request.validate ? await testsOf(sources, client, reads, facts, about) : undefined;
  const found = organizationOf(facts);
  const ofOrganization = organizationChecks({ ...facts, write: writeIn(tests) }, about);
  const cause = causeIn(ofOrganization);
  const live = tests && cause ? { cause } : tests;
  const area = providersArea(reads, { live, now: now(), about });
  return {
    checks: [check, ...ofOrganization, ...area.checks, quotaCheck(quota, now(), about)],
    providers: area.providers,
    claims,
    ...(found === undefined ? {} : { organization: found }),
  };
}

/** Has Port test what can be tested: nothing where a write is known to be refused. */
async function testsOf(
  { report, now }: DoctorSources,
  client: PortClient,
  { list, secrets }: ProviderReads,
  facts: OrganizationFacts,
  about: AdviceFacts,
): Promise<LiveTests> {
  const cause = causeIn(organizationChecks(facts, about));
  if (cause) return { cause };
  const known = seenIn(secrets);
  const testable = (seenIn(list) ?? []).filter(
    ({ config }) => missingSecrets(config ?? {}, known).length === 0,
  );
  return { tested: await testProviders({ client, report, now }, testable) };
}

/** Whether a write was taken or refused: that tells what the role does not. */
function writeIn(tests: LiveTests): OrganizationFacts['write'] {
  const all = tests && 'tested' in tests ? [...tests.tested.values()] : [];
  if (all.some(({ row }) => row.wrote)) return 'taken';
  return all.some(({ exit }) => exit === 'forbidden') ? 'refused' : undefined;
}
