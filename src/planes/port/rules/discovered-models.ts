import { fail } from '../../../core/fail.ts';
import type { Problem } from '../../../core/problem.ts';
import { didYouMean } from '../../../core/text/nearest.ts';
import { mayBeRepeated, nameInWords } from '../../../core/text/typed-names.ts';
import type { LeftOut, ListedModels } from '../../../vendors/discovery/listed-models.ts';
import type { ServedModel } from '../../../vendors/discovery/served-model.ts';
import type { ModelDiscovery } from '../provider-types/define.ts';
import { modelItem, type ModelFeature, type ModelItem } from '../provider-types/field-schemas.ts';

/** A model as Port stores it, with what its server states and nothing else. */
export function modelItemOf(
  { name, contextWindow, ...stated }: ServedModel,
  { features }: ModelDiscovery,
): ModelItem {
  const supported: Partial<Record<ModelFeature, boolean>> = {};
  for (const fact of ['temperature', 'reasoningEffort', 'structuredOutputs'] as const) {
    const feature = features[fact];
    const value = stated[fact]?.value;
    if (feature !== undefined && value !== undefined) supported[feature] = value;
  }
  return {
    name,
    ...(contextWindow ? { contextWindow: contextWindow.value } : {}),
    ...(Object.keys(supported).length > 0 ? { supportedFeatures: supported } : {}),
  };
}

/** A model that was named, with what its server states where the name came without. */
export function completed(
  named: ModelItem,
  served: readonly ServedModel[],
  discovery: ModelDiscovery,
): ModelItem {
  const found = served.find(({ name }) => name === named.name);
  if (!found) return named;
  const stated = modelItemOf(found, discovery);
  const supportedFeatures = { ...stated.supportedFeatures, ...named.supportedFeatures };
  return {
    ...stated,
    ...named,
    ...(Object.keys(supportedFeatures).length > 0 ? { supportedFeatures } : {}),
  };
}

/** Leaves out what Port does not take for the name of a model, with Port's reason. */
export function storable({ models, leftOut }: ListedModels): ListedModels {
  const refused = models.flatMap(({ name }) => {
    const problem = modelItem().safeParse({ name }).error?.issues[0];
    return problem ? [{ name, why: problem.message }] : [];
  });
  const names = new Set(refused.map(({ name }) => name));
  return {
    models: models.filter(({ name }) => !names.has(name)),
    leftOut: [...refused, ...leftOut],
  };
}

/**
 * The models that patterns take, in the order of the server. In a pattern `*` stands for any letters and
 * `?` for one; without a pattern all are taken.
 *
 * @throws a usage error that names each pattern that takes none.
 */
export function modelsTaken(
  served: readonly ServedModel[],
  patterns: readonly string[],
): ServedModel[] {
  const tests = patterns.map((pattern) => ({ pattern, takes: matcherOf(pattern) }));
  const empty = tests.filter(({ takes }) => !served.some(({ name }) => takes(name)));
  if (empty.length > 0) {
    const names = served.map(({ name }) => name);
    const words = empty.map(({ pattern }) => patternInWords(pattern, names)).join(', ');
    const near = empty.map(({ pattern }) => didYouMean(pattern, names)).join('');
    throw fail('UnknownModel', `The server lists no model ${words}.${near}`, {
      hint: `It lists ${countInWords(names)}.`,
      details: { listed: names.slice(0, 100) },
    });
  }
  if (tests.length === 0) return [...served];
  return served.filter(({ name }) => tests.some(({ takes }) => takes(name)));
}

/** A pattern in a message: a value that somebody pasted in its place is not repeated. */
function patternInWords(pattern: string, names: readonly string[]): string {
  const letters = pattern.replace(/[*?]+/g, '');
  if (letters === pattern) return nameInWords(pattern, names);
  return letters === '' || mayBeRepeated(letters, names)
    ? `that ${pattern} takes`
    : nameInWords(pattern, names);
}

function matcherOf(pattern: string): (name: string) => boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === '*') return '.*';
    return part === '?' ? '.' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  // Runs of * are one: each further one would only cost time.
  const expression = new RegExp(
    `^${parts
      .filter(Boolean)
      .join('')
      .replace(/(?:\.\*)+/g, '.*')}$`,
  );
  return (name) => expression.test(name);
}

/** What speaks against models that the server does not list. */
export function problemsOfUnlisted(
  named: readonly ModelItem[],
  { models, leftOut }: ListedModels,
): Problem[] {
  const names = models.map(({ name }) => name);
  return named
    .filter(({ name }) => !names.includes(name))
    .map(({ name }) => ({
      error: fail('UnknownModel', unlistedInWords(name, names, leftOut), {
        hint: `It lists ${countInWords(names)}. --force keeps the name as it is.`,
      }),
      overridable: true,
    }));
}

function unlistedInWords(
  name: string,
  names: readonly string[],
  leftOut: readonly LeftOut[],
): string {
  const out = leftOut.find((each) => each.name === name);
  if (out) return `The server lists ${nameInWords(name, [name])}, but ${out.why}.`;
  return `The server does not list the model ${nameInWords(name, names)}.${didYouMean(name, names)}`;
}

function countInWords(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  if (names.length === 0) return 'none that could be used';
  return names.length > 8 ? `${names.length} models: ${shown}, …` : shown;
}
