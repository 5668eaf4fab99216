import { PortaiError } from '../../core/errors.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { Integration } from '../../planes/portkey/nouns.ts';
import type { Report } from '../ports.ts';
import type { UndoLog } from '../undo-log.ts';
import { accessDeviations, askedOfAccess } from './access-look.ts';
import {
  lookAfterWrite,
  requireAsAsked,
  type Deviations,
  type StateChange,
} from './after-write.ts';
import { modelsUpdateOf, sentAccessOf } from './desired.ts';
import type { NamesOf } from './found-workspaces.ts';
import type { IntegrationDryRun } from './dry-run-of-calls.ts';
import {
  askedOfIntegration,
  integrationDeviations,
  type SentIntegration,
} from './integration-look.ts';
import { allModels, modelDeviations, readableModels } from './models-look.ts';
import { modelDifferences } from './models-plan.ts';
import { accessMade, modelsMade, type Provision, type StoredModelsAndAccess } from './provision.ts';
import { readView, type IntegrationView } from './view.ts';

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

interface ReadBack {
  readonly client: PortkeyClient;
  readonly report: Report;
  readonly sleep: (ms: number) => Promise<void>;
  readonly log: UndoLog;
}

/** What a creation, or the rest of one, has sent. */
export interface SentCreation {
  readonly request: Provision;
  readonly namesOf: NamesOf;
  /** What was sent of the integration itself; nothing where it was there. */
  readonly integration: SentIntegration;
  /** The integration before it; undefined for one that is new. */
  readonly before: Integration | undefined;
  /** Models and access before it. */
  readonly stored: StoredModelsAndAccess;
}

/**
 * Reads what is stored now, until it shows what was written.
 *
 * @throws NotAsSent, each difference named, and taken out of what stands; also for access, models or a host
 * that were not asked for.
 */
export async function concluded(
  { client, sleep, report, log }: ReadBack,
  sent: SentCreation,
  action: 'created' | 'updated' | 'unchanged',
): Promise<Creation> {
  const { slug, models } = sent.request;
  const parts = partsOf(sent);
  const write = {
    integration: slug,
    asked: [...parts.integration.asked, ...parts.models.asked, ...parts.access.asked],
    // No verdict of a list: that one may be late as well.
    read: () => readView(client, slug, () => client.integrations.get(slug)),
    compare: (view: IntegrationView) => {
      const all = Object.values(parts).map(({ compare }) => compare(view));
      return {
        differs: all.flatMap(({ differs }) => differs),
        others: all.flatMap(({ others }) => others),
      };
    },
    look: ['integrations', 'get', slug],
    sleep,
  };
  try {
    const after = await lookAfterWrite(write);
    const isMissing = ({ what }: StateChange) => after.missing.some((each) => each.what === what);
    if (parts.models.asked.some(isMissing)) log.withdraw(modelsMade(models));
    if (parts.access.asked.some(isMissing)) log.withdraw(accessMade);
    requireAsAsked(after, write, (warning) => report.warn(warning));
    return { kind: 'done', action, slug, integration: after.value };
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'forbidden') throw error;
    report.warn({
      code: 'not_read_back',
      message:
        `${slug} is ${action}, but whether it is stored as it was sent is not known. ${error.failure.hint ?? ''}`.trim(),
    });
    return { kind: 'done', action, slug };
  }
}

interface Part {
  readonly asked: readonly StateChange[];
  readonly compare: (view: IntegrationView) => Deviations;
}

/** The parts of a creation, each with what it asks for and how it is found again. */
function partsOf({ request, namesOf, integration, before, stored }: SentCreation) {
  const models = modelsUpdateOf(request.models, stored.models) ?? { models: [] };
  const access = sentAccessOf(request.access, stored.access, namesOf);
  // A server that says nothing of the switch shows it in no way.
  const saysAll = stored.models.allow_all_models !== undefined;
  return {
    integration: {
      asked: askedOfIntegration(integration, before),
      compare: (view) => integrationDeviations(integration, before, view),
    },
    models: {
      asked: readableModels(modelDifferences(stored.models, models, {})).filter(
        ({ what }) => saysAll || what !== allModels,
      ),
      compare: (view) => {
        const { differs, others } = modelDeviations(models, stored.models, view);
        const isSaid = view.allow_all_models !== undefined;
        return { differs: differs.filter(({ what }) => isSaid || what !== allModels), others };
      },
    },
    access: {
      asked: askedOfAccess(access, stored.access),
      // A workspace has what it made itself, without a grant.
      compare: (view) =>
        view.type === 'workspace'
          ? { differs: [], others: [] }
          : accessDeviations(access, stored.access, view),
    },
  } as const satisfies Record<string, Part>;
}
