import { fieldsOf } from '../../core/text/json.ts';
import type { KindValues } from '../../planes/portkey/kinds/define.ts';
import type { Integration } from '../../planes/portkey/nouns.ts';

/** The configuration that a server has stored, taken apart. */
export interface StoredConfiguration {
  /** What can be sent back. */
  readonly open: KindValues;
  /** Fields whose values nobody can read: they are never sent back. */
  readonly secret: readonly string[];
}

/** Takes the configuration of an integration apart. Values of headers are secret. */
export function storedConfiguration({
  configurations,
  masked_key: key,
  secret_mappings: mappings,
}: Integration): StoredConfiguration {
  const entries = Object.entries(configurations ?? {});
  const isSecret = (name: string) => name.startsWith('masked_') || name === 'custom_headers';
  const secret = entries.flatMap(([name, value]) => {
    if (name === 'custom_headers')
      return Object.keys(fieldsOf(value) ?? {}).length > 0 ? [name] : [];
    return name.startsWith('masked_') ? [name.slice('masked_'.length)] : [];
  });
  const mapped = (mappings ?? []).map(({ target_field: field }) =>
    field.replace(/^configurations\./, ''),
  );
  return {
    open: Object.fromEntries(entries.filter(([name]) => !isSecret(name))),
    secret: [...secret, ...(key ? ['key'] : []), ...mapped],
  };
}
