import { PortaiError, type NextStep } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { refuse } from '../../core/problem.ts';
import { calls, type PortkeyCall } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import { portkeyError } from '../../planes/portkey/errors.ts';
import type {
  Integration,
  IntegrationModels,
  IntegrationWorkspaces,
} from '../../planes/portkey/nouns.ts';
import { rereadAfterWrite } from '../../planes/portkey/reread.ts';
import type { Report } from '../ports.ts';
import { openUndoLog, withStanding, type UndoLog } from '../undo-log.ts';
import {
  creationOf,
  mappedFields,
  problemsOfValues,
  type CreateRequest,
} from './create-request.ts';
import {
  accessUpdateOf,
  isGranted,
  isShown,
  limitsInWords,
  modelsUpdateOf,
  type NamesOf,
} from './desired.ts';
import { dryRunOfCalls, type IntegrationDryRun } from './dry-run-of-calls.ts';
import { findIntegration, readView, slugsOf, type IntegrationView } from './view.ts';
import { withNeededKey } from './needed-key.ts';
import { namesOfWorkspaces } from './found-workspaces.ts';

/** All dependencies of a creation on the outside. */
export interface CreateDependencies {
  readonly client: PortkeyClient;
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly sleep: (ms: number) => Promise<void>;
  /** False for a self-hosted Portkey, which may reach private addresses. */
  readonly onCloud: boolean;
  /** The words of the command that goes on with a creation that stopped. */
  readonly resume: readonly string[];
}

/** A creation as it ended; with dryRun what would be sent. */
export type Creation =
  | { readonly kind: 'dry-run'; readonly dryRun: IntegrationDryRun }
  | {
      readonly kind: 'done';
      readonly action: 'created' | 'updated' | 'unchanged';
      readonly slug: string;
      /** Undefined where the key may not read what it created. */
      readonly integration?: IntegrationView | undefined;
    };

/** Nothing of an integration that is not there yet. */
const noModels: IntegrationModels = { models: [], allow_all_models: true };
const noAccess: IntegrationWorkspaces = { workspaces: [] };

/**
 * Creates an integration, then restricts its models, then lets workspaces in, so that no workspace ever
 * sees it unrestricted. Everything that can be known before is refused before.
 *
 * @throws a PortaiError; after a first call it says what stands, and how to go on.
 */
export async function createIntegration(
  dependencies: CreateDependencies,
  request: CreateRequest,
): Promise<Creation> {
  const { client, onCloud } = dependencies;
  const { kind, values, secretMappings } = request;
  const command = ['integrations', 'create', kind.id];
  const mapped = mappedFields(secretMappings);
  refuse(problemsOfValues(kind, values, { onCloud, mapped, command }));
  const namesOf = await withNeededKey(() => checked(client, request));
  if (request.dryRun) {
    const { slug } = request;
    const planned = callsFor(request, { models: noModels, access: noAccess }, namesOf);
    return {
      kind: 'dry-run',
      dryRun: dryRunOfCalls(
        'create',
        [slug],
        [calls.createIntegration(creationOf(request)), ...planned],
      ),
    };
  }
  const log = openUndoLog();
  return goingOn(dependencies, log, request.slug, async () => {
    const integration = `the integration ${request.slug}`;
    await log.make({ what: integration, undo: ['integrations', 'delete', request.slug] }, () =>
      withNeededKey(() => post(client, request)),
    );
    dependencies.report.note(`Created ${integration}.`);
    await withNeededKey(() => settle(dependencies, request, log, namesOf));
    return concluded(dependencies, request, namesOf, 'created');
  });
}

/** A creation that stopped, to go on with. */
export type ResumeRequest = Pick<CreateRequest, 'slug' | 'models' | 'access' | 'dryRun'> & {
  /** The provider id, if it was said again. */
  readonly providerId?: string | undefined;
};

/**
 * Makes the calls that are still open of a creation that stopped; where none is, nothing is written.
 *
 * @throws a PortaiError; where nothing of that slug is there, it says so.
 */
export async function resumeCreation(
  dependencies: CreateDependencies,
  request: ResumeRequest,
): Promise<Creation> {
  const { client } = dependencies;
  const found = await withNeededKey(() => findIntegration(client, request.slug));
  requireKindOf(found, request.providerId);
  const namesOf = await withNeededKey(() => namesOfWorkspaces(client, request.access.grants));
  const stored = await readStored(client, request);
  const planned = callsFor(request, stored, namesOf);
  if (request.dryRun) {
    return { kind: 'dry-run', dryRun: dryRunOfCalls('resume', [request.slug], planned) };
  }
  const log = openUndoLog();
  return goingOn(dependencies, log, request.slug, async () => {
    await withNeededKey(() => settle(dependencies, request, log, namesOf, stored));
    return concluded(dependencies, request, namesOf, planned.length > 0 ? 'updated' : 'unchanged');
  });
}

function requireKindOf({ slug, ai_provider_id: is }: Integration, wanted: string | undefined) {
  if (wanted === undefined || wanted === is) return;
  throw fail('ExistsAlready', `The integration ${slug} connects ${is}, not ${wanted}`, {
    hint: 'Nothing was changed. The provider of an integration cannot change; choose another slug.',
    next: [{ command: ['integrations', 'get', slug], why: 'what is there' }],
  });
}

/** Refuses a slug that is taken and workspaces that are not there, before anything is written. */
async function checked(client: PortkeyClient, request: CreateRequest): Promise<NamesOf> {
  const [slugs, namesOf] = await Promise.all([
    slugsOf(client),
    namesOfWorkspaces(client, request.access.grants),
  ]);
  if (slugs.includes(request.slug)) throw taken(request.slug);
  return namesOf;
}

