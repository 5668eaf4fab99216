import type { Context } from '../../cli/context.ts';
import { PortaiError, type ExitClass } from '../../core/errors.ts';
import { hideValues } from '../../planes/port/rules/mask-headers.ts';
import type { ModelChange } from '../../planes/port/rules/model-switches.ts';
import type { ProbeReport } from '../../connection-test/result.ts';
import { changedIn, type ProviderChange } from '../../planes/port/rules/provider-change.ts';
import { testedModelsIn } from '../../planes/port/tested-models.ts';
import {
  requireTaken,
  writeProvider,
  type WriteOptions,
  withoutVerdict,
  type Written,
} from '../../operations/write-provider.ts';
import { renderPut, type DryRun } from '../../ui/render/put.ts';
import type { Book, Made } from '../book.ts';
import type { Subject } from './put-config.ts';
import type { PutFlags } from './put.ts';
import { enabledNames, shown, type StoredView } from './shared.ts';

/** What would be sent. */
export function dryRunOf({ id }: Subject, change: ProviderChange, flags: PutFlags): DryRun {
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

/** What is stored after a put, and the class it ends with. */
export interface Saved {
  readonly provider: StoredView;
  readonly exit: ExitClass;
}

export interface Writing {
  readonly change: ProviderChange;
  readonly stored: StoredView | undefined;
  readonly flags: PutFlags;
  readonly models: ModelChange;
  readonly book: Book;
  /** Of a preflight that went before. */
  readonly report?: ProbeReport;
}

/**
 * Sends the change, unless there is none, and answers with what is stored then. A write that did not
 * take, and a test that failed or did not happen, is a failure: its answer is no result.
 */
export async function write(
  { out, port }: Context,
  { id, type }: Subject,
  { change, stored, flags, models, book, report }: Writing,
): Promise<Saved> {
  const { validate } = flags;
  if (change.action === 'unchanged' && stored && !validate) {
    const result = { action: 'unchanged' as const, changed: [], provider: shown(stored) };
    await out.result(result, renderPut);
    return { provider: stored, exit: 'ok' };
  }
  if (validate) out.note(`Port tests the connection to ${id}; this can take a minute …`);
  const only = flags.createOnly ? 'create' : flags.updateOnly ? 'update' : undefined;
  const options: WriteOptions = {
    validate,
    askedModels: [...models.enable, ...models.disable],
    ...(only === undefined ? {} : { only }),
  };
  const client = await port();
  const what: Made =
    change.action === 'create'
      ? { what: `provider ${id} in Port`, undo: ['providers', 'delete', id] }
      : { what: `the changed provider ${id} in Port` };
  const written = await book.make(what, () =>
    writeProvider(client, id, type, change, options, stored).catch((error: unknown) => {
      throw withoutVerdict(error);
    }),
  );
  const tested = enabledNames(written.provider);
  if (validate) {
    requirePassed(written, id);
    requireTested(tested, id);
  }
  requireTaken(written, id);
  const unchanged = change.action === 'unchanged' && written.action === 'updated';
  await out.result(
    {
      action: unchanged ? ('unchanged' as const) : written.action,
      // A refusal may have corrected what was planned.
      changed: changedIn(written.update, stored, models),
      ...(validate ? { validated: tested } : {}),
      ...(report ? { preflight: report } : {}),
      provider: shown(written.provider),
    },
    renderPut,
  );
  // Switching something on or off leaves the connection as it was.
  const connects = change.changed.some((path) => path.startsWith('config'));
  if (!validate && connects) {
    out.note('Saved untested; --validate tests the connection before saving.');
  }
  return { provider: written.provider, exit: 'ok' };
}

/** Port saves what works; where an answer speaks of models all the same, its word is taken. */
function requirePassed({ provider, differs }: Written, id: string): void {
  const said = testedModelsIn(provider);
  const failed = said.filter(({ isValid }) => isValid === false).map(({ model }) => model);
  if (failed.length === 0) return;
  throw new PortaiError({
    name: 'SavedDespiteTest',
    message: `Port answered that ${id} is saved, and that the test failed for ${failed.join(', ')}`,
    exit: 'checkFailed',
    details: {
      testedModels: Object.fromEntries(
        said.map(({ model, isValid, message }) => [model, { isValid, message }]),
      ),
      ...(differs.length > 0 ? { differs } : {}),
    },
    hint: 'It is saved: mend the credentials or leave out those models, then test again.',
    next: [{ command: ['validate', id], why: 'test what is stored' }],
  });
}

/** With nothing switched on, there was nothing to test; what was asked for was not proved. */
function requireTested(tested: readonly string[], id: string): void {
  if (tested.length > 0) return;
  throw new PortaiError({
    name: 'NothingToTest',
    message: `${id} is saved, and untested: no model of it is enabled`,
    exit: 'unverifiable',
    hint: 'Leave out --validate where nothing is to be tested, or enable a model.',
    next: [{ command: ['providers', 'models', 'list', id], why: 'its models' }],
  });
}
