import type { TestReport } from '../../connection-test/result.ts';
import type { PortClient } from '../../planes/port/client.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import type { ModelSwitchRequest } from '../../planes/port/rules/model-switches.ts';
import { changedIn, type ProviderChange } from '../../planes/port/rules/provider-change.ts';
import { testedModelsIn } from '../../planes/port/tested-models.ts';
import type { Report } from '../ports.ts';
import { enabledNames } from '../stored-providers.ts';
import type { Made, UndoLog } from '../undo-log.ts';
import {
  requireTaken,
  withoutVerdict,
  writeProvider,
  type WriteOptions,
  type WrittenProvider,
} from '../write-provider.ts';
import type { PutRequest } from './request.ts';
import { fail } from '../../core/fail.ts';

/** The state after a put. */
export interface Saved {
  readonly kind: 'saved';
  readonly action: 'created' | 'updated' | 'unchanged';
  /** Paths that differ from what was stored before. */
  readonly changed: readonly string[];
  /** Models that Port tested; undefined if no test was asked for. */
  readonly validated?: readonly string[];
  /** True if a change of the connection was saved without a test. */
  readonly untested: boolean;
  /** The report of the test from this machine, if there was one before. */
  readonly preflight?: TestReport;
  readonly provider: Provider;
}

export interface SaveDependencies {
  readonly client: PortClient;
  readonly report: Report;
  readonly undoLog: UndoLog;
}

/** A change to send. */
export interface Saving {
  readonly request: PutRequest;
  readonly change: ProviderChange;
  readonly models: ModelSwitchRequest;
  readonly stored: Provider | undefined;
  readonly validate: boolean;
  readonly preflight?: TestReport;
}

/**
 * Sends the change, if there is one, and returns the state after it. Throws if the write did not
 * take effect, or if a test failed or did not happen.
 */
export async function save(dependencies: SaveDependencies, saving: Saving): Promise<Saved> {
  const { request, change, models, stored, validate, preflight } = saving;
  if (change.action === 'unchanged' && stored && !validate) {
    return { kind: 'saved', action: 'unchanged', changed: [], untested: false, provider: stored };
  }
  const written = await write(dependencies, saving);
  const { provider, action, update } = written;
  const tested = enabledNames(provider);
  if (validate) {
    requirePassed(written, request.provider);
    requireTested(tested, request.provider);
  }
  requireTaken(written, request.provider);
  const unchanged = change.action === 'unchanged' && action === 'updated';
  // Switching something on or off leaves the connection as it was.
  const connects = change.changed.some((path) => path.startsWith('config'));
  return {
    kind: 'saved',
    action: unchanged ? 'unchanged' : action,
    // A refusal may have corrected what was planned.
    changed: changedIn(update, stored, models),
    ...(validate ? { validated: tested } : {}),
    untested: !validate && connects,
    ...(preflight ? { preflight } : {}),
    provider,
  };
}

function write(
  { client, report, undoLog }: SaveDependencies,
  { request, change, models, stored, validate }: Saving,
) {
  const { provider: id, type, expects } = request;
  if (validate) report.note(`Port tests the connection to ${id}; this can take a minute …`);
  const only = expects === 'absent' ? 'create' : expects === 'present' ? 'update' : undefined;
  const options: WriteOptions = {
    validate,
    askedModels: [...models.enable, ...models.disable],
    ...(only === undefined ? {} : { only }),
  };
  const what: Made =
    change.action === 'create'
      ? { what: `provider ${id} in Port`, undo: ['providers', 'delete', id] }
      : { what: `the changed provider ${id} in Port` };
  return undoLog.make(what, () =>
    writeProvider(client, id, type, change, options, stored).catch((error: unknown) => {
      throw withoutVerdict(error);
    }),
  );
}

/**
 * Throws if Port saved the provider and reports a failed model all the same. Port documents that it
 * saves only a provider that works.
 */
function requirePassed({ provider, differs }: WrittenProvider, id: string): void {
  const said = testedModelsIn(provider);
  const failed = said.filter(({ isValid }) => isValid === false).map(({ model }) => model);
  if (failed.length === 0) return;
  throw fail(
    'SavedDespiteTest',
    `Port answered that ${id} is saved, and that the test failed for ${failed.join(', ')}`,
    {
      details: {
        testedModels: Object.fromEntries(
          said.map(({ model, isValid, message }) => [model, { isValid, message }]),
        ),
        ...(differs.length > 0 ? { differs } : {}),
      },
      hint: 'It is saved: mend the credentials or leave out those models, then test again.',
      next: [{ command: ['validate', id], why: 'test what is stored' }],
    },
  );
}

/**
 * Throws if no model is enabled: then there was nothing to test, and the test that was asked for
 * proved nothing.
 */
function requireTested(tested: readonly string[], id: string): void {
  if (tested.length > 0) return;
  throw fail('NothingToTest', `${id} is saved, and untested: no model of it is enabled`, {
    hint: 'Leave out --validate where nothing is to be tested, or enable a model.',
    next: [{ command: ['providers', 'models', 'list', id], why: 'its models' }],
  });
}
