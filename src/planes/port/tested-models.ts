import { fieldsOf } from '../../core/text/json.ts';

/** What Port says of one model in a connection test; `isValid` is undefined where it does not say. */
export interface TestedModel {
  readonly model: string;
  readonly isValid: boolean | undefined;
  readonly message: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/**
 * Reads the models of a connection test. Documented is `{testedModels: {model: {isValid, message}}}`;
 * a list of objects that name their model, and words in the place of an object, are read as well.
 * Empty where no model is named: the details of a test are optional.
 */
export function testedModelsIn(details: unknown): TestedModel[] {
  const tested = fieldsOf(details)?.['testedModels'];
  if (Array.isArray(tested)) {
    return tested.flatMap((entry: unknown) => {
      const about = fieldsOf(entry);
      const model = text(about?.['model']) || text(about?.['name']);
      return about && model !== '' ? [{ model, ...resultOf(about) }] : [];
    });
  }
  return Object.entries(fieldsOf(tested) ?? {}).map(([model, result]) => ({
    model,
    ...resultOf(result),
  }));
}

/** Models that could not be tested, as the sandbox says beside Port's pair, which knows two answers only. */
export function untestedIn(details: unknown): ReadonlySet<string> {
  const more = fieldsOf(fieldsOf(fieldsOf(details)?.['portai'])?.['models']) ?? {};
  const unknown = Object.entries(more).filter(
    ([, found]) => fieldsOf(found)?.['verdict'] === 'unknown',
  );
  return new Set(unknown.map(([model]) => model));
}

function resultOf(result: unknown): Pick<TestedModel, 'isValid' | 'message'> {
  const about = fieldsOf(result);
  if (!about)
    return { isValid: typeof result === 'boolean' ? result : undefined, message: text(result) };
  const { isValid, message, error } = about;
  return {
    isValid: typeof isValid === 'boolean' ? isValid : undefined,
    message: text(message) || text(error) || text(fieldsOf(error)?.['message']),
  };
}

/** Words of a connection test that belong to no model; undefined where there are none. */
export function wordsBesideModels(details: unknown): string | undefined {
  const tested = fieldsOf(details)?.['testedModels'];
  const list: unknown[] = Array.isArray(tested) ? tested : [tested];
  const words = list.map(text).filter((each) => each !== '');
  return words.length > 0 ? words.join('; ') : undefined;
}
