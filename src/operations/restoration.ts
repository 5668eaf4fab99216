import { changedPaths } from '../core/changed-paths.ts';
import { fail } from '../core/fail.ts';
import type { RecordedChange } from '../core/recorded-change.ts';
import { fieldsOf } from '../core/text/json.ts';
import type { Config } from '../planes/port/config.ts';
import type { Provider } from '../planes/port/nouns.ts';
import { readPrevious, type PreviousProvider } from '../planes/port/previous-provider.ts';
import { findProviderType } from '../planes/port/provider-types/index.ts';
import { hideValues } from '../planes/port/rules/mask-headers.ts';
import { changesProvider } from './restore-provider.ts';
import { putNothing, type PutRequest } from './put-provider/request.ts';
import { modelStates } from './stored-providers.ts';

/** A provider to put back as it was before a change. */
export interface Restoration {
  readonly provider: string;
  /** The change that is taken back. */
  readonly change: RecordedChange;
  readonly previous: PreviousProvider;
}

/**
 * Chooses the change that is taken back.
 *
 * @param changes the history of the provider, the latest first
 * @param at id of the change; undefined takes back the latest
 * @param organization that of the credentials in use, if it is known
 * @throws NothingToRestore for a change that is not there, or before which nothing was there, or nothing
 *   that can be put back whole, and for a change of another organization.
 */
export function restorationOf(
  provider: string,
  changes: readonly RecordedChange[],
  {
    at,
    organization,
  }: { readonly at?: string | undefined; readonly organization?: string | undefined },
): Restoration {
  const change = changes.filter(changesProvider).find(({ id }) => at === undefined || id === at);
  const look = { command: ['history', '--provider', provider], why: 'its changes' };
  if (!change) {
    const which = at === undefined ? `no change of ${provider}` : `no such change of ${provider}`;
    throw fail('NothingToRestore', `The history has ${which}`, { next: [look] });
  }
  const known = organization !== undefined && change.organization !== null;
  if (known && change.organization !== organization) {
    throw fail('NothingToRestore', `${change.id} is a change of another organization`, {
      hint: 'Nothing was sent. Sign in to that organization, or choose another change.',
      next: [look, { command: ['auth', 'status'], why: 'which organization this is' }],
    });
  }
  if (change.before === null) {
    throw fail('NothingToRestore', `Before ${change.id} there was no ${provider}`, {
      next: [look, { command: ['providers', 'delete', provider], why: 'remove it' }],
    });
  }
  const previous = readPrevious(change.before);
  if (!previous) {
    throw fail('NothingToRestore', `What was there before ${change.id} was not kept`, {
      next: [look],
    });
  }
  if (previous.omitted.length > 0) {
    throw fail(
      'NothingToRestore',
      `What was there before ${change.id} cannot be put back whole: ${previous.omitted.join(', ')} could be a secret value and was not kept`,
      { next: [{ command: ['providers', 'put', provider, '--help'], why: 'give it again' }] },
    );
  }
  return { provider, change, previous };
}

/** The put that makes a provider what it was. Models that it does not have any more are left alone. */
export function putOf(
  { provider, previous }: Restoration,
  stored: Provider | undefined,
  options: Pick<PutRequest, 'dryRun' | 'force'> & { readonly validate: boolean },
): PutRequest {
  const now = new Map(
    (stored ? modelStates(stored) : []).map((each) => [each.model, each.enabled]),
  );
  const differing = Object.entries(previous.models).filter(([model, enabled]) =>
    stored ? now.has(model) && now.get(model) !== enabled : !enabled,
  );
  const named = (wanted: boolean) =>
    differing.filter(([, enabled]) => enabled === wanted).map(([model]) => model);
  const models = { enable: named(true), disable: named(false) };
  return {
    ...putNothing,
    provider,
    type: findProviderType(provider),
    document: { config: previous.config, models },
    enabled: previous.enabled,
    tests: { preflight: undefined, validate: options.validate },
    // What Port has stored before is for Port to judge.
    skipClientChecks: true,
    force: options.force,
    dryRun: options.dryRun,
  };
}

/** A path at which a provider differs from what it was. */
export interface RestoredPath {
  readonly path: string;
  readonly now: unknown;
  readonly then: unknown;
}

/** What would change. Values of headers are not compared: they were not kept, and those of now stay. */
export function restoredPaths(
  { previous }: Restoration,
  stored: Provider | undefined,
  { document }: PutRequest,
): RestoredPath[] {
  const now: Config = hideValues(stored?.config ?? {});
  const then = previous.config ?? {};
  const { enable = [], disable = [] } = document?.models ?? {};
  const switched = (model: string, on: boolean): RestoredPath => ({
    path: `models.${model}.enabled`,
    now: stored ? !on : undefined,
    then: on,
  });
  return [
    ...changedPaths({ config: now }, { config: then }).map((path) => ({
      path,
      now: valueAt({ config: now }, path),
      then: valueAt({ config: then }, path),
    })),
    ...(stored?.enabled === previous.enabled
      ? []
      : [{ path: 'enabled', now: stored?.enabled, then: previous.enabled }]),
    ...enable.map((model) => switched(model, true)),
    ...disable.map((model) => switched(model, false)),
  ];
}

/** The value at a path of `changedPaths`, whose keys may have dots in them. */
function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value;
  const fields = fieldsOf(value) ?? {};
  const key = Object.keys(fields).find((each) => path === each || path.startsWith(`${each}.`));
  return key === undefined ? undefined : valueAt(fields[key], path.slice(key.length + 1));
}
