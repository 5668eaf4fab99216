import { calls, type PortkeyCall } from '../../planes/portkey/calls.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { IntegrationModels, IntegrationWorkspaces } from '../../planes/portkey/nouns.ts';
import type { Report } from '../ports.ts';
import type { UndoLog } from '../undo-log.ts';
import type { CreateRequest } from './create-request.ts';
import { accessUpdateOf, limitsInWords, modelsUpdateOf } from './desired.ts';
import type { NamesOf } from './found-workspaces.ts';

/** What a creation says of models and access, after the integration itself. */
export type Provision = Pick<CreateRequest, 'slug' | 'models' | 'access'>;

/** Nothing of an integration that is not there yet. */
const noModels: IntegrationModels = { models: [], allow_all_models: true };
const noAccess: IntegrationWorkspaces = { workspaces: [], global_workspace_access: null };

export const nothingStored: StoredModelsAndAccess = { models: noModels, access: noAccess };

/** What is stored of models and access. */
export interface StoredModelsAndAccess {
  readonly models: IntegrationModels;
  readonly access: IntegrationWorkspaces;
}

/**
 * What is stored of models and access. Of an integration that is new only the parts are read that the request
 * is about: a server may have given it others, which is found afterwards.
 */
export async function readStored(
  client: PortkeyClient,
  { slug, models, access }: Provision,
  { isNew }: { readonly isNew: boolean },
): Promise<StoredModelsAndAccess> {
  const isAboutAccess = access.grants.length > 0 || access.newWorkspaces !== undefined;
  const [rows, who] = await Promise.all([
    isNew && models === undefined ? noModels : client.models.list(slug),
    isNew && !isAboutAccess ? noAccess : client.workspaceAccess.list(slug),
  ]);
  return { models: rows, access: who };
}

/** The calls after the creation that are open, in the order in which they are sent. */
export function callsFor(
  { slug, models, access }: Provision,
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

/** How the log calls the access that a creation gives. */
export const accessMade = 'the access of its workspaces';

/** How the log calls the models that a creation allows. */
export const modelsMade = (models: Provision['models']): string =>
  `its models: ${allowedIn(models)}`;

const allowedIn = (models: Provision['models']): string =>
  models === 'all' ? 'all models' : (models?.only ?? []).join(', ');

/** Restricts the models, then lets workspaces in: what is stored already is not written. */
export async function settle(
  { client, report }: { readonly client: PortkeyClient; readonly report: Report },
  request: Provision,
  log: UndoLog,
  namesOf: NamesOf,
  stored: StoredModelsAndAccess,
): Promise<void> {
  const { slug, models, access } = request;
  const ofModels = modelsUpdateOf(models, stored.models);
  if (ofModels !== undefined) {
    await log.make({ what: modelsMade(models) }, () => client.models.put(slug, ofModels));
    report.note(
      `Allowed ${allowedIn(models)}${models === 'all' ? ', new ones as they come' : ' alone'}.`,
    );
  }
  const ofAccess = accessUpdateOf(access, stored.access, namesOf);
  if (ofAccess === undefined) return;
  const { grants, newWorkspaces } = access;
  await log.make({ what: accessMade }, () => client.workspaceAccess.put(slug, ofAccess));
  for (const { workspace, limits } of grants) {
    report.note(`Let ${workspace} in: ${limitsInWords(limits)}.`);
  }
  if (newWorkspaces) {
    report.note(`Workspaces that are made later get in: ${limitsInWords(newWorkspaces)}.`);
  }
}
