import { causeOfText, layerOf } from '../../aws/diagnosis/diagnose.ts';
import { PortaiError } from '../../core/errors.ts';
import { refuse } from '../../core/problem.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import { bedrock } from '../../planes/port/provider-types/bedrock.ts';
import { maskedProvider } from '../../planes/port/rules/mask-headers.ts';
import { planChange, type ProviderChange } from '../../planes/port/rules/provider-change.ts';
import type { Config } from '../../planes/port/config.ts';
import { retryWhilePropagating } from '../bedrock/propagation.ts';
import { configuredAlready } from '../put-provider/already-configured.ts';
import { modelStates } from '../stored-providers.ts';
import type { Made } from '../undo-log.ts';
import { requireTaken, writeProvider } from '../write-provider.ts';
import type { SetupDependencies } from './dependencies.ts';
import { descriptionFor, type ExternalId } from './external-id.ts';
import { replacedBy } from './problems.ts';
import { mayPropagate, messagesIn } from './propagating.ts';
import type { SetupResult } from './outcome.ts';

export interface ProviderToConnect {
  readonly config: Config;
  readonly externalId: ExternalId | undefined;
  /** Models that Port is not to call. */
  readonly left: readonly string[];
  readonly chosen: readonly string[];
  readonly stored: Provider | undefined;
  readonly change: ProviderChange;
}

type Connected = Pick<SetupResult, 'action' | 'changed' | 'provider' | 'validated'>;

/** What connecting changes in Port. */
export function changeOf({
  config,
  left,
  chosen,
  stored,
}: Omit<ProviderToConnect, 'change'>): ProviderChange {
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

/** Asks before another configuration is replaced; nobody there to ask, only force replaces it. */
export async function requireReplaceable(
  { decide, report }: SetupDependencies,
  force: boolean,
  { stored, config, change }: ProviderToConnect,
): Promise<void> {
  const what = force ? undefined : replacedBy(change, stored, config);
  if (what === undefined) return;
  if (decide) {
    report.note(`Port's provider bedrock now uses ${what}.`);
    if (await decide.replaceConfig()) return;
  }
  refuse(configuredAlready('bedrock', what));
}

/**
 * Stores the external ID, then puts the provider with Port's own test of the connection.
 *
 * @param changedIam whether this run changed something in IAM, which takes a while to arrive everywhere
 */
export async function connect(
  dependencies: SetupDependencies,
  connection: ProviderToConnect,
  changedIam: boolean,
): Promise<Connected> {
  const { port, report, undoLog, sleep, signal } = dependencies;
  const client = await port();
  const { stored, externalId, chosen, change } = connection;
  if (externalId) {
    await storeExternalId(dependencies, externalId, String(connection.config['roleArn']));
  }
  const nothingStored = externalId === undefined || externalId.store === 'no';
  if (change.action === 'unchanged' && stored && !changedIam && nothingStored) {
    return { action: 'unchanged', changed: [], provider: maskedProvider(stored), validated: false };
  }
  report.note('Port tests the connection to bedrock; this can take a minute …');
  const written = await pointingToDiagnosis(connection.config, () =>
    retryWhilePropagating({
      run: () =>
        undoLog.make(providerOf(change), () =>
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
      sleep: (milliseconds) => sleep(milliseconds, signal),
      onWait: (seconds) =>
        report.note(`IAM has not spread the change yet; trying again in ${seconds} s …`),
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

/** Port's provider in the log: one that was there before is changed, and deleting it undoes nothing. */
const providerOf = ({ action }: ProviderChange): Made =>
  action === 'create'
    ? { what: 'provider bedrock in Port', undo: ['providers', 'delete', 'bedrock'] }
    : { what: 'the changed provider bedrock in Port' };

async function storeExternalId(
  { port, report, undoLog, soFar }: SetupDependencies,
  { secretName, value, store }: ExternalId,
  roleArn: string,
): Promise<void> {
  if (store === 'no' || !value) return;
  const { secrets } = await port();
  if (store === 'replace') {
    const what = `the new value of the secret ${secretName}`;
    await undoLog.make({ what }, () => secrets.update(secretName, { value }));
  } else {
    const what = `secret ${secretName}`;
    const description = descriptionFor(roleArn.split('/').at(-1) ?? roleArn);
    await undoLog.make({ what, undo: ['secrets', 'delete', secretName] }, () =>
      secrets.create(secretName, value, description),
    );
  }
  soFar.isIdStored = true;
  report.note(`✓ External ID stored as the secret ${secretName}.`);
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
    throw error.with({ hint, next });
  }
}

function layerOfText(message: string): string | undefined {
  const cause = causeOfText(message);
  return cause && layerOf(cause)?.name;
}
