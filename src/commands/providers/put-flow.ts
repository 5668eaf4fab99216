import type { Context } from '../../cli/context.ts';
import { readConfigFile, type ConfigFile } from '../../cli/config-file.ts';
import { secretReferences } from '../../planes/port/rules/config-fields.ts';
import { PortaiError, type ExitClass } from '../../core/errors.ts';
import type { Choice } from '../../planes/port/rules/interlocks.ts';
import type { ModelChange } from '../../planes/port/rules/model-switches.ts';
import { planChange } from '../../planes/port/rules/provider-change.ts';
import type { Config } from '../../vendors/test-requests.ts';
import type { Secret } from '../../core/secret.ts';
import { sparingOthers } from '../../planes/port/rules/secret-advice.ts';
import { renderDryRun } from '../../ui/render/put.ts';
import { permissionFirst, possibleDefaults, readForCheck } from '../interlocks.ts';
import { openBook, withStanding, type Book } from '../book.ts';
import { knownSecrets } from '../known-secrets.ts';
import { startBedrock } from './bedrock-start.ts';
import { requirePreflightUse, sayPlan } from './preflight-flags.ts';
import { requireAllowed, requireExpected, requireNames, type Plan } from './put-checks.ts';
import { sayCommand, withAnswers } from './put-command.ts';
import type { Subject } from './put-config.ts';
import { converse, type Answered, type Told } from './put-conversation.ts';
import { requirePlausible } from './put-names.ts';
import { dryRunOf, write, type Saved } from './put-write.ts';
import type { PutFlags } from './put.ts';

/**
 * Creates or changes a provider: read, fill in, check, compare, write. Nothing is written when
 * nothing differs, unless a connection test was asked for. Where something had to be asked for, it
 * ends with the command that does the same.
 */
export async function putProvider(
  context: Context,
  subject: Subject,
  fromFlags: Config,
  given: PutFlags,
): Promise<ExitClass | undefined> {
  const book = openBook();
  let done: Done;
  try {
    done = await save(context, subject, fromFlags, given, book);
  } catch (error) {
    throw standing(error, book, context.runtime.signal);
  }
  return conclude(context, subject, done);
}

/** One write alone has said itself how it ended, unless somebody stopped it. */
function standing(error: unknown, book: Book, signal: AbortSignal): unknown {
  const said = error instanceof PortaiError && error.name !== 'Cancelled';
  return said && book.made.length === 0 ? error : withStanding(error, book, signal);
}

/** The same as a part of a longer command, whose book it writes in. */
export async function putWithin(
  context: Context,
  subject: Subject,
  fromFlags: Config,
  given: PutFlags,
  book: Book,
): Promise<ExitClass | undefined> {
  return conclude(context, subject, await save(context, subject, fromFlags, given, book));
}

/** What a put came to: what another command has ended with, or what is saved by which answers. */
type Done =
  | { readonly exit: ExitClass | undefined }
  | { readonly answered: Answered; readonly saved: Saved | undefined };

async function save(
  context: Context,
  subject: Subject,
  fromFlags: Config,
  given: PutFlags,
  book: Book,
): Promise<Done> {
  const { port } = context;
  requirePreflightUse(subject.id, given);
  const file = await fileOf(context, subject, given);
  const client = await port();

  let listed: Promise<string[] | undefined> | undefined;
  const existing = () =>
    (listed ??= readForCheck('that the secrets exist', () => knownSecrets(context)));
  const namesSecrets = secretReferences({ ...file.config, ...fromFlags }).length > 0;
  const listsEarly = given.preflight || (namesSecrets && !given.force);
  let current: Promise<Choice | undefined> | undefined;
  const defaults = () =>
    (current ??= readForCheck('that it is not the default', () => client.defaults.get()));
  const goesAway = given.disable || file.enabled === false || given.disableModel.length > 0;
  const [list] = await Promise.all([
    client.providers.list(),
    listsEarly ? existing() : undefined,
    goesAway && !given.force ? defaults() : undefined,
  ]);
  const stored = list.find(({ provider }) => provider === subject.id);
  requireExpected(subject, list, stored, given);
  const begun = await startBedrock(context, { id: subject.id, stored, fromFlags, flags: given });
  if (begun) return begun;

  const otherDefaults = possibleDefaults(list);
  const told: Told = { config: {}, flags: given, newSecrets: [] };
  const held = new Map<string, Secret>();
  try {
    const answered = await converse(context, subject, {
      ...{ file, fromFlags, flags: given, stored, existing, told },
    });
    return await tryUntilSaved(context, subject, answered, {
      ...{ file, stored, existing, defaults, otherDefaults, book, held, told },
    });
  } catch (error) {
    const put = { provider: subject.id, config: { ...fromFlags, ...told.config } };
    throw withAnswers(error, subject, told, fromFlags, held, (failure) =>
      sparingOthers(failure, put, list),
    );
  }
}

