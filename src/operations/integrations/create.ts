import { PortaiError, type NextStep } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { refuse } from '../../core/problem.ts';
import { calls } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { Integration } from '../../planes/portkey/nouns.ts';
import { rereadAfterWrite } from '../../planes/portkey/reread.ts';
import type { Report } from '../ports.ts';
import { openUndoLog, withStanding, type UndoLog } from '../undo-log.ts';
import {
  creationOf,
  mappedFields,
  problemsOfValues,
  type CreateRequest,
} from './create-request.ts';
import { concluded, type Creation } from './created.ts';
import { withNeededKey } from './needed-key.ts';
import {
  callsFor,
  nothingStored,
  readStored,
  settle,
  type StoredModelsAndAccess,
} from './provision.ts';
import { dryRunOfCalls } from './dry-run-of-calls.ts';
import { sendCreation, takenSlug } from './taken-slug.ts';
import { findIntegration, slugsOf } from './view.ts';
import { namesOfWorkspaces, type NamesOf } from './found-workspaces.ts';

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
  /** The words of the command that begins anew, where they are not those that were typed. */
  readonly anew?: readonly string[];
}

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
  const { kind, values, secretMappings, slug } = request;
  const log = openUndoLog();
  return goingOn(dependencies, log, slug, async () => {
    const command = ['integrations', 'create', kind.id];
    const mapped = mappedFields(secretMappings);
    const { force } = request;
    refuse(problemsOfValues(kind, values, { onCloud, mapped, command, force }));
    const namesOf = await withNeededKey(() => checked(client, request));
    if (request.dryRun) {
      const planned = callsFor(request, nothingStored, namesOf);
      const all = [calls.createIntegration(creationOf(request)), ...planned];
      return { kind: 'dry-run', dryRun: dryRunOfCalls('create', [slug], all) };
    }
    const integration = `the integration ${slug}`;
    await log.make({ what: integration, undo: ['integrations', 'delete', slug] }, () =>
      withNeededKey(() => sendCreation(client, request)),
    );
    dependencies.report.note(`Created ${integration}.`);
    const stored = await newlyStored(dependencies, request);
    await withNeededKey(() => settle(dependencies, request, log, namesOf, stored));
    const { key: _key, secret_mappings: _mapped, slug: _slug, ...sent } = creationOf(request);
    const all = { request, namesOf, integration: sent, before: undefined, stored };
    return concluded({ ...dependencies, log }, all, 'created');
  });
}

/** Reads what a creation has begun with. A 403 says nothing of the key: a late read knows no such integration yet. */
async function newlyStored(
  { client, sleep }: CreateDependencies,
  request: CreateRequest,
): Promise<StoredModelsAndAccess> {
  const read = () => readStored(client, request, { isNew: true });
  return (await rereadAfterWrite({ read, isSettled: () => true, sleep })).value;
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
  const stored = await readStored(client, request, { isNew: false });
  const planned = callsFor(request, stored, namesOf);
  if (request.dryRun) {
    return { kind: 'dry-run', dryRun: dryRunOfCalls('resume', [request.slug], planned) };
  }
  const log = openUndoLog();
  return goingOn(dependencies, log, request.slug, async () => {
    await withNeededKey(() => settle(dependencies, request, log, namesOf, stored));
    const all = { request, namesOf, integration: {}, before: found, stored };
    const action = planned.length > 0 ? 'updated' : 'unchanged';
    return concluded({ ...dependencies, log }, all, action);
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
  if (slugs.includes(request.slug)) throw takenSlug(request.slug);
  return namesOf;
}

/** Runs the calls; a failure or an interruption says what stands and which command goes on. */
async function goingOn<T>(
  { signal, resume, anew }: CreateDependencies,
  log: UndoLog,
  slug: string,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const told = withStanding(error, log, signal);
    if (!(told instanceof PortaiError)) throw told;
    const { next = [] } = told.failure;
    if (told === error) {
      const again = anew && { command: anew, why: 'begin again with the answers given' };
      throw again ? told.with({ next: [...next, again] }) : told;
    }
    const goOn: NextStep = { command: resume, why: 'make the calls that are open' };
    const look: NextStep = { command: ['integrations', 'get', slug], why: 'what is stored' };
    throw told.with({ next: [goOn, look, ...next] });
  }
}
