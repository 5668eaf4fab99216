import { PortaiError, type NextStep } from '../../core/errors.ts';
import { fail } from '../../core/fail.ts';
import { refuse, type Problem } from '../../core/problem.ts';
import type { Secret } from '../../core/secret.ts';
import type { PortClient } from '../../planes/port/client.ts';
import type { Config } from '../../planes/port/config.ts';
import type { Provider, SecretInfo } from '../../planes/port/nouns.ts';
import { flagName } from '../../planes/port/provider-types/define.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import { fieldOf, secretReferences } from '../../planes/port/rules/config-fields.ts';
import { usagesOf } from '../../planes/port/rules/interlocks.ts';
import { planChange } from '../../planes/port/rules/provider-change.ts';
import { findSecretNamed } from '../named.ts';
import type { Report } from '../ports.ts';
import { putNothing } from '../put-provider/request.ts';
import { save } from '../put-provider/save.ts';
import { enabledNames } from '../stored-providers.ts';
import { withStanding, type UndoLog } from '../undo-log.ts';
import { requireTaken, writeProvider } from '../write-provider.ts';
import { requireStoredName } from './find.ts';

/** A secret to rotate. */
export interface RotationRequest {
  readonly name: string;
  /** The name of the new secret; undefined gives the same name a new value. */
  readonly to: string | undefined;
  /** True deletes the old secret once nothing names it any more. */
  readonly deleteOld: boolean;
  /** True also changes providers that cannot be tested, and goes without a way back. */
  readonly force: boolean;
}

/** What a rotation is about, as it was read before anything is written. */
export interface RotationPlan extends RotationRequest {
  readonly secret: SecretInfo;
  /** Providers that name it. */
  readonly users: readonly Provider[];
}

/** The values of a rotation. */
export interface RotationValues {
  readonly value: Secret;
  /** The value that is set back if a test fails, for a rotation in place. */
  readonly old: Secret | undefined;
}

export interface SecretRotationDependencies {
  readonly client: PortClient;
  readonly report: Report;
  readonly undoLog: UndoLog;
  readonly signal: AbortSignal;
}

/** A rotation that was made. */
export interface RotatedSecret {
  readonly action: 'rotated';
  readonly name: string;
  /** The secret that providers name now. */
  readonly to: string;
  readonly providers: readonly {
    readonly provider: string;
    readonly validated: readonly string[];
  }[];
  /** Whether the old secret was deleted. */
  readonly deleted: boolean;
}

/**
 * Reads who names a secret, and refuses what cannot be rotated safely.
 *
 * @throws a PortaiError for a secret that is not there, a new name that is taken, and RotationRefused.
 */
export async function planRotation(
  port: () => Promise<PortClient>,
  request: RotationRequest,
): Promise<RotationPlan> {
  const { name, to, deleteOld, force } = request;
  if (to === name) {
    throw fail('Usage', '--to is the same name', {
      hint: 'Leave it out to give the secret a new value in place.',
    });
  }
  if (deleteOld && to === undefined) {
    throw fail('Usage', '--delete-old goes with --to: in place there is no old secret');
  }
  await requireStoredName(port, name);
  const client = await port();
  const [secret, names, providers] = await Promise.all([
    findSecretNamed(client, name, ['secrets', 'rotate']),
    client.secrets.list(),
    client.providers.list(),
  ]);
  if (names.some(({ secretName }) => secretName === to)) {
    throw fail('ExistsAlready', `The secret ${to ?? ''} exists already`, {
      hint: 'Nothing was sent. Choose a name that is free.',
      next: [{ command: ['secrets', 'list'], why: 'the names that are taken' }],
    });
  }
  const users = providers.filter((each) => usagesOf(name, [each]).length > 0);
  if (users.length === 0) throw unused(name);
  if (!force) refuse(untestable(users));
  return { ...request, secret, users };
}

