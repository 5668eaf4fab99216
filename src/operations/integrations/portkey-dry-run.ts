import { addressOf, type PortkeyCall } from '../../planes/portkey/calls.ts';
import type { DryRun } from '../dry-run.ts';

/** What would be sent to Portkey, in the very description that is sent; secrets in it mask themselves. */
export function portkeyDryRun(
  action: string,
  changed: readonly string[],
  call: PortkeyCall | undefined,
): DryRun {
  const body: unknown =
    call?.body === undefined ? undefined : JSON.parse(JSON.stringify(call.body));
  const request = call && {
    method: call.method,
    path: addressOf(call),
    ...(body === undefined ? {} : { body }),
  };
  return { dryRun: true, action, changed, request: request ?? null };
}
