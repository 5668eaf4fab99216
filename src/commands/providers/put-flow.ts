import type { Context } from '../../cli/context.ts';
import { readConfigFile, type ConfigFile } from '../../cli/config-file.ts';
import { secretReferences } from '../../domain/answers.ts';
import { PortaiError } from '../../domain/errors.ts';
import { hideValues } from '../../domain/hidden-values.ts';
import {
  requireNotDefault,
  requireSecrets,
  requireUnchangedSince,
} from '../../domain/interlocks.ts';
import { requireKnownModels, type ModelChange } from '../../domain/model-switches.ts';
import { planChange, type ProviderChange } from '../../domain/provider-change.ts';
import type { Config } from '../../domain/provider-types/define.ts';
import { writeProvider } from '../../operations/write-provider.ts';
import { renderDryRun, renderPut, type DryRun } from '../../ui/render/put.ts';
import { requirePreflightUse, sayPlan, secretsOfRun } from './preflight-flags.ts';
import type { Passed } from './preflight.ts';
import { sayCommand } from './put-command.ts';
import { requireWellFormed, wantedConfig, type Subject } from './put-config.ts';
import type { PutFlags } from './put.ts';
import { enabledNames, findStored, modelStates, shown, type StoredView } from './shared.ts';

/**
 * Creates or changes a provider: read, fill in, check, compare, write. Nothing is written when
 * nothing differs, unless a connection test was asked for.
 */
export async function putProvider(
  context: Context,
  subject: Subject,
  fromFlags: Config,
  flags: PutFlags,
): Promise<void> {
  const { out, port } = context;
  requirePreflightUse(subject.id, flags);
  const file = await fileOf(context, subject, flags);
  const client = await port();

  const namesSecrets = secretReferences({ ...file.config, ...fromFlags }).length > 0;
  const listsEarly = flags.preflight || (namesSecrets && !flags.force);
  const goesAway = flags.disable || file.enabled === false || flags.disableModel.length > 0;
  const [list, earlySecrets, defaults] = await Promise.all([
    client.providers.list(),
    listsEarly ? secretNames(context) : undefined,
    goesAway && !flags.force ? client.defaults.get() : undefined,
  ]);
  const stored = list.find(({ provider }) => provider === subject.id);
  requireExpected(subject, list, stored, flags);

  const { config, variant, asked } = await wantedConfig(context, subject, file, fromFlags, stored);
  if (!flags.skipClientChecks) requireWellFormed(subject, variant, config, stored);
  const models: ModelChange = {
    enable: [...file.enableModels, ...flags.enableModel],
    disable: [...file.disableModels, ...flags.disableModel],
  };
  const change = planChange(subject.type, stored, {
    config,
    enabled: flags.enable ? true : flags.disable ? false : file.enabled,
    models,
  });

  if (!flags.force) {
    const askedModels = [...flags.enableModel, ...flags.disableModel];
    if (stored)
      requireKnownModels(
        askedModels,
        modelStates(stored).map(({ model }) => model),
      );
    if (newReferences(change, stored)) {
      const existing = listsEarly ? earlySecrets : await secretNames(context);
      const ofThisRun = flags.preflight ? secretsOfRun(flags, change.update.config ?? {}) : [];
      if (existing) requireSecrets(change.update.config ?? {}, [...existing, ...ofThisRun]);
    }
    if (defaults) {
      const going = change.update.enabled ? flags.disableModel : ('all' as const);
      requireNotDefault(defaults, { provider: subject.id, models: going, how: 'disabled' });
    }
  }

  if (flags.dryRun) {
    await out.result(dryRunOf(subject, change, flags), renderDryRun);
    if (flags.preflight) sayPlan(context, change, earlySecrets, flags);
  } else if (flags.preflight) {
    const [{ preflight }, { writeAfter }] = await Promise.all([
      import('./preflight.ts'),
      import('./after-preflight.ts'),
    ]);
    const passed = await preflight(context, subject.id, change, stored, earlySecrets, flags);
    await writeAfter(context, subject, passed, change.update.config ?? {}, () =>
      write(context, subject, change, stored, { ...flags, validate: true }, models, passed),
    );
  } else await write(context, subject, change, stored, flags, models);
  if (asked && variant) sayCommand(context, subject.id, variant, config ?? {}, flags);
}

