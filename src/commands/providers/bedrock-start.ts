import type { Context } from '../../cli/context.ts';
import type { ExitClass } from '../../core/errors.ts';
import { switchesSomething, type PutRequest } from '../../operations/put-provider/request.ts';
import { readState, type PutState } from '../../operations/put-provider/state.ts';
import { port } from '../../planes/port/plane.ts';

/** What a set-up ended with, or what was read before it was declined. */
type Begun = { readonly exit: ExitClass | undefined } | { readonly state: PutState };

/**
 * Where `providers put bedrock` begins with nothing, on a terminal: asks whether portai is to set up the
 * role, and does so. Undefined where that is no question.
 */
export async function startBedrock(
  context: Context,
  request: PutRequest,
): Promise<Begun | undefined> {
  const { ask, globals, out, plane } = context;
  if (request.provider !== 'bedrock' || !ask.available || saysMore(request)) return undefined;
  const state = await readState({ client: await plane(port).client(), report: out }, request);
  if (state.stored) return { state };
  const setsUp = await ask.pick(
    { message: 'How to begin', flag: '--role-arn <arn> or --access-key-id-secret <name>' },
    [
      { name: 'Set up a role with portai (bedrock setup)', short: 'set up a role', value: true },
      { name: 'I have a role or access keys', value: false },
    ],
  );
  if (!setsUp) return { state };
  const [{ runSetup }, { undecidedSetup }] = await Promise.all([
    import('../bedrock/setup/run-setup.ts'),
    import('../../operations/bedrock-setup/request.ts'),
  ]);
  const { dryRun, force } = request;
  return {
    exit: await runSetup(context, { ...undecidedSetup, confirmed: globals.yes, dryRun, force }),
  };
}

/** Whether the request says something that a set-up does not know: it always tests by Port. */
function saysMore(request: PutRequest): boolean {
  const { fields, tests, expects, unchangedSince, skipClientChecks } = request;
  return (
    Object.keys(fields).length > 0 ||
    switchesSomething(request) ||
    tests.here !== undefined ||
    expects !== undefined ||
    unchangedSince !== undefined ||
    skipClientChecks
  );
}
