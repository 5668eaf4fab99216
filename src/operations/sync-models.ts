import type { Discovery } from '../connection-test/discover.ts';
import { fail } from '../core/fail.ts';
import type { Secret } from '../core/secret.ts';
import type { Provider } from '../planes/port/nouns.ts';
import type { ProviderType } from '../planes/port/provider-types/define.ts';
import { variantOf } from '../planes/port/rules/config-fields.ts';
import { modelsTaken } from '../planes/port/rules/discovered-models.ts';
import {
  goneModels,
  planSync,
  storedModelsIn,
  type CatalogueDifference,
  type EndpointModel,
} from '../planes/port/rules/model-sync.ts';
import { lookAtServer, type DiscoverDependencies } from './put-provider/discover-models.ts';
import { noList, noModels, sayWhatWasFound } from './put-provider/discovery-in-words.ts';
import type { PutState } from './put-provider/state.ts';

/** How a stored catalogue follows its server. */
export interface SyncRequest {
  readonly type: ProviderType;
  /** Models of the server that are added if one of these takes them; without any, all are. */
  readonly patterns: readonly string[];
  /** False leaves out models that are not stored yet. */
  readonly add: boolean;
  /** Removes models that the server does not list. */
  readonly prune: boolean;
  /** Removes the default's model, too. */
  readonly force: boolean;
}

/** How a stored catalogue differs from what its server lists. */
export interface ComparedModels {
  readonly found: Discovery;
  readonly differences: readonly CatalogueDifference[];
  /** The catalogue with the differences mended that the request mends. */
  readonly models: readonly EndpointModel[];
  /** Models that the server does not list and that stay. */
  readonly kept: readonly string[];
  /** True if the catalogue would be written. */
  readonly writes: boolean;
  readonly given: ReadonlyMap<string, Secret>;
}

/**
 * Compares the catalogue of a stored endpoint with what its server lists today, by free requests from this
 * machine.
 *
 * @throws a PortaiError where the server gives no list, or one without a model for chats: such an answer
 * never empties a catalogue.
 */
export async function compareModels(
  dependencies: DiscoverDependencies,
  { type, patterns, add, prune, force }: SyncRequest,
  stored: Provider,
  { currentDefault }: Pick<PutState, 'currentDefault'>,
): Promise<ComparedModels> {
  const config = stored.config ?? {};
  const catalogue = storedModelsIn(config);
  if (!catalogue) throw unreadable(type);
  const asked = { type, variant: variantOf(type, config), config };
  const names = catalogue.map(({ name }) => name);
  const { found, discovery, given } = await lookAtServer(dependencies, asked, {
    named: names,
    others: add,
  });
  if (found.kind === 'nothing') throw noList(type, String(config['baseUrl']), found);
  sayWhatWasFound(dependencies.report, found);
  if (found.models.length === 0) throw noModels(type, found);
  const gone = goneModels(catalogue, found);
  const pruned = prune ? await prunable(gone, type, force, currentDefault) : [];
  const wanted = add ? modelsTaken(found.models, patterns) : [];
  const plan = planSync(catalogue, { wanted, served: found, pruned, discovery });
  const kept = gone.filter((name) => !pruned.includes(name));
  const mended = plan.differences.filter(({ model }) => !kept.includes(model));
  return { found, ...plan, kept, writes: mended.length > 0, given };
}

/** What may leave the catalogue: the model that requests use without naming one stays unless it is forced. */
async function prunable(
  gone: readonly string[],
  type: ProviderType,
  force: boolean,
  currentDefault: PutState['currentDefault'],
): Promise<readonly string[]> {
  if (force || gone.length === 0) return gone;
  const current = await currentDefault();
  return gone.filter((name) => current?.provider !== type.id || current.model !== name);
}

const unreadable = ({ id }: ProviderType) =>
  fail(
    'InvalidConfig',
    `The models that are stored for ${id} cannot be read, so that none is changed`,
    {
      next: [{ command: ['providers', 'get', id, '--json'], why: 'what is stored' }],
    },
  );
