import { modelFeatures, type ModelItem } from '../provider-types/field-schemas.ts';
import { fail } from '../../../core/fail.ts';

const features: readonly string[] = modelFeatures;
const truth: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/**
 * Reads one --model value: a name, then settings after commas.
 * `claude-sonnet,display=Claude Sonnet,context=128000,temperature,caching=false`
 */
export function parseModelSpec(spec: string): ModelItem {
  const [name = '', ...settings] = spec.split(',').map((part) => part.trim());
  const item: { name: string; displayName?: string; contextWindow?: number } = { name };
  const supportedFeatures: Partial<Record<(typeof modelFeatures)[number], boolean>> = {};
  for (const setting of settings) {
    const [key = '', value = 'true'] = setting.split(/=(.*)/s);
    if (key === 'display') item.displayName = value;
    else if (key === 'context') item.contextWindow = Number(value);
    else {
      const feature = modelFeatures.find((each) => each === key);
      const on = truth.get(value);
      if (feature === undefined || on === undefined) {
        throw fail(
          'Usage',
          `${name}: "${setting}" is not a model setting; another model is given apart`,
          {
            hint: `Settings are display=TEXT, context=TOKENS, and ${features.join(', ')} (each =false to deny).`,
          },
        );
      }
      supportedFeatures[feature] = on;
    }
  }
  return Object.keys(supportedFeatures).length > 0 ? { ...item, supportedFeatures } : item;
}

/** The --model value that says what an item says; the inverse of parseModelSpec. */
export function formatModelSpec(item: ModelItem): string {
  const settings = Object.entries(item.supportedFeatures ?? {}).map(([feature, on]) =>
    on ? feature : `${feature}=false`,
  );
  return [
    item.name,
    ...(item.displayName === undefined ? [] : [`display=${item.displayName}`]),
    ...(item.contextWindow === undefined ? [] : [`context=${item.contextWindow}`]),
    ...settings,
  ].join(',');
}