async function fileOf(context: Context, { id }: Subject, flags: PutFlags): Promise<ConfigFile> {
  return flags.configFile === undefined
    ? { enableModels: [], disableModels: [] }
    : readConfigFile(context, flags.configFile, id);
}

/** Names of the secrets there are; undefined, with a warning, where they may not be listed. */
async function secretNames({ port, out }: Context): Promise<string[] | undefined> {
  try {
    return (await (await port()).secrets.list()).map(({ secretName }) => secretName);
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'forbidden') throw error;
    out.warn({
      code: 'secrets_not_listed',
      message: 'These credentials may not list secrets, so it was not checked that they exist.',
    });
    return undefined;
  }
}

function requireExpected(
  { id, type }: Subject,
  list: readonly StoredView[],
  stored: StoredView | undefined,
  { createOnly, updateOnly, ifUnchangedSince }: PutFlags,
): void {
  if (createOnly && (stored || type?.creatable === false)) {
    throw new PortaiError({
      name: 'ExistsAlready',
      message: `${id} is configured already, and --create-only was given`,
      exit: 'conflict',
      next: [{ command: ['providers', 'get', id], why: 'what is stored' }],
    });
  }
  if (updateOnly && type?.creatable !== false) findStored(list, id);
  requireUnchangedSince(stored?.updatedAt, ifUnchangedSince, id);
}

/** Whether the change names a secret that the stored configuration does not name already. */
function newReferences(change: ProviderChange, stored: StoredView | undefined): boolean {
  const before = secretReferences(stored?.config ?? {}).map(({ secret }) => secret);
  return secretReferences(change.update.config ?? {}).some(
    ({ secret }) => !before.includes(secret),
  );
}

function dryRunOf({ id }: Subject, change: ProviderChange, flags: PutFlags): DryRun {
  const { action, changed, update } = change;
  const validate = flags.validate || flags.preflight;
  const query = validate ? '?validate_connection=true' : '';
  const body = update.config ? { ...update, config: hideValues(update.config) } : update;
  const request =
    action === 'unchanged' && !validate
      ? null
      : action === 'create'
        ? { method: 'POST', path: `/v1/llm-providers${query}`, body: { provider: id, ...body } }
        : { method: 'PUT', path: `/v1/llm-providers/${id}${query}`, body };
  return { dryRun: true, action, changed, request };
}

async function write(
  { out, port }: Context,
  { id, type }: Subject,
  change: ProviderChange,
  stored: StoredView | undefined,
  flags: PutFlags,
  models: ModelChange,
  passed?: Passed,
): Promise<void> {
  const { validate } = flags;
  if (change.action === 'unchanged' && stored && !validate) {
    const result = { action: 'unchanged' as const, changed: [], provider: shown(stored) };
    await out.result(result, renderPut);
    return;
  }
  if (validate) out.note(`Port tests the connection to ${id}; this can take a minute …`);
  const only = flags.createOnly ? 'create' : flags.updateOnly ? 'update' : undefined;
  const written = await writeProvider(await port(), id, type, change, {
    validate,
    askedModels: [...models.enable, ...models.disable],
    ...(only === undefined ? {} : { only }),
  });
  const unchanged = change.action === 'unchanged' && written.action === 'updated';
  await out.result(
    {
      action: unchanged ? ('unchanged' as const) : written.action,
      changed: change.changed,
      ...(validate ? { validated: enabledNames(written.provider) } : {}),
      ...(passed ? { preflight: passed.report } : {}),
      provider: shown(written.provider),
    },
    renderPut,
  );
  // Switching something on or off leaves the connection as it was.
  const connects = change.changed.some((path) => path.startsWith('config'));
  if (!validate && connects) {
    out.note('Saved untested; --validate tests the connection before saving.');
  }
}
