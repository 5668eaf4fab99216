import type { Config } from '../config.ts';
import type { Field, Variant } from '../provider-types/define.ts';

/**
 * The parts of a file in which a vendor gives out several fields at once, by the field that each is
 * for; undefined where the text is none, or lacks one of the secrets.
 */
export function partsOfKeyFile(
  fields: Variant['fields'],
  text: string,
): Readonly<Record<string, string>> | undefined {
  const found = jsonObject(text);
  const parts = Object.entries<Field>(fields).flatMap(([key, { inKeyFile, holds }]) => {
    if (inKeyFile === undefined) return [];
    const value = found?.[inKeyFile];
    const part = typeof value === 'string' && value !== '' ? value : undefined;
    return [{ key, part, needed: holds !== undefined }];
  });
  if (parts.length === 0 || parts.some(({ part, needed }) => needed && part === undefined)) {
    return undefined;
  }
  return Object.fromEntries(
    parts.flatMap(({ key, part }) => (part === undefined ? [] : [[key, part] as const])),
  );
}

/** Whether a text is a JSON object: a whole file where one value belongs. */
export const isJsonObject = (text: string): boolean => jsonObject(text) !== undefined;

function jsonObject(text: string): Config | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null
      ? Object.fromEntries(Object.entries(parsed))
      : undefined;
  } catch {
    return undefined;
  }
}

/** What is to be stored of a value that was given for a field, and what was done to it for that. */
export interface Taken {
  readonly value: string;
  /** In words that hold nothing of the value; undefined where it is stored as it was given. */
  readonly how?: string;
}

/**
 * Of a whole key file the part that the field is for; of a value that a copy has bent, the value as it
 * was. This, and nothing else, is tested and stored.
 */
export function takenFor(field: Field | undefined, given: string): Taken {
  const part = field?.inKeyFile;
  const inFile = part === undefined ? undefined : jsonObject(given)?.[part];
  const value = typeof inFile === 'string' && inFile !== '' ? inFile : given;
  const mended = field?.mend?.(value) ?? value;
  const how = [
    ...(value === given ? [] : [`took ${String(part)} out of the key file`]),
    ...(mended === value ? [] : ['put its line ends right']),
  ];
  return { value: mended, ...(how.length === 0 ? {} : { how: how.join(', ') }) };
}
