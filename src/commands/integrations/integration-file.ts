import { z } from 'zod';
import { parseJson } from '../../cli/field-options.ts';
import type { Context } from '../../cli/context.ts';
import { readGivenFile, readStdin } from '../../cli/stdin.ts';
import { fail } from '../../core/fail.ts';
import { once } from '../../core/once.ts';
import { fieldsOf } from '../../core/text/json.ts';
import {
  descriptionForm,
  nameForm,
  newSlugForm,
} from '../../operations/integrations/name-forms.ts';
import type { Secret } from '../../core/secret.ts';
import type { Kind, KindField, KindValues } from '../../planes/portkey/kinds/define.ts';
import { secretValueOf } from '../../planes/portkey/kinds/typed-values.ts';

/** What a configuration file holds. */
export interface IntegrationFile {
  readonly name?: string | undefined;
  readonly slug?: string | undefined;
  readonly description?: string | undefined;
  readonly values: KindValues;
}

const body = once(() =>
  z.looseObject({
    name: nameForm().optional(),
    slug: newSlugForm().optional(),
    description: descriptionForm().nullish(),
    ai_provider_id: z.string().optional(),
    configurations: z.record(z.string(), z.unknown()).nullish(),
  }),
);

/**
 * Reads `--config-file`: fields of the configuration in the names of Portkey's API, or a body around them,
 * as `integrations get --json` prints it. Values of secret fields become Secrets.
 */
export async function readIntegrationFile(
  context: Context,
  file: string | undefined,
  kind: Kind,
): Promise<IntegrationFile> {
  if (file === undefined) return { values: {} };
  const where = `--config-file ${file}`;
  const fields = fieldsOf(parseJson(await textOf(context, file), where));
  if (fields === undefined) throw fail('Usage', `${where}: must be a JSON object`);
  if (!('configurations' in fields)) return { values: withSecrets(context, kind, fields) };
  const read = body().safeParse(fields);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw fail('Usage', `${where}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { name, slug, description, ai_provider_id: id, configurations } = read.data;
  if (id !== undefined && id !== kind.id) {
    throw fail('Usage', `${where}: is for ${id}, not for ${kind.id}`);
  }
  return {
    name,
    slug,
    description: description ?? undefined,
    values: withSecrets(context, kind, configurations ?? {}),
  };
}

async function textOf(context: Context, file: string): Promise<string> {
  if (file === '-') {
    const { timeout } = await context.settings();
    return (await readStdin(context.runtime, '--config-file -', timeout.value)).toString('utf8');
  }
  return (await readGivenFile(context.runtime, file, `--config-file ${file}`)).toString('utf8');
}

/** What Portkey shows in place of a secret is left out: it is never sent. */
function withSecrets({ hold }: Context, kind: Kind, fields: KindValues): KindValues {
  const entries = Object.entries(fields).filter(([name]) => !name.startsWith('masked_'));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, asSecret(kind.fields[name], name, value, hold)]),
  );
}

/** What `integrations get` prints in place of a value. */
const isPrintedMask = (value: unknown) => value === '[secret]';

function asSecret(
  field: KindField | undefined,
  name: string,
  value: unknown,
  hold: (text: string) => Secret,
): unknown {
  if (isPrintedMask(value) || Object.values(fieldsOf(value) ?? {}).some(isPrintedMask)) {
    throw fail('SECRET_MALFORMED', `--config-file: ${name} holds a mask, not the value`, {
      hint: 'Leave it out of the file, or write the value itself. Nothing was sent.',
    });
  }
  if (name === 'key' && typeof value === 'string') return hold(value);
  if (name === 'custom_headers') {
    const headers = Object.entries(fieldsOf(value) ?? {});
    return Object.fromEntries(
      headers.map(([header, text]) => [header, typeof text === 'string' ? hold(text) : text]),
    );
  }
  if (field?.secret !== true) return value;
  if (typeof value === 'string') return secretValueOf(field, hold(value), hold);
  return fieldsOf(value) ? secretValueOf(field, hold(JSON.stringify(value)), hold) : value;
}
