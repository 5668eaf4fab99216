import type { Context } from '../../cli/context.ts';
import type { ExitClass } from '../../core/errors.ts';
import { switchesSomething, type PutRequest } from '../../operations/put-provider/request.ts';
import { readState, type PutState } from '../../operations/put-provider/state.ts';
import { port } from '../../planes/port/plane.ts';
import type { VendorSetUp } from '../../planes/port/provider-types/define.ts';

/** What a set-up ended with, or what was read before it was declined. */
type Begun = { readonly exit: ExitClass | undefined } | { readonly state: PutState };

/** Offers a set-up and runs it; undefined if the user declines. */
type OfferSetUp = (
  context: Context,
  request: Pick<PutRequest, 'dryRun' | 'force'>,
) => Promise<{ readonly exit: ExitClass | undefined } | undefined>;

const offers: Readonly<Record<VendorSetUp, () => Promise<OfferSetUp>>> = {
  'aws-role': async () => (await import('../bedrock/setup/offer.ts')).offerRole,
};

/**
 * Begins a put that says nothing, on a terminal, with the set-up that its provider type has: offers it, and
 * runs it. Gives undefined if there is nothing to offer.
 */
export async function beginWithSetUp(
  context: Context,
  request: PutRequest,
): Promise<Begun | undefined> {
  const { ask, out, plane } = context;
  const setUp = request.type?.setUp;
  if (setUp === undefined || !ask.available || saysMore(request)) return undefined;
  const state = await readState({ client: await plane(port).client(), report: out }, request);
  if (state.stored) return { state };
  const offer = await offers[setUp]();
  return (await offer(context, request)) ?? { state };
}

/** Returns true if the request says something that a set-up does not know: it always tests by Port. */
function saysMore(request: PutRequest): boolean {
  const { fields, tests, expects, unchangedSince, skipClientChecks } = request;
  return (
    Object.keys(fields).length > 0 ||
    switchesSomething(request) ||
    tests.preflight !== undefined ||
    expects !== undefined ||
    unchangedSince !== undefined ||
    skipClientChecks
  );
}
