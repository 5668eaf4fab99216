import { connectionTest } from '../../cli/connection-test.ts';
import type { Context } from '../../cli/context.ts';
import type { SecretWord } from '../../cli/secret-flags.ts';
import type { ExitClass } from '../../core/errors.ts';
import { testableType } from '../../operations/connection-test/subject.ts';
import { completeWithoutQuestions } from '../../operations/put-provider/config.ts';
import { putProvider, type PutDependencies } from '../../operations/put-provider/put-provider.ts';
import { putNothing, type PutRequest } from '../../operations/put-provider/request.ts';
import { readState } from '../../operations/put-provider/state.ts';
import { findStored } from '../../operations/stored-providers.ts';
import { compareModels, type ComparedModels } from '../../operations/sync-models.ts';
import { openUndoLog } from '../../operations/undo-log.ts';
import { port } from '../../planes/port/plane.ts';
import { renderModelDifferences, renderSynced } from '../../ui/render/model-sync.ts';
import { renderTestReports } from '../../ui/render/test-reports.ts';

import { showPut } from './show-put.ts';
import type { SyncFlags } from './sync-flags.ts';

/** Which catalogue follows its server, and which models are added. */
interface SyncSubject {
  readonly provider: string;
  readonly patterns: readonly string[];
}

/** Compares a catalogue with its server, and writes what differs unless it is only checked. */
export async function runSync(
  context: Context,
  { provider, patterns }: SyncSubject,
  { add, prune, force, check, dryRun, validate, showRequest }: SyncFlags,
  words: readonly SecretWord[],
): Promise<ExitClass | undefined> {
  const { out, runtime } = context;
  const type = testableType(provider);
  const { client: open, token } = context.plane(port);
  const dependencies: PutDependencies = {
    ...{ client: await open(), token, undoLog: openUndoLog(), report: out },
    ...{ signal: runtime.signal, now: runtime.now, storedValues: new Map() },
    connectionTest: () => connectionTest(context, { words, showRequest }),
    showTests: (reports) => out.notice(reports, renderTestReports),
  };
  const request: PutRequest = {
    ...putNothing,
    ...{ provider, type, force, dryRun, expects: 'present' },
    tests: { preflight: undefined, validate },
  };
  const state = await readState(dependencies, request);
  const stored = findStored(state.providers, provider);
  const compared = await compareModels(
    dependencies,
    { type, patterns, add, prune, force },
    stored,
    state,
  );
  warnOfKept(context, compared, prune);
  const { found, differences, models, kept, writes } = compared;
  const result = { provider, server: found.server ?? null, differences, kept };
  if (check || !writes) {
    const differs = differences.length > 0;
    await out.result({ action: differs ? 'differs' : 'unchanged', ...result }, renderSynced);
    return check && differs ? 'pending' : undefined;
  }
  await out.notice(differences, renderModelDifferences);
  const changed = { ...request, fields: { models } };
  await showPut(
    out,
    await putProvider(dependencies, completeWithoutQuestions(changed, stored), state),
  );
  return undefined;
}

function warnOfKept({ out }: Context, { kept }: ComparedModels, prune: boolean): void {
  if (kept.length === 0) return;
  out.warn({
    code: 'model_gone',
    message: prune
      ? `The server does not list ${kept.join(', ')}, which is the default and stays. Choose another default first, or remove it with --force.`
      : `The server does not list ${kept.join(', ')}. --prune removes what it does not list.`,
  });
}
