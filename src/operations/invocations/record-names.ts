import type { Blueprint } from '../../planes/port/nouns.ts';

/** Under which names the records of invocations keep what portai shows; undefined where nothing fits. */
export interface RecordNames {
  readonly status: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly prompt: string | undefined;
  readonly response: string | undefined;
  readonly labels: string | undefined;
}

/**
 * Finds the names in the blueprint: the very word, else an identifier that ends with it (`llmModel`,
 * `ai_provider`), else a title that has it.
 */
export function recordNames({ schema }: Blueprint): RecordNames {
  const properties = Object.entries(schema?.properties ?? {});
  const named = (word: string) => {
    const ends = new RegExp(`(?:^|[_-]|(?<=[a-z]))${word}s?$`, 'i');
    const inTitle = new RegExp(`\\b${word}s?\\b`, 'i');
    const ids = properties.map(([id]) => id);
    return (
      ids.find((id) => id.toLowerCase() === word) ??
      ids.find((id) => ends.test(id)) ??
      properties.find(([, { title }]) => inTitle.test(title ?? ''))?.[0]
    );
  };
  return {
    status: named('status'),
    provider: named('provider'),
    model: named('model'),
    prompt: named('prompt'),
    response: named('response') ?? named('answer'),
    labels: named('label'),
  };
}

/** Port's own spelling of a status: the blueprint lists them. One that it does not list stays as given. */
export function statusAsStored(
  blueprint: Blueprint,
  { status }: RecordNames,
  given: string,
): string {
  const listed = schemaEnum(blueprint, status);
  return listed.find((each) => sameStatus(each, given)) ?? given;
}

/** True if two spellings of a status mean the same one: case, blanks, `-` and `_` do not count. */
export function sameStatus(one: string, other: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '');
  return bare(one) === bare(other);
}

function schemaEnum({ schema }: Blueprint, property: string | undefined): string[] {
  const listed = property === undefined ? undefined : schema?.properties?.[property]?.enum;
  return (listed ?? []).filter((each): each is string => typeof each === 'string');
}
