import type { Guardrail } from '../../../aws/account.ts';
import type { Context } from '../../../cli/context.ts';
import {
  guardrailProfileFrom,
  guardrailProfilesFrom,
  type GuardrailProfileAccess,
} from '../../../aws/iam-documents/guardrail-profiles.ts';
import { guardrailVersion } from '../../../planes/port/provider-types/field-schemas.ts';
import { PortaiError } from '../../../core/errors.ts';
import {
  guardrailProfileGiven,
  noteUnknownProfile,
} from '../../../operations/bedrock/guardrail-profile.ts';
import type { OpenedAccount } from './account.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';

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
  context: Context,
  request: SetupRequest,
  region: string,
  account: OpenedAccount | undefined,
): Promise<ChosenGuardrail | undefined> {
  const { ask } = context;
  const { id: named, version } = request.guardrail;
  const chosen = { request, region, account };
  if (named !== undefined && version !== undefined) {
    return looked(context, chosen, named, version, false);
  }
  if (!ask.available) return undefined;
  const listed = account ? await guardrailsOf(account) : [];
  for (;;) {
    const id = await askForId(context, listed);
    if (id === '') return undefined;
    try {
      return await looked(context, chosen, id, await askForVersion(context), true);
    } catch (error) {
      // A slip ends no conversation.
      if (!(error instanceof PortaiError) || error.name !== 'GuardrailMissing') throw error;
      context.out.warn({ code: 'guardrail_missing', message: `${error.message}.` });
    }
  }
}

interface Chosen {
  readonly request: SetupRequest;
  readonly region: string;
  readonly account: OpenedAccount | undefined;
}

/** The guardrail with what AWS says of it, where portai may look. */
async function looked(
  context: Context,
  { request, region, account }: Chosen,
  id: string,
  version: string,
  asks: boolean,
): Promise<ChosenGuardrail> {
  const arn = id.startsWith('arn:')
    ? id
    : account && `arn:aws:bedrock:${region}:${account.identity.account}:guardrail/${id}`;
  const found = account ? await requireGuardrail(account, id, version, region) : 'unread';
  const profile =
    found === 'unread'
      ? await profileUnread(context, request, region, asks)
      : found.profile && guardrailProfileFrom(found.profile, region);
  return { id, version, ...(arn === undefined ? {} : { arn }), ...(profile ? { profile } : {}) };
}

/** No version is suggested: what AWS lists is the draft, which changes under whoever uses it. */
const askForVersion = ({ ask }: Context) =>
  ask.text({
    message: 'Version of the guardrail',
    flag: '--guardrail-version <version>',
    hint: 'a number; DRAFT changes with every edit',
    check: (answer) => guardrailVersion.safeParse(answer).error?.issues[0]?.message ?? true,
  });

/** Where guardrails may not be listed, their id is typed. */
async function guardrailsOf({ control }: OpenedAccount) {
  return control.guardrails().catch(() => []);
}

async function askForId(
  { ask }: Context,
  listed: readonly { readonly id: string; readonly name: string }[],
): Promise<string> {
  const flag = '--guardrail-id <id>';
  if (listed.length === 0) {
    return ask.text({
      message: 'Guardrail that every call passes',
      flag,
      hint: 'id or ARN; filters content',
      optional: true,
      check: () => true,
    });
  }
  return ask.pick({ message: 'Guardrail that every call passes (filters content)', flag }, [
    { name: 'none', value: '' },
    ...listed.map(({ id, name }) => ({ name: `${name}  ${id}`, short: id, value: id })),
  ]);
}

/** Without a look into AWS, what was said of it: by a flag, else by a person who was asked for its id. */
async function profileUnread(
  context: Context,
  { guardrail: { profile } }: SetupRequest,
  region: string,
  asks: boolean,
): Promise<GuardrailProfileAccess | undefined> {
  if (profile !== undefined) return guardrailProfileGiven(profile, region);
  const known = guardrailProfilesFrom(region);
  if (!asks || known.length === 0) {
    noteUnknownProfile(context.out, region);
    return undefined;
  }
  return context.ask.pick<GuardrailProfileAccess | undefined>(
    {
      message: 'Does it work across regions, as every guardrail of the Standard tier does',
      flag: '--guardrail-profile [id]',
    },
    [
      { name: 'no: in this region only', short: 'no', value: undefined },
      ...known.map((value) => ({ name: `yes, by ${value.id}`, short: value.id, value })),
    ],
  );
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
  throw new PortaiError({
    name: 'GuardrailMissing',
    message: `The guardrail cannot be used: ${why}`,
    exit: 'notFound',
    hint: 'Nothing was created. Guardrails belong to one region; AWS gives one text for a wrong id, version and region.',
  });
}
