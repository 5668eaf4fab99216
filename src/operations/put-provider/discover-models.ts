import { discover, type Discovery, type NothingFound } from '../../connection-test/discover.ts';
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
  isStorable,
  modelItemOf,
  modelsTaken,
  problemsOfUnlisted,
} from '../../planes/port/rules/discovered-models.ts';
import { valueFrom } from '../../planes/port/rules/given-credentials.ts';
import { causeEntry } from '../../vendors/causes.ts';
import type { TestDependencies } from '../connection-test/run.ts';
import type { Report } from '../ports.ts';
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
  wanted: readonly string[] = [],
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
  return { found, discovery, given: given.values };
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
  const names = wanted.kind === 'named' ? named.map(({ name }) => name) : [];
  const variant = variantOf(type, config);
  // What is wrong with the other fields is said before anything is sent to the server.
  const whole = wanted.kind === 'named' ? config : { ...config, models: [{ name: 'any-model' }] };
  refuse(malformedConfig({ request, variant, config: whole }, stored));
  const asked = { type, variant, config };
  const { found, discovery, given } = await lookAtServer(dependencies, asked, names);
  if (found.kind === 'nothing') {
    if (wanted.kind === 'all matching') throw noList(config['baseUrl'], found);
    // The connection test that follows says what is wrong with the server.
    return { request, valuesForTests: given, values: new Map() };
  }
  sayWhatWasFound(dependencies.report, found);
  if (wanted.kind === 'named' && !force) refuse(problemsOfUnlisted(named, found.models));
  const models =
    wanted.kind === 'named'
      ? named.map((item) => completed(item, found.models, discovery))
      : modelsTaken(found.models, wanted.patterns)
          .filter(isStorable)
          .map((model) => modelItemOf(model, discovery));
  if (models.length === 0) throw noModels(found);
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

/** Tells what answered and what of its models is left out. */
export function sayWhatWasFound(report: Report, found: Discovery): void {
  const { server, base, models, leftOut, remarks } = found;
  const who = server ?? 'A server that does not say what it is';
  report.note(`${who} at ${base} lists ${count(models.length, 'model')} for chats.`);
  for (const remark of remarks) report.warn({ code: 'discovery', message: remark });
  if (leftOut.length > 0) {
    const shown = leftOut.slice(0, 5).map(({ name, why }) => `${shortened(name)} (${why})`);
    const more = leftOut.length > 5 ? ` and ${leftOut.length - 5} more` : '';
    report.note(`Left out: ${shown.join(', ')}${more}.`);
  }
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

const shortened = (name: string) => (name.length > 40 ? `${name.slice(0, 39)}…` : name);

/** The error of a server that gives no list of its models: what its answer means, then its own words. */
export function noList(baseUrl: string, { reading }: NothingFound) {
  const { cause, words, status } = reading;
  const { message, advice } = causeEntry(cause);
  const said =
    words === undefined || words === message ? [] : [`It says: “${words.slice(0, 300)}”.`];
  const hint = [...said, ...(advice === '' ? [] : [advice])].join(' ');
  return fail('NoModelList', `${baseUrl} gave no list of models: ${message}`, {
    ...(status === undefined ? {} : { status }),
    details: { cause },
    ...(hint === '' ? {} : { hint }),
    next: [{ command: ['explain', cause], why: 'what it means, and what helps' }],
  });
}

function noModels({ base, leftOut }: Discovery) {
  const [first] = leftOut;
  const why = first === undefined ? 'its list is empty' : `${shortened(first.name)}: ${first.why}`;
  return fail('NoModelList', `${base} lists no model that could be used (${why})`, {
    hint: 'Name the models with --model, without --discover.',
  });
}
