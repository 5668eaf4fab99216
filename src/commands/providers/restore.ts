import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { connectionTest } from '../../cli/connection-test.ts';
import type { Context } from '../../cli/context.ts';
import { keptChanges } from '../../cli/kept-changes.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { typeArgument } from '../../cli/type-argument.ts';
import { fail } from '../../core/fail.ts';
import { once } from '../../core/once.ts';
import { completeWithoutQuestions } from '../../operations/put-provider/config.ts';
import { putProvider, type PutDependencies } from '../../operations/put-provider/put-provider.ts';
import { readState } from '../../operations/put-provider/state.ts';
import { putOf, restorationOf, restoredPaths } from '../../operations/restoration.ts';
import { openUndoLog } from '../../operations/undo-log.ts';
import { port } from '../../planes/port/plane.ts';
import { readClaims } from '../../planes/port/token-claims.ts';
import { renderRestoredPaths } from '../../ui/render/restored-paths.ts';
import { renderTestReports } from '../../ui/render/test-reports.ts';
import type { Define } from '../define.ts';
import { typeOr } from '../missing-argument.ts';
import { showPut } from './show-put.ts';

const flags = once(() =>
  mutationFlags().extend({ at: z.string().optional(), validate: z.boolean().default(false) }),
);

/** `providers restore`. */
export const define: Define = (command, invocation) => {
  command
    .argument('[type]', 'provider type, such as bedrock')
    .option('--at <id>', 'what was there before this change (default: the latest)')
    .option('--validate', 'test the connection before saving');
  addMutationOptions(command).addHelpText('after', help);
  const reads = { args: () => z.tuple([typeArgument().optional()]), flags };
  command.action(
    action(invocation, reads, async (context, [given], { at, dryRun, force, validate }) => {
      const { out } = context;
      const provider = await typeOr(context, given, ['providers', 'restore']);
      const changes = await keptChanges(context, { provider });
      const dependencies = await dependenciesOf(context);
      const organization = readClaims((await dependencies.token()).reveal()).organizationId;
      const restoration = restorationOf(provider, changes, { at, organization });
      const looking = putOf(restoration, undefined, { dryRun, force, validate });
      const state = await readState(dependencies, looking);
      const request = putOf(restoration, state.stored, { dryRun: true, force, validate });
      const complete = completeWithoutQuestions(request, state.stored);
      // Refuses what stands in the way before anybody is asked.
      const planned = await putProvider(dependencies, complete, state);
      const differing = restoredPaths(restoration, state.stored, request);
      if (differing.length > 0) await out.notice(differing, renderRestoredPaths);
      if (dryRun) {
        await showPut(out, planned);
        return undefined;
      }
      if (differing.length > 0) await confirmRestore(context, provider);
      const made = { ...complete, request: { ...request, dryRun: false } };
      await showPut(out, await putProvider(dependencies, made, state));
      return undefined;
    }),
  );
};

async function dependenciesOf(context: Context): Promise<PutDependencies> {
  const { out, runtime, plane } = context;
  const { client: open, token } = plane(port);
  return {
    ...{ client: await open(), token, undoLog: openUndoLog(), report: out },
    ...{ signal: runtime.signal, now: runtime.now, storedValues: new Map() },
    connectionTest: () => connectionTest(context, { words: [], showRequest: false }),
    showTests: (reports) => out.notice(reports, renderTestReports),
  };
}

async function confirmRestore({ ask, globals }: Context, provider: string): Promise<void> {
  if (globals.yes) return;
  if (!ask.available) {
    throw fail('ConfirmationNeeded', `Restoring ${provider} needs --yes where nobody can be asked`);
  }
  const question = { message: `Put ${provider} back as it was`, flag: '--yes' };
  if (await ask.confirm({ ...question, suggestion: false })) return;
  throw fail('NotConfirmed', 'Nothing was changed');
}

const help = `
Puts back what was stored before the latest change from this machine, or before
the one that --at names, and shows first what differs. Restoring twice brings
back what was there in between. Values of secrets and headers are not kept: a
secret is put back by its name, and a header keeps the value it has now.

Examples:
  portai providers restore openai --dry-run
  portai providers restore openai --at 20260131-104500-3fa2c1 --validate
`;