/** The steps of a rotation, in words and in their order. */
export function stepsOf({ name, to, users, deleteOld }: RotationPlan): string[] {
  const store = to === undefined ? `give ${name} the new value` : `store the new value as ${to}`;
  const test = ({ provider }: Provider) =>
    to === undefined ? `test ${provider}` : `test ${provider} with ${to}, and save it`;
  return [store, ...users.map(test), ...(deleteOld ? [`delete ${name}`] : [])];
}

/**
 * Rotates a secret: stores the value, tests and saves each provider with it, and deletes the old secret if
 * that is wanted. When a test fails, everything is as it was before.
 *
 * @throws the failure of the test, with what was taken back; after an interruption what stands, and what
 *   to type next.
 */
export async function rotateSecret(
  dependencies: SecretRotationDependencies,
  plan: RotationPlan,
  { value, old }: RotationValues,
): Promise<RotatedSecret> {
  const { client, undoLog, signal, report } = dependencies;
  const { name, to, users, secret } = plan;
  const done: { provider: string; validated: readonly string[] }[] = [];
  try {
    await (to === undefined
      ? undoLog.make({ what: `the new value of ${name}` }, () =>
          client.secrets.update(name, { value }),
        )
      : undoLog.make({ what: `secret ${to}`, undo: ['secrets', 'delete', to] }, () =>
          client.secrets.create(to, value, secret.description ?? undefined),
        ));
    for (const user of users) {
      const validated = await putWith(dependencies, user, renamed(user, name, to ?? name));
      done.push({ provider: user.provider, validated });
    }
  } catch (error) {
    if (signal.aborted) throw interrupted(error, plan, done, dependencies);
    if (!(error instanceof PortaiError)) throw error;
    throw await takenBack(error, plan, old, dependencies);
  }
  const deleted = plan.deleteOld && (await deleteOld(client, name, report));
  return { action: 'rotated', name, to: to ?? name, providers: done, deleted };
}

/** Saves a provider with another configuration, tested by Port first. Returns the models that were tested. */
async function putWith(
  dependencies: SecretRotationDependencies,
  stored: Provider,
  config: Config,
): Promise<readonly string[]> {
  const type = findProviderType(stored.provider);
  const validate = enabledNames(stored).length > 0;
  const { models } = putNothing;
  const change = planChange(type, stored, { config, enabled: undefined, models });
  const request = { ...putNothing, provider: stored.provider, type, expects: 'present' as const };
  const saved = await save(dependencies, { request, change, models, stored, validate });
  return saved.validated ?? [];
}

/** The configuration of a provider with another secret in place of one. */
function renamed({ config }: Provider, from: string, to: string): Config {
  const fields = secretReferences(config ?? {}).filter(({ secret }) => secret === from);
  return { ...config, ...Object.fromEntries(fields.map(({ field }) => [field, to])) };
}

/** Takes a rotation back, and returns its failure with what became of that. */
async function takenBack(
  error: PortaiError,
  plan: RotationPlan,
  old: Secret | undefined,
  { client }: SecretRotationDependencies,
): Promise<PortaiError> {
  const { name, to } = plan;
  const next = [{ command: ['secrets', 'usages', to ?? name], why: 'who names it now' }];
  const said = (hint: string, steps: readonly NextStep[]) =>
    error.with({
      hint: [hint, error.failure.hint].filter(Boolean).join(' '),
      next: [...(error.failure.next ?? []), ...steps],
    });
  if (to === undefined && !old) {
    return said(`${name} has the new value: there was no old one to set back.`, [
      { command: ['secrets', 'set', name, '--value-file', '<file>'], why: 'set another value' },
    ]);
  }
  try {
    await (to === undefined
      ? old && client.secrets.update(name, { value: old })
      : putBack(client, plan, to));
  } catch (problem) {
    if (!(problem instanceof PortaiError)) throw problem;
    const what =
      to === undefined ? `${name} may still have the new value` : `${to} may still be in use`;
    return said(`Taking it back failed as well (${problem.failure.message}): ${what}.`, next);
  }
  return said(
    to === undefined
      ? `The old value of ${name} was set back.`
      : `Everything was taken back: providers name ${name} as before, and ${to} is gone.`,
    [],
  );
}