const taken = (slug: string, cause?: PortaiError) =>
  portkeyError('AB07', `There is an integration ${slug} already`, {
    ...(cause?.failure.status === undefined ? {} : { status: cause.failure.status }),
    hint: 'Change what is there with update, go on with a creation that stopped with --resume, or choose another --slug.',
    next: [
      { command: ['integrations', 'update', slug, '--help'], why: 'change it' },
      { command: ['integrations', 'get', slug], why: 'what is there' },
    ],
    ...(cause === undefined ? {} : { cause }),
  });

/** Sends the creation. A slug that is taken is refused with 409 by some servers, with 400 by others. */
async function post(client: PortkeyClient, request: CreateRequest): Promise<void> {
  try {
    await client.integrations.create(creationOf(request));
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const { status, name } = error.failure;
    const isAboutSlug = /\b(?:slug|exists?|taken|duplicate|unique)\b/i.test(error.message);
    if (name === 'AB07' || (status === 400 && isAboutSlug)) throw taken(request.slug, error);
    throw error;
  }
}

interface StoredModelsAndAccess {
  readonly models: IntegrationModels;
  readonly access: IntegrationWorkspaces;
}

/** What is stored of the parts that a request is about. */
async function readStored(
  client: PortkeyClient,
  { slug, models, access }: Pick<CreateRequest, 'slug' | 'models' | 'access'>,
): Promise<StoredModelsAndAccess> {
  const isAboutAccess = access.grants.length > 0 || access.newWorkspaces !== undefined;
  const [rows, who] = await Promise.all([
    models === undefined ? noModels : client.models.list(slug),
    isAboutAccess ? client.workspaceAccess.list(slug) : noAccess,
  ]);
  return { models: rows, access: who };
}

/** The calls after the creation that are open, in the order in which they are sent. */
function callsFor(
  { slug, models, access }: Pick<CreateRequest, 'slug' | 'models' | 'access'>,
  stored: StoredModelsAndAccess,
  namesOf: NamesOf,
): PortkeyCall[] {
  const ofModels = modelsUpdateOf(models, stored.models);
  const ofAccess = accessUpdateOf(access, stored.access, namesOf);
  return [
    ...(ofModels === undefined ? [] : [calls.putModels(slug, ofModels)]),
    ...(ofAccess === undefined ? [] : [calls.putWorkspaceAccess(slug, ofAccess)]),
  ];
}

/** Restricts the models, then lets workspaces in: what is stored already is not written. */
async function settle(
  { client, report }: CreateDependencies,
  request: Pick<CreateRequest, 'slug' | 'models' | 'access'>,
  log: UndoLog,
  namesOf: NamesOf,
  known?: StoredModelsAndAccess,
): Promise<void> {
  const { slug, models, access } = request;
  const stored = known ?? (await readStored(client, request));
  const ofModels = modelsUpdateOf(models, stored.models);
  if (ofModels !== undefined) {
    const allowed = models === 'all' ? 'all models' : (models?.only ?? []).join(', ');
    await log.make({ what: `its models: ${allowed}` }, () => client.models.put(slug, ofModels));
    report.note(`Allowed ${allowed}${models === 'all' ? ', new ones as they come' : ' alone'}.`);
  }
  const ofAccess = accessUpdateOf(access, stored.access, namesOf);
  if (ofAccess === undefined) return;
  const { grants, newWorkspaces } = access;
  await log.make({ what: 'the access of its workspaces' }, () =>
    client.workspaceAccess.put(slug, ofAccess),
  );
  for (const { workspace, limits } of grants) {
    report.note(`Let ${workspace} in: ${limitsInWords(limits)}.`);
  }
  if (newWorkspaces) {
    report.note(`Workspaces that are made later get in: ${limitsInWords(newWorkspaces)}.`);
  }
}

/** Reads what is stored now, until it shows what was written. */
async function concluded(
  { client, sleep, report }: CreateDependencies,
  { slug, models, access }: Pick<CreateRequest, 'slug' | 'models' | 'access'>,
  namesOf: NamesOf,
  action: 'created' | 'updated' | 'unchanged',
): Promise<Creation> {
  const isSettled = (view: IntegrationView) =>
    areModelsSettled(models, view) && isGranted(access, view, namesOf);
  try {
    const { value, settled } = await rereadAfterWrite({
      read: () => readView(client, slug),
      isSettled,
      sleep,
    });
    if (settled) return { kind: 'done', action, slug, integration: value };
    const what = areModelsSettled(models, value) ? 'the access of its workspaces' : 'its models';
    throw fail('NotAsSent', `${slug} is stored, but ${what} is not as it was sent`, {
      next: [{ command: ['integrations', 'get', slug], why: 'what is stored' }],
    });
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'forbidden') throw error;
    report.warn({
      code: 'not_read_back',
      message: `${slug} is ${action}, but this key may not read it: whether it is stored as it was sent is not known.`,
    });
    return { kind: 'done', action, slug };
  }
}

function areModelsSettled(models: CreateRequest['models'], view: IntegrationView): boolean {
  if (models === undefined) return true;
  const wanted =
    models === 'all'
      ? { models: [], allow_all_models: true }
      : { models: models.only.map((slug) => ({ slug, enabled: true })), allow_all_models: false };
  return isShown(wanted, view);
}

/** Runs the calls; a failure or an interruption says what stands and which command goes on. */
async function goingOn<T>(
  { signal, resume }: CreateDependencies,
  log: UndoLog,
  slug: string,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const told = withStanding(error, log, signal);
    if (!(told instanceof PortaiError) || told === error) throw told;
    const goOn: NextStep = { command: resume, why: 'make the calls that are open' };
    const look: NextStep = { command: ['integrations', 'get', slug], why: 'what is stored' };
    throw told.with({ next: [goOn, look, ...(told.failure.next ?? [])] });
  }
}
