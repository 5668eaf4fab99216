import type { Context } from '../../../cli/context.ts';
import { causeOfText, layerOf } from '../../../aws/diagnosis/diagnose.ts';
import { PortaiError } from '../../../core/errors.ts';
import { planChange, type ProviderChange } from '../../../planes/port/rules/provider-change.ts';
import { bedrock } from '../../../planes/port/provider-types/bedrock.ts';
import type { Config } from '../../../vendors/test-requests.ts';
import { retryWhilePropagating } from '../../../operations/bedrock/propagation.ts';
import { requireTaken, writeProvider } from '../../../operations/write-provider.ts';
import type { UndoLog, Made } from '../../../operations/undo-log.ts';
import { enabledNames, modelStates } from '../../../operations/stored-providers.ts';
import { maskedProvider } from '../../../planes/port/rules/mask-headers.ts';
import { descriptionFor, type ExternalId } from './external-id.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import { mayPropagate, messagesIn } from './propagating.ts';
import type { Provider } from '../../../planes/port/nouns.ts';

export interface Connection {
  readonly config: Config;
  readonly externalId: ExternalId | undefined;
  /** Models that Port is not to call. */
  readonly left: readonly string[];
  readonly chosen: readonly string[];
  readonly stored: Provider | undefined;
  /** Whether this run changed something in IAM, which takes a while to arrive everywhere. */
  readonly changedIam: boolean;
}

export interface Connected {
  readonly action: 'created' | 'updated' | 'unchanged';
  readonly changed: readonly string[];
  readonly provider: Provider;
  readonly validated: boolean;
}

export function changeOf({ config, left, chosen, stored }: Connection): ProviderChange {
  const off = (stored ? modelStates(stored) : []).filter(({ enabled }) => !enabled);
  const isOff = (name: string) => off.some(({ model }) => model === name);
  return planChange(bedrock, stored, {
    config,
    enabled: true,
    models: {
      enable: chosen.filter(isOff),
      disable: left.filter((model) => !isOff(model)),
    },
  });
}

/** Asks before another configuration is replaced; nobody there to ask, --force is the answer. */
export async function requireReplaceable(
  { ask, out }: Context,
  { force }: SetupRequest,
  { stored, config }: Connection,
  { action, changed }: ProviderChange,
): Promise<void> {
  if (action !== 'update' || force || !changed.some((path) => path.startsWith('config'))) return;
  const before = stored?.config?.['roleArn'];
  const what =
    typeof before === 'string' && before !== config['roleArn']
      ? `the role ${before}`
      : `another ${changed.map((path) => path.replace(/^config\./, '')).join(', ')}`;
  if (ask.available) {
    out.note(`Port's provider bedrock now uses ${what}.`);
    const yes = await ask.confirm({
      message: 'Replace its configuration',
      flag: '--force',
      suggestion: true,
    });
    if (yes) return;
  }
  throw new PortaiError({
    name: 'ExistsAlready',
    message: `Port's provider bedrock is configured already, with ${what}`,
    exit: 'conflict',
    hint: "Port's configuration was left as it is. --force replaces it.",
    next: [{ command: ['providers', 'get', 'bedrock'], why: 'what is stored' }],
  });
}

/** Stores the external ID, then puts the provider with Port's own test of the connection. */
export async function connect(
  context: Context,
  connection: Connection,
  change: ProviderChange,
  book: UndoLog,
): Promise<Connected> {
  const { out, port, runtime } = context;
  const { stored, externalId, chosen, changedIam } = connection;
  const client = await port();
  if (externalId)
    await storeExternalId(context, externalId, String(connection.config['roleArn']), book);
  const nothingStored = externalId === undefined || externalId.store === 'no';
  if (change.action === 'unchanged' && stored && !changedIam && nothingStored) {
    return { action: 'unchanged', changed: [], provider: maskedProvider(stored), validated: false };
  }
  out.note('Port tests the connection to bedrock; this can take a minute …');
  const written = await pointingToDiagnosis(connection.config, () =>
    retryWhilePropagating({
      run: () =>
        book.make(providerOf(change), () =>
          writeProvider(
            client,
            'bedrock',
            bedrock,
            change,
            { validate: true, askedModels: chosen },
            stored,
          ),
        ),
      isPropagating: mayPropagate,
      changed: changedIam,
      sleep: (milliseconds) => runtime.sleep(milliseconds, runtime.signal),
      onWait: (seconds) =>
        out.note(`IAM has not spread the change yet; trying again in ${seconds} s …`),
    }),
  );
  requireTaken(written, 'bedrock');
  const unchanged = change.action === 'unchanged' && written.action === 'updated';
  return {
    action: unchanged ? 'unchanged' : written.action,
    changed: change.changed,
    provider: maskedProvider(written.provider),
    validated: true,
  };
}

/** Port's provider in the book: one that was there before is changed, and deleting it undoes nothing. */
const providerOf = ({ action }: ProviderChange): Made =>
  action === 'create'
    ? { what: 'provider bedrock in Port', undo: ['providers', 'delete', 'bedrock'] }
    : { what: 'the changed provider bedrock in Port' };

async function storeExternalId(
  { out, port }: Context,
  { secretName, value, store }: ExternalId,
  roleArn: string,
  book: UndoLog,
): Promise<void> {
  if (store === 'no' || !value) return;
  const { secrets } = await port();
  if (store === 'replace') {
    const what = `the new value of the secret ${secretName}`;
    await book.make({ what }, () => secrets.update(secretName, { value }));
  } else {
    const what = `secret ${secretName}`;
    const description = descriptionFor(roleArn.split('/').at(-1) ?? roleArn);
    await book.make({ what, undo: ['secrets', 'delete', secretName] }, () =>
      secrets.create(secretName, value, description),
    );
  }
  out.note(`✓ External ID stored as the secret ${secretName}.`);
}

/** Port's one line of a refusal leaves open which layer it was. */
async function pointingToDiagnosis<T>(config: Config, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof PortaiError) || error.failure.exit !== 'checkFailed') throw error;
    const { failure } = error;
    const { region, roleArn, externalIdSecretName: secret } = config;
    const words = ['--region', String(region), '--role-arn', String(roleArn)];
    const look = {
      command: [
        ...['bedrock', 'diagnose', ...words],
        ...(typeof secret === 'string' ? ['--external-id-secret', secret] : []),
        '--deep',
      ],
      why: 'which layer it is',
    };
    const [layer] = messagesIn(error).flatMap((message) => layerOfText(message) ?? []);
    const hint = [failure.hint, ...(layer === undefined ? [] : [`It is about ${layer}.`])]
      .filter((text) => text !== undefined)
      .join(' ');
    const next = [look, ...(failure.next ?? [])];
    throw new PortaiError({ ...failure, hint, next }, { cause: error });
  }
}

function layerOfText(message: string): string | undefined {
  const cause = causeOfText(message);
  return cause && layerOf(cause)?.name;
}

/** Models that Port has switched on, for the question of the default. */
export const modelsOfProvider = ({ provider }: Connected) => enabledNames(provider);
