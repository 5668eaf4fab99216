import { connectionTest, type TestFlags } from '../../cli/connection-test.ts';
import type { Context } from '../../cli/context.ts';
import { keptFlags } from '../../cli/globals.ts';
import { readsValues } from '../../cli/secret-value.ts';
import { PortaiError, type ExitClass } from '../../core/errors.ts';
import type { PutDependencies } from '../../operations/put-provider/put-provider.ts';
import type { CompletePut, PutRequest } from '../../operations/put-provider/request.ts';
import type { Saved } from '../../operations/put-provider/save.ts';
import { readState, type PutState } from '../../operations/put-provider/state.ts';
import { openUndoLog, withStanding, type UndoLog } from '../../operations/undo-log.ts';
import { equivalentCommands, withAnswers } from '../../questions/equivalent-command.ts';
import { completePut, type AnswersSoFar, type Decided } from '../../questions/put-provider.ts';
import { putUntilSaved } from '../../questions/put-until-saved.ts';
import type { LookAtServer } from '../../questions/served-models.ts';
import type { Conversation } from '../../questions/conversation.ts';
import { pasteableLine } from '../../ui/output.ts';
import { renderTestReports } from '../../ui/render/test-reports.ts';
import { showPut, withTestedModels } from './show-put.ts';
import { port } from '../../planes/port/plane.ts';

/** What a put is run with beside its request. */
export interface PutRun {
  /** How values are given for a test from this machine, and what is shown of it. */
  readonly test: TestFlags;
  /** Whether a server is asked for its models instead of the person who is asked for the rest. */
  readonly looks?: boolean;
  /** What was read before. */
  readonly state?: PutState;
  /** What another conversation has decided before. */
  readonly decided?: Omit<Decided, 'values'>;
}

/** Puts a provider: asks for what is open, does it, shows the result. */
export async function runPut(
  context: Context,
  request: PutRequest,
  run: PutRun,
): Promise<ExitClass | undefined> {
  const { signal } = context.runtime;
  const undoLog = openUndoLog();
  let done: ReportedPut;
  try {
    done = await put(context, request, run, undoLog);
  } catch (error) {
    // One write alone has said itself how it ended, unless somebody stopped it.
    const said = error instanceof PortaiError && error.name !== 'Cancelled';
    throw said && undoLog.made.length === 0 ? error : withStanding(error, undoLog, signal);
  }
  return conclude(context, done);
}

/** The same as a part of a longer command, in whose log it writes. */
export async function runPutWithin(
  context: Context,
  request: PutRequest,
  run: PutRun,
  undoLog: UndoLog,
): Promise<ExitClass | undefined> {
  return conclude(context, await put(context, request, run, undoLog));
}

/** A put that was made, and what is saved; nothing of a dry run. */
interface ReportedPut {
  readonly made: CompletePut;
  readonly saved: Saved | undefined;
}

async function put(
  context: Context,
  request: PutRequest,
  { test, looks = true, state: known, decided }: PutRun,
  undoLog: UndoLog,
): Promise<ReportedPut> {
  const { out, ask, hold, runtime } = context;
  const { client: open, token } = context.plane(port);
  const client = await open();
  const dependencies: PutDependencies = {
    ...{ client, token, undoLog },
    report: out,
    signal: runtime.signal,
    now: runtime.now,
    storedValues: new Map(),
    connectionTest: () => connectionTest(context, test),
    showTests: (reports) => out.notice(reports, renderTestReports),
  };
  const state = known ?? (await readState(dependencies, request));
  const conversation: Conversation = {
    ...{ ask, hold, report: out, now: runtime.now },
    readValue: readsValues(context),
  };
  const soFar: AnswersSoFar = { config: {}, request, newSecrets: [] };
  try {
    const values = test.words.length > 0;
    const looked = await withModels(dependencies, request, state);
    soFar.request = looked.request;
    const completed = await completePut(
      conversation,
      looked.request,
      state,
      { ...decided, values, ...(looks ? { lookAtServer: lookBy(context, test) } : {}) },
      soFar,
    );
    const first = {
      ...completed,
      newSecrets: [...completed.newSecrets, ...looked.values.keys()],
      values: new Map([...completed.values, ...looked.values]),
      valuesForTests: new Map([...looked.valuesForTests, ...(completed.valuesForTests ?? [])]),
    };
    const { made, result } = await putUntilSaved(conversation, dependencies, first, state, soFar);
    await showPut(out, result);
    return { made, saved: result.kind === 'saved' ? result : undefined };
  } catch (error) {
    const shown = !context.globals.json && !context.globals.quiet;
    throw withAnswers(shown ? error : withTestedModels(error), soFar, dependencies.storedValues);
  }
}

/** Asks a server from this machine; values that are not at hand are given by the flags, or asked for. */
const lookBy =
  (context: Context, test: TestFlags): LookAtServer =>
  async (asked, held) => {
    const { lookAtServer } = await import('../../operations/put-provider/discover-models.ts');
    const dependencies = { connectionTest: () => connectionTest(context, test) };
    return lookAtServer(dependencies, asked, undefined, held);
  };

/** The request with the models of the server, which is asked where the request wants it. */
async function withModels(dependencies: PutDependencies, request: PutRequest, state: PutState) {
  if (!request.discover) return { request, values: new Map(), valuesForTests: new Map() };
  const { withDiscoveredModels } = await import('../../operations/put-provider/discover-models.ts');
  return withDiscoveredModels(dependencies, request, state);
}

/** After a conversation: the question of the default, and the command that does the same. */
async function conclude(
  context: Context,
  { made, saved }: ReportedPut,
): Promise<ExitClass | undefined> {
  const { out, globals } = context;
  const { request, config = {}, variant, asked, newSecrets } = made;
  if (!asked || !variant) return undefined;
  // With --json the answer is complete before anybody could be asked.
  const madeDefault = saved && !globals.json ? await defaultOf(context, saved) : undefined;
  const commands = equivalentCommands({ request, config, variant, newSecrets, madeDefault });
  const lines = commands.map((words) => `  ${pasteableLine(keptFlags(globals), words)}`);
  out.note(['The same without questions:', ...lines].join('\n'));
  return undefined;
}

async function defaultOf(
  { ask, out, plane }: Context,
  { provider }: Saved,
): Promise<string | undefined> {
  const { offerDefault } = await import('../../questions/default.ts');
  return offerDefault(ask, { client: await plane(port).client(), report: out }, provider);
}
