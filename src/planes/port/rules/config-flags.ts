import type { Config } from '../config.ts';
import { flagName, type Variant } from '../provider-types/define.ts';
import { modelItems } from '../provider-types/field-schemas.ts';
import { formatModelSpec } from './model-spec.ts';

/** The flags that say what a configuration says; headers come from a file and are left to the reader. */
export function flagsFor(variant: Variant, config: Config): string[] {
  return Object.entries(variant.fields).flatMap(([key, field]) => {
    const value = config[key];
    if (value === undefined) return [];
    const flag = flagName(field);
    switch (field.kind) {
      case 'models': {
        const items = modelItems().safeParse(value).data ?? [];
        return items.flatMap((item) => [flag, formatModelSpec(item)]);
      }
      case 'headers':
        return [flag, '<file>'];
      case 'switch':
        return value === true ? [flag] : [];
      default:
        return [flag, typeof value === 'string' ? value : JSON.stringify(value)];
    }
  });
}