interface Trying extends Omit<Plan, 'change' | 'answered'> {
  readonly file: ConfigFile;
  readonly book: Book;
  /** Values that this run has stored, by the names of their secrets. */
  readonly held: Map<string, Secret>;
  readonly told: Told;
}

/** Plans, checks and carries out; after a test that failed, once more in the way that somebody chose. */
async function tryUntilSaved(
  context: Context,
  subject: Subject,
  first: Answered,
  trying: Trying,
): Promise<Done> {
  const { file, stored, told } = trying;
  let answered = first;
  for (;;) {
    const { flags, config } = answered;
    const models: ModelChange = {
      enable: [...file.enableModels, ...flags.enableModel],
      disable: [...file.disableModels, ...flags.disableModel],
    };
    const change = planChange(subject.type, stored, {
      config,
      enabled: flags.enable ? true : flags.disable ? false : file.enabled,
      models,
    });
    const work = { ...trying, change, answered, models };
    await requireNames(subject, work);
    requirePlausible(subject, work, models, context.runtime.now());
    if (!flags.force) await permissionFirst(context, () => requireAllowed(subject, work));
    try {
      return { answered, saved: await carryOut(context, subject, work) };
    } catch (error) {
      const { type } = subject;
      if (!answered.asked || !type) throw error;
      const { askForWayOut } = await import('./way-out.ts');
      const next = await askForWayOut(context, type, config ?? {}, answered, error);
      if (!next) throw error;
      answered = { ...answered, ...next };
      told.flags = next.flags;
    }
  }
}

/** After a conversation: the question of the default, and the command that does the same. */
async function conclude(
  context: Context,
  subject: Subject,
  done: Done,
): Promise<ExitClass | undefined> {
  if ('exit' in done) return done.exit;
  const { answered, saved } = done;
  const { flags, config, variant, asked } = answered;
  if (!asked || !variant) return saved?.exit;
  // With --json the answer is complete before anybody could be asked.
  const madeDefault =
    saved && !context.globals.json
      ? await (await import('./after-put.ts')).offerDefault(context, saved.provider)
      : undefined;
  sayCommand(context, subject.id, variant, config ?? {}, {
    flags,
    newSecrets: answered.newSecrets,
    ...(madeDefault === undefined ? {} : { madeDefault }),
  });
  return saved?.exit;
}

interface Work extends Plan {
  readonly models: ModelChange;
  readonly book: Book;
  readonly held: Map<string, Secret>;
}

/** Tests, stores and writes as far as wanted; gives the provider as it is then, or nothing rehearsed. */
async function carryOut(
  context: Context,
  subject: Subject,
  { change, stored, models, answered, existing, book, held }: Work,
): Promise<Saved | undefined> {
  const { flags, newSecrets, values } = answered;
  if (flags.dryRun) {
    await context.out.result(dryRunOf(subject, change, flags), renderDryRun);
    if (flags.preflight) sayPlan(context, change, await existing(), flags);
    else if (newSecrets.length > 0) {
      context.out.note(`Would first store the secret ${newSecrets.join(', ')}.`);
    }
    return undefined;
  }
  if (!flags.preflight && values.size === 0) {
    return write(context, subject, { change, stored, flags, models, book });
  }
  const { writeAfter } = await import('./after-preflight.ts');
  const config = change.update.config ?? {};
  if (!flags.preflight) {
    return writeAfter(context, subject, { fresh: values, kept: [], held }, config, book, () =>
      write(context, subject, { change, stored, flags, models, book }),
    );
  }
  const { preflight } = await import('./preflight.ts');
  const names = await existing();
  const passed = await preflight(context, subject.id, change, stored, names, flags, values);
  const ready = { ...passed, held, fresh: new Map([...values, ...passed.fresh]) };
  const tested = { ...flags, validate: true };
  return writeAfter(context, subject, ready, config, book, () =>
    write(context, subject, {
      ...{ change, stored, flags: tested, models, book },
      report: passed.report,
    }),
  );
}

async function fileOf(context: Context, { id }: Subject, flags: PutFlags): Promise<ConfigFile> {
  return flags.configFile === undefined
    ? { enableModels: [], disableModels: [] }
    : readConfigFile(context, flags.configFile, id);
}