/** Gives every provider that names the new secret its old configuration, then deletes the secret. */
async function putBack(client: PortClient, { users }: RotationPlan, to: string): Promise<void> {
  const now = await client.providers.list();
  for (const current of now.filter((each) => usagesOf(to, [each]).length > 0)) {
    const before = users.find(({ provider }) => provider === current.provider);
    if (!before) continue;
    const type = findProviderType(current.provider);
    const wanted = {
      config: before.config ?? {},
      enabled: before.enabled,
      models: putNothing.models,
    };
    const change = planChange(type, current, wanted);
    const options = { validate: false, only: 'update', askedModels: [] } as const;
    const written = await writeProvider(client, current.provider, type, change, options, current);
    requireTaken(written, current.provider);
  }
  try {
    await client.secrets.delete(to);
  } catch (error) {
    // Its creation may have been what failed.
    if (!(error instanceof PortaiError) || error.failure.exit !== 'notFound') throw error;
  }
}

/** After an interruption: what stands, how to go on, and how to go back. */
function interrupted(
  error: unknown,
  { name, to, users }: RotationPlan,
  done: readonly { readonly provider: string }[],
  { undoLog, signal }: SecretRotationDependencies,
): unknown {
  const standing = withStanding(error, undoLog, signal);
  if (!(standing instanceof PortaiError)) return standing;
  if (undoLog.made.length + undoLog.maybe.length === 0) return standing;
  const isDone = ({ provider }: Provider) => done.some((each) => each.provider === provider);
  const goOn = users.filter((user) => !isDone(user)).map((user) => nextFor(user, name, to));
  const goBack: NextStep[] =
    to === undefined
      ? [{ command: ['secrets', 'set', name, '--value-file', '<file>'], why: 'set the old value' }]
      : users.filter(isDone).map(({ provider }) => ({
          command: ['providers', 'restore', provider],
          why: `go back to ${name}`,
        }));
  return standing.with({ next: [...goOn, ...goBack, ...(standing.failure.next ?? [])] });
}

function nextFor(user: Provider, name: string, to: string | undefined): NextStep {
  const { provider } = user;
  if (to === undefined) return { command: ['validate', provider], why: 'test the new value' };
  const type = findProviderType(provider);
  const flags = usagesOf(name, [user]).flatMap(({ field: key }) => {
    const field = type && fieldOf(type, key);
    return field ? [flagName(field), to] : [];
  });
  return {
    command: ['providers', 'put', provider, ...flags, '--validate'],
    why: `go on with ${to}`,
  };
}

/** Deletes the old secret unless a provider has come to name it meanwhile. */
async function deleteOld(client: PortClient, name: string, report: Report): Promise<boolean> {
  const users = usagesOf(name, await client.providers.list());
  if (users.length > 0) {
    const who = users.map(({ provider }) => provider).join(', ');
    report.warn({ code: 'secret_in_use', message: `${name} was kept: ${who} names it.` });
    return false;
  }
  try {
    await client.secrets.delete(name);
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    throw error.with({
      hint: `The new secret is in use and tested; only deleting ${name} failed.`,
      next: [{ command: ['secrets', 'delete', name], why: 'delete it' }],
    });
  }
  return true;
}

function untestable(users: readonly Provider[]): Problem[] {
  const dark = users.filter((each) => enabledNames(each).length === 0);
  if (dark.length === 0) return [];
  const who = dark.map(({ provider }) => provider).join(', ');
  const error = fail('RotationRefused', `No model of ${who} is enabled, so nothing would test it`, {
    hint: 'Nothing was sent. Enable a model, or change it untested with --force.',
    next: dark.map(({ provider }) => ({
      command: ['providers', 'models', 'list', provider],
      why: 'its models',
    })),
  });
  return [{ error, overridable: true }];
}

const unused = (name: string) =>
  fail('RotationRefused', `No provider names ${name}, so nothing would test the new value`, {
    hint: 'Nothing was sent.',
    next: [
      { command: ['secrets', 'set', name, '--value-file', '<file>'], why: 'change it untested' },
      { command: ['providers', 'list'], why: 'the providers there are' },
    ],
  });
