import { fail } from '../../core/fail.ts';
import {
  anyKindFields,
  type Kind,
  type KindField,
  type KindValues,
} from '../../planes/portkey/kinds/define.ts';
import { flagOfField } from './create-request.ts';

/** What may be given of a change. */
interface GivenChange {
  readonly slug: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly values: KindValues;
}

/**
 * Refuses a change of nothing.
 *
 * @throws a usage error that names everything that can be changed of an integration of this kind.
 */
export function requireSomething({ slug, name, description, values }: GivenChange, kind: Kind) {
  if (name !== undefined || description !== undefined || Object.keys(values).length > 0) return;
  const fields: Readonly<Record<string, KindField>> = { ...kind.fields, ...anyKindFields };
  const open = Object.entries(fields).filter(
    ([field, { secret }]) => secret !== true || field === 'custom_headers',
  );
  const flags = ['--name', '--description', ...open.map(([field]) => flagOfField(kind, field))];
  throw fail('MissingFlags', `Nothing to change of ${slug} was given: ${flags.join(', ')}`, {
    details: { missing: [flags] },
    hint: 'Nothing was sent. A secret changes with rotate-key.',
    next: [{ command: ['integrations', 'get', slug], why: 'what is stored' }],
  });
}
