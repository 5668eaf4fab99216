import {
  discover,
  type Discovery,
  type NothingFound,
  type WantedModels,
} from '../../connection-test/discover.ts';
import { fail } from '../../core/fail.ts';
import { refuse } from '../../core/problem.ts';
import type { Secret } from '../../core/secret.ts';
import type { Config } from '../../planes/port/config.ts';
import type {
  ModelDiscovery,
  ProviderType,
  Variant,
} from '../../planes/port/provider-types/define.ts';
import { modelItems, type ModelItem } from '../../planes/port/provider-types/field-schemas.ts';
import { variantOf } from '../../planes/port/rules/config-fields.ts';
import {
  completed,
  modelItemOf,
  modelsTaken,
  problemsOfUnlisted,
  storable,
} from '../../planes/port/rules/discovered-models.ts';
import { valueFrom } from '../../planes/port/rules/given-credentials.ts';
import type { TestDependencies } from '../connection-test/run.ts';
import type { Report } from '../ports.ts';
import { noList, noModels, sayWhatWasFound } from './discovery-in-words.ts';
import { malformedConfig } from './problems.ts';
import type { PutRequest } from './request.ts';
import type { PutState } from './state.ts';

export interface DiscoverDependencies {
  readonly connectionTest: () => Promise<TestDependencies>;
  readonly report: Report;
}

/** A server that is asked, as the configuration names it. */
export interface AskedServer {
  readonly type: ProviderType;
  readonly variant: Variant;
  readonly config: Config;
}

/** What a server said, and the values that it was asked with. */
export interface Looked {
  readonly found: Discovery | NothingFound;
  readonly discovery: ModelDiscovery;
  readonly given: ReadonlyMap<string, Secret>;
}

/**
 * Asks the server of a configuration what it serves, by free requests from this machine.
 *
 * @param held values that this run has already, by the names of their secrets
 * @throws a usage error for a type whose server lists nothing.
 */
export async function lookAtServer(
  { connectionTest }: Pick<DiscoverDependencies, 'connectionTest'>,
  { type, variant, config }: AskedServer,
  wanted?: WantedModels,
  held?: ReadonlyMap<string, Secret>,
): Promise<Looked> {
  const { discovery } = variant;
  if (!discovery) {
    throw fail(
      'Usage',
      `--discover is for endpoints of your own; ${type.title} has a list of models`,
    );
  }
  const world = await connectionTest();
  const tested = { type, variant, config, models: [] };
  const given = await world.credentials([tested], held);
  const serverOf = await discovery.server();
  const found = await discover(world, serverOf(config, valueFrom(given, tested)), wanted);
  return {
    found: found.kind === 'found' ? { ...found, ...storable(found) } : found,
    ...{ discovery, given: given.values },
  };
}

/** A request with what the server said in it. */
export interface RequestWithModels {
  readonly request: PutRequest;
  /** Values that were given for the secrets of the configuration. */
  readonly valuesForTests: ReadonlyMap<string, Secret>;
  /** Those of them whose secrets do not exist yet, to be stored with the provider. */
  readonly values: ReadonlyMap<string, Secret>;
}

/**
 * Fills in the models of a request that asks for it: those that its patterns take, or what the server
 * states of those that it names.
 *
 * @throws a PortaiError where patterns take nothing, where the server gives no list though its models were
 * asked for, and for a name that the server does not list, unless the request is forced.
 */
export async function withDiscoveredModels(
  dependencies: DiscoverDependencies,
  request: PutRequest,
  { stored, secretNames }: PutState,
): Promise<RequestWithModels> {
  const { discover: wanted, type, fields, document, force } = request;
  if (!wanted || !type) return { request, valuesForTests: new Map(), values: new Map() };
  const config = { ...(document?.config ?? stored?.config), ...fields };
  if (typeof config['baseUrl'] !== 'string') {
    throw fail('Usage', '--discover asks the server at --base-url, and none is given');
  }
  const named = namedIn(config['models']);
  const names = {
    named: wanted.kind === 'named' ? named.map(({ name }) => name) : [],
    others: wanted.kind === 'all matching',
  };
  const variant = variantOf(type, config);
  // What is wrong with the other fields is said before anything is sent to the server.
  const whole = wanted.kind === 'named' ? config : { ...config, models: [{ name: 'any-model' }] };
  refuse(malformedConfig({ request, variant, config: whole }, stored));
  const asked = { type, variant, config };
  const { found, discovery, given } = await lookAtServer(dependencies, asked, names);
  if (found.kind === 'nothing') {
    if (wanted.kind === 'all matching') throw noList(type, config['baseUrl'], found);
    // The connection test that follows says what is wrong with the server.
    return { request, valuesForTests: given, values: new Map() };
  }
  sayWhatWasFound(dependencies.report, found);
  if (wanted.kind === 'named' && !force) refuse(problemsOfUnlisted(named, found));
  const models =
    wanted.kind === 'named'
      ? named.map((item) => completed(item, found.models, discovery))
      : modelsTaken(modelsIn(type, found), wanted.patterns).map((model) =>
          modelItemOf(model, discovery),
        );
  return {
    request: { ...request, fields: { ...fields, ...baseOfFound(found), models } },
    valuesForTests: given,
    values: given.size === 0 ? given : await fresh(given, secretNames),
  };
}

/** The values of secrets that do not exist; where secrets may not be listed, all count as existing. */
async function fresh(
  given: ReadonlyMap<string, Secret>,
  secretNames: PutState['secretNames'],
): Promise<ReadonlyMap<string, Secret>> {
  const existing = await secretNames();
  return new Map([...given].filter(([name]) => existing?.includes(name) === false));
}

function namedIn(models: unknown): readonly ModelItem[] {
  return modelItems().safeParse(models).data ?? [];
}

/** The base URL to store, where the list was found elsewhere than it was given. */
export function baseOfFound({ base, moved }: Discovery): { readonly baseUrl?: string } {
  return moved ? { baseUrl: base } : {};
}

function modelsIn(type: ProviderType, found: Discovery) {
  if (found.models.length === 0) throw noModels(type, found);
  return found.models;
}
