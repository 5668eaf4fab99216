import type { ModelAccess } from '../../aws/iam-documents/access.ts';
import {
  modelAccess,
  type FoundProfile,
  type ModelsInRegion,
} from '../../aws/iam-documents/model-access.ts';
import { doubts, shortfalls } from '../../aws/narrowing.ts';
import { PortaiError } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { isStop } from '../../core/interruption.ts';
import { refuse } from '../../core/problem.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import { bedrock } from '../../planes/port/provider-types/bedrock.ts';
import { readGates } from '../bedrock/model-gates.ts';
import { withModelsBehind } from '../bedrock/own-profiles.ts';
import { sourceOf } from '../bedrock/region-catalogue.ts';
import { modelStates } from '../stored-providers.ts';
import type { OpenedAccount, RegionAndAccount } from './account.ts';
import type { SelectableModel } from './decisions.ts';
import type { SetupDependencies } from './dependencies.ts';
import { openModels } from './open-models.ts';
import { unavailableModels } from './problems.ts';
import type { SetupRequest } from './request.ts';
import { record } from './so-far.ts';
import type { SetupState } from './state.ts';

export interface ChosenModels {
  /** Whether profiles that route worldwide are allowed. */
  readonly global: boolean;
  readonly access: readonly ModelAccess[];
  /** Models that Port offers for the type and that were not chosen. */
  readonly left: readonly string[];
}

/** Which models Port is to call, and through which profiles. */
export async function chooseModels(
  dependencies: SetupDependencies,
  request: SetupRequest,
  { region, account, stored }: RegionAndAccount & Pick<SetupState, 'stored'>,
): Promise<ChosenModels> {
  const { report, decide } = dependencies;
  const offered = offeredBy(stored);
  const found = account
    ? await foundIn(dependencies, account)
    : await foundEarlier(dependencies, region);
  const global = await allowsGlobal(dependencies, request);
  const now = dependencies.now();
  const isNamed = request.models.length > 0;
  const names = isNamed ? request.models : offered;
  const all = modelAccess(names, region, { global, now, ...(found ? { found } : {}) });
  const missing = shortfalls(all, region, global);
  if (missing.length > 0 && (isNamed || all.access.length === 0))
    throw fail('Usage', missing.join(' '));
  for (const each of missing) report.note(each);
  const untouched = await settleUnavailable(dependencies, request, { all, missing, stored });
  for (const each of doubts(all, region)) report.note(each);
  const chosen =
    isNamed || !decide
      ? all.access
      : namedBy(all.access, await decide.models(await offers(account, all.access)));
  if (chosen.length === 0) throw fail('Usage', 'No model was chosen');
  const narrow = await withModelsBehind(chosen, account?.control, dependencies.report);
  record(dependencies.soFar, { global });
  const others = namesOf(all.access).filter((model) => !namesOf(chosen).includes(model));
  const usable = account
    ? await openModels(dependencies, request, account, { chosen: narrow, others })
    : narrow;
  const stays = [...namesOf(usable), ...untouched];
  return { global, access: usable, left: offered.filter((model) => !stays.includes(model)) };
}

const namesOf = (access: readonly ModelAccess[]) => access.map(({ model }) => model);

const namedBy = (access: readonly ModelAccess[], names: readonly string[]) =>
  access.filter(({ model }) => names.includes(model));

/** What the account said at an earlier time, where that is newer than the list of this version. */
async function foundEarlier(
  { report, newerAnswer }: SetupDependencies,
  region: string,
): Promise<readonly FoundProfile[] | undefined> {
  const newer = await newerAnswer(region);
  if (newer) report.note(`${sourceOf(newer)}.`);
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
  { report, decide, soFar }: SetupDependencies,
  request: SetupRequest,
  { all: { ended, without }, missing, stored }: Unavailable,
): Promise<readonly string[]> {
  const isOn = isOnIn(stored);
  const elsewhere = without.filter(isOn);
  const over = ended.map(({ model }) => model).filter(isOn);
  const mayBeMeant = [...(stored ? over : []), ...elsewhere];
  const isDecided =
    mayBeMeant.length === 0 ||
    request.disableUnavailable ||
    (!decide && request.confirmed && elsewhere.length === 0);
  // What is only written down or shown changes nothing in Port yet.
  if (!decide && (writesDown(request) || request.dryRun)) return [];
  const off = [...over, ...elsewhere];
  if (isDecided) {
    if (off.length > 0) report.note(`Switched off in Port with it: ${off.join(', ')}.`);
    return [];
  }
  if (!decide) refuse(unavailableModels(mayBeMeant, missing));
  if (await decide?.switchOff(mayBeMeant)) return [];
  soFar.leftOn = mayBeMeant;
  report.note(
    `${mayBeMeant.join(', ')}: left as Port has it. Port's own test fails on an enabled one.`,
  );
  return mayBeMeant;
}

interface Unavailable {
  readonly all: ModelsInRegion;
  /** Why, in sentences. */
  readonly missing: readonly string[];
  readonly stored: Provider | undefined;
}

/** Whether something is written down for somebody else, which ends a set-up that asks nobody. */
const writesDown = ({ role, keys }: SetupRequest) =>
  role.origin?.kind === 'write' || keys.writeUser;

function offeredBy(stored: Provider | undefined): readonly string[] {
  const known = stored ? modelStates(stored).map(({ model }) => model) : [];
  return known.length > 0 ? known : bedrock.models;
}

async function allowsGlobal(
  { report, decide }: SetupDependencies,
  { global, models }: SetupRequest,
): Promise<boolean> {
  if (global || !decide || models.length > 0) return global;
  report.note(
    'AWS answers a model in several regions, by a profile: with eu., us. or another geography before the name in regions of that geography only, with global. in any region worldwide.',
  );
  return decide.allowGlobal();
}

/** What the account says of its region; without the permission to list, what is known stands in. */
async function foundIn(
  { report }: SetupDependencies,
  { control }: OpenedAccount,
): Promise<readonly FoundProfile[] | undefined> {
  try {
    return await control.profiles();
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { exit, message } = error.failure;
    if (isStop(exit) || exit === 'unauthenticated') throw error;
    const why = exit === 'forbidden' ? 'bedrock:ListInferenceProfiles is not allowed' : message;
    report.note(`${why}. The profiles are taken from the list that comes with portai.`);
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

/** The models that may be chosen; one that AWS retires is taken only when somebody wants it. */
async function offers(
  account: OpenedAccount | undefined,
  access: readonly ModelAccess[],
): Promise<readonly SelectableModel[]> {
  const remarks = await remarksOf(account, access);
  return access.map(({ model, profiles }) => {
    const remark = remarks.get(model);
    const prefixes = profiles.map(({ id }) => id.slice(0, id.indexOf('.') + 1));
    return { model, prefixes, remark, usual: remark?.startsWith('legacy') !== true };
  });
}
