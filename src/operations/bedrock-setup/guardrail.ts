import type { Guardrail } from '../../aws/account.ts';
import {
  guardrailProfileFrom,
  guardrailProfilesFrom,
  type GuardrailProfileAccess,
} from '../../aws/iam-documents/guardrail-profiles.ts';
import { PortaiError } from '../../core/errors.ts';
import { guardrailProfileGiven, noteUnknownProfile } from '../bedrock/guardrail-profile.ts';
import type { OpenedAccount, RegionAndAccount } from './account.ts';
import type { SetupDecisions } from './decisions.ts';
import type { SetupDependencies } from './dependencies.ts';
import type { SetupRequest } from './request.ts';
import { fail } from '../../core/fail.ts';

export interface ChosenGuardrail {
  readonly id: string;
  readonly version: string;
  /** What the policy names; undefined where the account is not known yet. */
  readonly arn?: string;
  /** Where it is evaluated, if it works across regions. */
  readonly profile?: GuardrailProfileAccess;
}

/** Which guardrail every call is to pass, if any. */
export async function chooseGuardrail(
  dependencies: SetupDependencies,
  { guardrail: { id: named, version, profile } }: SetupRequest,
  place: RegionAndAccount,
): Promise<ChosenGuardrail | undefined> {
  const { decide, report } = dependencies;
  const { region, account } = place;
  if (named !== undefined && version !== undefined) {
    return looked({ id: named, version }, place, () => profileGiven(dependencies, profile, region));
  }
  if (!decide) return undefined;
  const listed = account ? await guardrailsOf(account) : [];
  for (;;) {
    const id = await decide.guardrail(listed);
    if (id === '') return undefined;
    try {
      const answered = { id, version: await decide.guardrailVersion() };
      return await looked(answered, place, () =>
        profile === undefined
          ? profileAnswered(dependencies, decide, region)
          : guardrailProfileGiven(profile, region),
      );
    } catch (error) {
      // A slip ends no conversation.
      if (!(error instanceof PortaiError) || error.name !== 'GuardrailMissing') throw error;
      report.warn({ code: 'guardrail_missing', message: `${error.message}.` });
    }
  }
}

type FoundGuardrailProfile = GuardrailProfileAccess | undefined;

/**
 * The guardrail with what AWS says of it, where portai may look.
 *
 * @param unread gives its profile where AWS does not say it
 */
async function looked(
  { id, version }: Pick<ChosenGuardrail, 'id' | 'version'>,
  { region, account }: RegionAndAccount,
  unread: () => FoundGuardrailProfile | Promise<FoundGuardrailProfile>,
): Promise<ChosenGuardrail> {
  const arn = id.startsWith('arn:')
    ? id
    : account && `arn:aws:bedrock:${region}:${account.identity.account}:guardrail/${id}`;
  const found = account ? await requireGuardrail(account, id, version, region) : 'unread';
  const profile =
    found === 'unread'
      ? await unread()
      : found.profile && guardrailProfileFrom(found.profile, region);
  return { id, version, ...(arn === undefined ? {} : { arn }), ...(profile ? { profile } : {}) };
}

/** Where guardrails may not be listed, their id is typed. */
async function guardrailsOf({ control }: OpenedAccount) {
  return control.guardrails().catch(() => []);
}

async function profileAnswered(
  { report }: SetupDependencies,
  decide: SetupDecisions,
  region: string,
): Promise<FoundGuardrailProfile> {
  const known = guardrailProfilesFrom(region);
  if (known.length > 0) return decide.guardrailProfile(known);
  noteUnknownProfile(report, region);
  return undefined;
}

function profileGiven(
  { report }: SetupDependencies,
  profile: string | true | undefined,
  region: string,
): FoundGuardrailProfile {
  if (profile !== undefined) return guardrailProfileGiven(profile, region);
  noteUnknownProfile(report, region);
  return undefined;
}

async function requireGuardrail(
  { control }: OpenedAccount,
  id: string,
  version: string,
  region: string,
): Promise<Guardrail | 'unread'> {
  const found = await control.guardrail(id, version).catch((error: unknown) => {
    if (error instanceof PortaiError && error.failure.exit === 'forbidden')
      return 'unread' as const;
    throw error;
  });
  if (found === 'unread' || found?.status === 'READY') return found;
  const why =
    typeof found === 'object'
      ? `its state is ${found.status}, not READY`
      : `there is none of that id and version in ${region}`;
  throw fail('GuardrailMissing', `The guardrail cannot be used: ${why}`, {
    hint: 'Nothing was created. Guardrails belong to one region; AWS gives one text for a wrong id, version and region.',
  });
}
