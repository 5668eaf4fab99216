import { z } from 'zod';
import type { ModelSwitchRequest } from '../planes/port/rules/model-switches.ts';
import type { Config } from '../planes/port/config.ts';
import type { Context } from './context.ts';
import { parseJson } from './field-options.ts';
import { readGivenFile, readStdin } from './stdin.ts';
import { fail } from '../core/fail.ts';

const switches = z.record(z.string(), z.looseObject({ enabled: z.boolean().optional() }));

/** A request body, or what `providers get --json` printed: what the server adds of its own is ignored. */
const body = z.strictObject({
  provider: z.string().optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  overrides: z.strictObject({ models: switches.optional() }).optional(),
  enabled: z.boolean().optional(),
  effectiveModels: z.unknown().optional(),
  createdAt: z.unknown().optional(),
  createdBy: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
  updatedBy: z.unknown().optional(),
  _portai: z.unknown().optional(),
});

export interface ConfigFile {
  readonly config?: Config | undefined;
  readonly enabled?: boolean | undefined;
  readonly models: ModelSwitchRequest;
}

/** Reads `--config-file`: a configuration, or a whole body around one. `-` is stdin. */
export async function readConfigFile(
  context: Context,
  file: string,
  type: string,
): Promise<ConfigFile> {
  const where = `--config-file ${file}`;
  const parsed = parseJson(await textOf(context, file), where);
  const record = z.record(z.string(), z.unknown()).safeParse(parsed);
  if (!record.success) throw fail('Usage', `${where}: must be a JSON object`);
  const isBody = ['config', 'overrides', 'provider', 'effectiveModels'].some(
    (k) => k in record.data,
  );
  if (!isBody) return { config: record.data, models: { enable: [], disable: [] } };
  const read = body.safeParse(record.data);
  if (!read.success) {
    const [issue] = read.error.issues;
    const keys =
      issue?.code === 'unrecognized_keys' ? `unknown key ${issue.keys.join(', ')}` : undefined;
    throw fail(
      'Usage',
      `${where}: ${keys ?? `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`}`,
      {
        hint: 'The file holds a configuration, or {"config": {…}, "overrides": {…}, "enabled": true}.',
      },
    );
  }
  const { provider, config, overrides, enabled } = read.data;
  if (provider !== undefined && provider !== type) {
    throw fail('Usage', `${where}: is for ${provider}, not for ${type}`);
  }
  const switched = Object.entries(overrides?.models ?? {});
  const named = (on: boolean) =>
    switched.filter(([, model]) => (model.enabled !== false) === on).map(([name]) => name);
  return { config, enabled, models: { enable: named(true), disable: named(false) } };
}

async function textOf(context: Context, file: string): Promise<string> {
  if (file === '-') {
    const { timeout } = await context.settings();
    return (await readStdin(context.runtime, '--config-file -', timeout.value)).toString('utf8');
  }
  return (await readGivenFile(context.runtime, file, `--config-file ${file}`)).toString('utf8');
}
