import type { BedrockControl } from '../../../aws/account.ts';
import type { Context } from '../../../cli/context.ts';
import type { ModelAccess } from '../../../aws/iam-documents/access.ts';
import {
  modelAccess,
  type FoundProfile,
  type ModelsInRegion,
} from '../../../aws/iam-documents/model-access.ts';
import { doubts, shortfalls } from '../../../aws/narrowing.ts';
import { PortaiError, usageError } from '../../../core/errors.ts';
import { isStop } from '../../../core/interruption.ts';
import { bedrock } from '../../../planes/port/provider-types/bedrock.ts';
import { readGates } from '../../../operations/bedrock/model-gates.ts';
import type { UndoLog } from '../../../operations/undo-log.ts';
import { modelStates } from '../../../operations/stored-providers.ts';
import { sourceOf } from '../../../operations/bedrock/region-catalogue.ts';
import { newerAnswer } from '../newer-answer.ts';
import { settleModelAccess } from '../../../operations/bedrock-setup/model-access.ts';
import { modelAccessDependencies } from '../model-access-flags.ts';
import type { OpenedAccount } from './account.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import type { Provider } from '../../../planes/port/nouns.ts';

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
  request: SetupRequest,
  region: string,
  account: OpenedAccount | undefined,
  stored: Provider | undefined,
  book: UndoLog,
): Promise<ChosenModels> {
  const offered = offeredBy(stored);
  const found = account ? await foundIn(context, account) : await keptOf(context, region);
  const global = await allowsGlobal(context, request);
  const now = context.runtime.now();
  const names = request.models.length > 0 ? request.models : offered;
  const all = modelAccess(names, region, { global, now, ...(found ? { found } : {}) });
  const missing = shortfalls(all, region, global);
  const isNamed = request.models.length > 0;
  if (missing.length > 0 && (isNamed || all.access.length === 0))
    throw usageError(missing.join(' '));
  const untouched = await settleUnavailable(context, request, all, missing, stored);
  for (const each of doubts(all, region)) context.out.note(each);
  const chosen =
    isNamed || !context.ask.available
      ? all.access
      : await pick(context, all.access, await remarksOf(account, all.access));
  if (chosen.length === 0) throw usageError('No model was chosen');
  const usable = await openOnes(context, request, account, chosen, book);
  const stays = [...usable.map(({ model }) => model), ...untouched];
  return { global, access: usable, left: offered.filter((model) => !stays.includes(model)) };
}

/** What the account said at an earlier time, where that is newer than the list of this version. */
async function keptOf(
  context: Context,
  region: string,
): Promise<readonly FoundProfile[] | undefined> {
  const newer = await newerAnswer(context)(region);
  if (newer) context.out.note(`${sourceOf(newer)}.`);
  return newer?.profiles;
}

/** Whether Port uses a model now, or will once the provider is there. */
const isOnIn = (stored: Provider | undefined) => (name: string) =>
  !stored || modelStates(stored).some(({ model, enabled }) => model === name && enabled);

/**
 * What cannot be had is said, and switched off in Port only by a flag or an answer. What AWS has ended
 * goes off with --yes as well, and unasked in a provider that is yet to be made: nothing brings it back.
 * Gives those that are to stay as they are.
 */
async function settleUnavailable(
  { ask, out }: Context,
  request: SetupRequest,
  { ended, without }: ModelsInRegion,
  missing: readonly string[],
  stored: Provider | undefined,
): Promise<readonly string[]> {
  for (const each of missing) out.note(each);
  const isOn = isOnIn(stored);
  const elsewhere = without.filter(isOn);
  const over = ended.map(({ model }) => model).filter(isOn);
  const mayBeMeant = [...(stored ? over : []), ...elsewhere];
  const isDecided =
    mayBeMeant.length === 0 ||
    request.disableUnavailable ||
    (!ask.available && request.confirmed && elsewhere.length === 0);
  // What is only written down or shown changes nothing in Port yet.
  if (!ask.available && (writesDown(request) || request.dryRun)) return [];
  const off = [...over, ...elsewhere];
  if (isDecided) {
    if (off.length > 0) out.note(`Switched off in Port with it: ${off.join(', ')}.`);
    return [];
  }
  const names = mayBeMeant.join(', ');
  if (!ask.available) {
    throw usageError(`${names} would have to be switched off in Port`, {
      name: 'ModelsUnavailable',
      details: { models: mayBeMeant, why: missing },
      hint: '--disable-unavailable does that and goes on with the others; --model names what you want.',
    });
  }
  const isOff = await ask.confirm({
    message: `Switch off in Port what cannot be had: ${names}`,
    flag: '--disable-unavailable',
    suggestion: true,
  });
  if (isOff) return [];
  out.note(`${names}: left as Port has it. Port's own test fails on an enabled one.`);
  return mayBeMeant;
}

/** Whether something is written down for somebody else, which ends a set-up that asks nobody. */
const writesDown = ({ role, keys }: SetupRequest) =>
  role.origin?.kind === 'write' || keys.writeUser;

function offeredBy(stored: Provider | undefined): readonly string[] {
  const known = stored ? modelStates(stored).map(({ model }) => model) : [];
  return known.length > 0 ? known : bedrock.models;
}

async function allowsGlobal({ ask, out }: Context, request: SetupRequest): Promise<boolean> {
  if (request.global || !ask.available || request.models.length > 0) return request.global;
  out.note(
    'AWS answers a model in several regions, by a profile: with eu., us. or another geography before the name in regions of that geography only, with global. in any region worldwide.',
  );
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
  request: SetupRequest,
  account: OpenedAccount | undefined,
  chosen: readonly ModelAccess[],
  book: UndoLog,
): Promise<readonly ModelAccess[]> {
  if (!account) return chosen;
  const control = booked(account.control, book);
  const dependencies = { ...modelAccessDependencies(context), control };
  const { shut } = await settleModelAccess(dependencies, chosen, {
    ...request.modelAccess,
    dryRun: request.dryRun,
  });
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
const booked = (control: BedrockControl, book: UndoLog): BedrockControl => ({
  ...control,
  submitUseCase: (form) =>
    book.make({ what: 'use-case form of the account' }, () => control.submitUseCase(form)),
  agree: (baseId, token) =>
    book.make({ what: `terms accepted for ${baseId}` }, () => control.agree(baseId, token)),
});
