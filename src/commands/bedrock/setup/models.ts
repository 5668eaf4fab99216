import type { BedrockControl } from '../../../aws/account.ts';
import type { Context } from '../../../cli/context.ts';
import type { ModelAccess } from '../../../aws/iam-documents/access.ts';
import { modelAccess, type FoundProfile } from '../../../aws/iam-documents/model-access.ts';
import { PortaiError, usageError } from '../../../core/errors.ts';
import { isStop } from '../../../core/interruption.ts';
import { bedrock } from '../../../planes/port/provider-types/bedrock.ts';
import { readGates } from '../../../operations/bedrock/model-gates.ts';
import type { Book } from '../../book.ts';
import type { StoredView } from '../../providers/shared.ts';
import { modelStates } from '../../providers/shared.ts';
import { settleModelAccess } from '../model-gates.ts';
import type { OpenedAccount } from './account.ts';
import type { SetupFlags } from './flags.ts';

export interface ChosenModels {
  /** Whether profiles that route worldwide are allowed. */
  readonly global: boolean;
  readonly access: readonly ModelAccess[];
  /** Models that Port offers for the type and that were not chosen. */
  readonly left: readonly string[];
}

/** Which models Port is to call, and through which profiles. */
export async function chooseModels(
  context: Context,
  given: SetupFlags,
  region: string,
  account: OpenedAccount | undefined,
  stored: StoredView | undefined,
  book: Book,
): Promise<ChosenModels> {
  const offered = offeredBy(stored);
  const found = account ? await foundIn(context, account) : undefined;
  const options = { global: await allowsGlobal(context, given), ...(found ? { found } : {}) };
  const names = given.model.length > 0 ? given.model : offered;
  const { access, without } = modelAccess(names, region, options);
  const [missing] = given.model.filter((model) => without.includes(model));
  if (missing !== undefined) throw noProfile(missing, region, options.global);
  const chosen =
    given.model.length > 0 || !context.ask.available
      ? access
      : await pick(context, access, await remarksOf(account, access));
  if (chosen.length === 0) throw noProfile('any model of Port', region, options.global);
  const usable = await openOnes(context, given, account, chosen, book);
  const kept = usable.map(({ model }) => model);
  return {
    global: options.global,
    access: usable,
    left: offered.filter((model) => !kept.includes(model)),
  };
}

function offeredBy(stored: StoredView | undefined): readonly string[] {
  const known = stored ? modelStates(stored).map(({ model }) => model) : [];
  return known.length > 0 ? known : bedrock.models;
}

async function allowsGlobal({ ask }: Context, given: SetupFlags): Promise<boolean> {
  if (given.global || !ask.available || given.model.length > 0) return given.global;
  return ask.confirm({
    message: 'Also allow worldwide profiles (data may leave the geography)',
    flag: '--global',
    suggestion: false,
  });
}

/** What the account says of its region; without the permission to list, what is known stands in. */
async function foundIn(
  { out }: Context,
  { control }: OpenedAccount,
): Promise<readonly FoundProfile[] | undefined> {
  try {
    return await control.profiles();
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { exit, message } = error.failure;
    if (isStop(exit) || exit === 'unauthenticated') throw error;
    const why = exit === 'forbidden' ? 'bedrock:ListInferenceProfiles is not allowed' : message;
    out.note(`${why}. The profiles are taken from the list that comes with portai.`);
    return undefined;
  }
}

/** What the account says of its models, by their name; what it may not say is left out. */
async function remarksOf(
  account: OpenedAccount | undefined,
  access: readonly ModelAccess[],
): Promise<ReadonlyMap<string, string>> {
  if (!account) return new Map();
  const [listed, gates] = await Promise.all([
    account.control.models().catch(() => []),
    readGates(account.control, access),
  ]);
  const remarks = access.flatMap(({ model, baseId }): [string, string][] => {
    const word = listed.find((each) => each.baseId === baseId)?.lifecycle;
    const ends = word !== undefined && word !== 'ACTIVE';
    const shut = (gates.find((each) => each.model === model)?.shut.length ?? 0) > 0;
    if (!ends && !shut) return [];
    const says = [...(ends ? ['legacy: AWS retires it'] : []), ...(shut ? ['no access yet'] : [])];
    return [[model, says.join(', ')]];
  });
  return new Map(remarks);
}

function pick(
  { ask }: Context,
  access: readonly ModelAccess[],
  remarks: ReadonlyMap<string, string>,
): Promise<ModelAccess[]> {
  return ask.pickMany(
    { message: 'Models that Port may call', flag: '--model <model>' },
    access.map((each) => {
      const prefixes = each.profiles.map(({ id }) => id.slice(0, id.indexOf('.') + 1)).join(' ');
      const remark = remarks.get(each.model);
      return {
        name: `${each.model}  ${prefixes}${remark === undefined ? '' : `  ${remark}`}`,
        short: each.model,
        value: each,
        checked: remark?.startsWith('legacy') !== true,
      };
    }),
  );
}

/** Those that the account may call, once its gates were looked at. Without an account: all. */
async function openOnes(
  context: Context,
  given: SetupFlags,
  account: OpenedAccount | undefined,
  chosen: readonly ModelAccess[],
  book: Book,
): Promise<readonly ModelAccess[]> {
  if (!account) return chosen;
  const control = booked(account.control, book);
  const { shut } = await settleModelAccess(context, control, chosen, given);
  const usable = chosen.filter(({ model }) => !shut.includes(model));
  if (usable.length === 0) {
    throw new PortaiError({
      name: 'ModelAccessMissing',
      message: `The AWS account has no access to ${shut.join(', ')} yet`,
      exit: 'checkFailed',
      hint: 'Nothing was created. Open the access first; what stands in the way is listed above.',
    });
  }
  if (shut.length > 0) {
    context.out.note(`Going on without ${shut.join(', ')}: add them later by the same command.`);
  }
  return usable;
}

/** What opens access is said for the whole account, and cannot be taken back from here. */
const booked = (control: BedrockControl, book: Book): BedrockControl => ({
  ...control,
  submitUseCase: (form) =>
    book.make({ what: 'use-case form of the account' }, () => control.submitUseCase(form)),
  agree: (baseId, token) =>
    book.make({ what: `terms accepted for ${baseId}` }, () => control.agree(baseId, token)),
});

function noProfile(what: string, region: string, global: boolean): Error {
  return usageError(`No inference profile gives ${what} in ${region}`, {
    hint: global
      ? 'Choose another region.'
      : 'Choose another region, or allow worldwide profiles with --global.',
  });
}
