import { join } from 'node:path';
import { awsAccount } from '../../../cli/aws-account.ts';
import type { Context } from '../../../cli/context.ts';
import { keptFlags } from '../../../cli/globals.ts';
import { writeOutputFiles } from '../../../cli/output-file.ts';
import type { ExitClass } from '../../../core/errors.ts';
import type { SetupDependencies } from '../../../operations/bedrock-setup/dependencies.ts';
import { equivalentCommand } from '../../../operations/bedrock-setup/equivalent-command.ts';
import type { SetupOutcome } from '../../../operations/bedrock-setup/outcome.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import { setUpBedrock } from '../../../operations/bedrock-setup/setup.ts';
import { record, type SetupSoFar } from '../../../operations/bedrock-setup/so-far.ts';
import { openUndoLog, withStanding } from '../../../operations/undo-log.ts';
import { askAboutSetup } from '../../../questions/bedrock-setup/setup.ts';
import { nobody } from '../../../ui/asker.ts';
import { pasteableLine } from '../../../ui/output.ts';
import { renderSetup, renderSetupPlan } from '../../../ui/render/bedrock-setup.ts';
import { newerAnswer } from '../newer-answer.ts';
import { setupViews } from './views.ts';
import { withAnswers } from './with-answers.ts';
import { port } from '../../../planes/port/plane.ts';

/** Sets Bedrock up: asks for what is open when its turn comes, does it, shows what it came to. */
export async function runSetup(
  base: Context,
  request: SetupRequest,
): Promise<ExitClass | undefined> {
  // Who says yes beforehand has said all there is to say: what has a usual answer gets it.
  const context = request.confirmed ? { ...base, ask: nobody } : base;
  const undoLog = openUndoLog();
  const soFar: SetupSoFar = { request };
  try {
    const dependencies = dependenciesOf(context, { undoLog, soFar });
    const outcome = await setUpBedrock(dependencies, request);
    return await show(context, dependencies, { request, outcome });
  } catch (error) {
    const asked = context.ask.available ? { given: request, soFar } : undefined;
    throw withAnswers(withStanding(error, undoLog, context.runtime.signal), asked, undoLog);
  }
}

function dependenciesOf(
  context: Context,
  run: Pick<SetupDependencies, 'soFar' | 'undoLog'>,
): SetupDependencies {
  const { ask, hold, out, runtime } = context;
  const { now, sleep, signal } = runtime;
  return {
    ...{ ...run, hold, now, sleep, signal },
    port: context.plane(port).client,
    report: out,
    openAccount: (profile, region) => awsAccount(context, { profile, region }),
    newerAnswer: newerAnswer(context),
    writeFiles: {
      pathIn: join,
      write: (folder, files, options) =>
        writeOutputFiles(
          files.map(({ name, text }) => ({ path: join(folder, name), text })),
          options,
        ),
    },
    show: setupViews(context),
    decide: ask.available ? askAboutSetup({ ask, hold, report: out }) : undefined,
  };
}

async function show(
  context: Context,
  dependencies: SetupDependencies,
  { request, outcome }: { readonly request: SetupRequest; readonly outcome: SetupOutcome },
): Promise<ExitClass | undefined> {
  const { out, globals } = context;
  const { soFar, undoLog, decide } = dependencies;
  switch (outcome.kind) {
    case 'keys': {
      const { putKeys } = await import('./put-keys.ts');
      const ended = await putKeys(context, outcome, undoLog);
      // The put has said how it is done again, but it opens no model.
      if (soFar.request.modelAccess !== request.modelAccess) sayEquivalent(context, soFar);
      return ended;
    }
    case 'dry-run':
      await out.result(outcome.plan, renderSetupPlan);
      return undefined;
    case 'written':
      await out.result({ written: outcome.paths }, ({ written }) => written.join('\n'));
      return undefined;
    case 'connected': {
      const { result } = outcome;
      await out.result(result, renderSetup);
      // Who is asked about the default has read before that the test passed; a script gets one answer.
      if (soFar.request.makeDefault === undefined && !globals.json) {
        const { offerDefault } = await import('../../../operations/bedrock-setup/default.ts');
        const makeDefault = await offerDefault(dependencies, result.provider);
        record(soFar, { makeDefault });
      }
      if (decide) sayEquivalent(context, soFar);
      return undefined;
    }
  }
}

/** After a conversation: the command that does the same without one. */
function sayEquivalent(
  { out, globals }: Pick<Context, 'out' | 'globals'>,
  { request, leftOn = [] }: SetupSoFar,
): void {
  const line = pasteableLine(keptFlags(globals), equivalentCommand(request));
  const but = leftOn.length > 0 ? [`but it switches off in Port: ${leftOn.join(', ')}`] : [];
  out.note([`The same without questions:\n  ${line}`, ...but].join('\n'));
}
