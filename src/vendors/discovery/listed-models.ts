import { textOf } from './rows.ts';
import type { FactsByModel, StatedFacts, ServedModel } from './served-model.ts';
import type { ModelList, Server } from './server.ts';

/** A model of a list that cannot be used, and why: a clause. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

/** The models of a list, apart by whether they can be used for chats. */
export interface ListedModels {
  readonly models: readonly ServedModel[];
  readonly leftOut: readonly LeftOut[];
}

/** Models that are looked at; what a list has beyond them is not, but for those that are wanted. */
export const mostModels = 2000;

const longestName = 200;

/**
 * Why a name cannot be used; undefined for one that can. Names go into commands, tables and requests: one
 * with a control character or a blank in it, or that begins as a flag does, is a slip or an attack.
 */
function problemOf(name: string): string | undefined {
  if (name.length > longestName) return `its name is longer than ${longestName} characters`;
  if (/[^\x21-\x7e]/.test(name)) return 'its name has characters that no name of a model has';
  if (/^[-@=+'"`$!~#&|;<>(){}\\*?%,]/.test(name) && !/^@[\w-]+\//.test(name)) {
    return 'its name begins with a character that no name of a model begins with';
  }
  if (/["'`$\\;|&<>(){}*?,]/.test(name)) return 'its name has a character that a shell reads';
  return undefined;
}

/**
 * Reads the models of a list, each once, in its order.
 *
 * @param more facts of other routes, which count before those of the list
 * @param wanted names that are found wherever they are in the list
 */
export function listedModels(
  { rows }: Pick<ModelList, 'rows'>,
  server: Server | undefined,
  more: readonly FactsByModel[],
  wanted: readonly string[] = [],
): ListedModels {
  const models = new Map<string, ServedModel>();
  const leftOut: LeftOut[] = [];
  const seen = new Set<string>();
  const sought = new Set(wanted);
  for (const [at, row] of rows.entries()) {
    const name = textOf(row, 'id') ?? textOf(row, 'name');
    if (name === undefined || seen.has(name)) continue;
    if (at >= mostModels && !sought.has(name)) continue;
    seen.add(name);
    const problem = problemOf(name);
    const facts = merged(name, server?.facts?.(row), more);
    const why = problem ?? (facts.otherUse && `it is ${facts.otherUse.value}`);
    if (why === undefined) models.set(name, { name, ...facts });
    else leftOut.push({ name, why });
  }
  return { models: [...models.values()], leftOut };
}

const merged = (
  name: string,
  ofList: StatedFacts | undefined,
  more: readonly FactsByModel[],
): StatedFacts =>
  more.reduce<StatedFacts>((facts, byModel) => ({ ...facts, ...byModel.get(name) }), ofList ?? {});

/**
 * The server that a list is of, as far as the list shows it.
 *
 * @returns the servers whose own routes can decide, where the list only hints at them
 */
export function serversShownBy(
  list: ModelList,
  servers: readonly Server[],
): { readonly proved: Server | undefined; readonly likely: readonly Server[] } {
  const signs = servers.map((server) => ({ server, sign: server.shownBy(list) }));
  return {
    proved: signs.find(({ sign }) => sign === 'proof')?.server,
    likely: signs.filter(({ sign }) => sign === 'hint').map(({ server }) => server),
  };
}
