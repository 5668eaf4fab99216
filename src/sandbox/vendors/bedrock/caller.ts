import type { HttpRequest } from '../../../core/http.ts';
import { callerOf, type AwsCaller } from '../../aws-account/caller.ts';
import { bedrockRefusal, refusedSignature } from './refusals.ts';
import type { Answer, SimulationDependencies } from '../vendor.ts';

/** Who asks Bedrock; its runtime and its control plane sign for one service. */

export interface Signed {
  readonly region: string;
  readonly account: string;
  readonly arn: string;
  readonly who: AwsCaller;
  /** The same caller, as words are read. */
  readonly caller: { readonly credential: string; readonly ofFamily: true };
}

export async function signedBy(
  request: HttpRequest,
  dependencies: SimulationDependencies,
): Promise<Signed | Answer> {
  const region = request.url.hostname.split('.')[1] ?? '';
  const who = await callerOf(request, { service: 'bedrock', region }, dependencies.now());
  if ('problem' in who) return refusedSignature(who);
  const { account, arn, words } = who;
  return { region, account, arn, who, caller: { credential: words, ofFamily: true } };
}

export const unknownOperation = (): Answer =>
  bedrockRefusal(404, 'UnknownOperationException', 'Unknown operation');
