import { addressOf, type PortkeyCall } from '../../planes/portkey/calls.ts';

/** Changes that were not made: the calls in the order in which they would be sent, secrets as masks. */
export interface IntegrationDryRun {
  readonly dryRun: true;
  readonly action: string;
  /** The paths and names that would differ from what is stored. */
  readonly changed: readonly string[];
  readonly requests: readonly {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
  }[];
}

/** Describes calls in the very form in which they are sent. */
export function dryRunOfCalls(
  action: string,
  changed: readonly string[],
  calls: readonly PortkeyCall[],
): IntegrationDryRun {
  const requests = calls.map((call) => ({
    method: call.method,
    path: addressOf(call),
    ...(call.body === undefined ? {} : { body: masked(call.body) }),
  }));
  return { dryRun: true, action, changed, requests };
}

/** The body as JSON has it: a Secret in it shows as a mask. */
const masked = (body: Readonly<Record<string, unknown>>): unknown =>
  JSON.parse(JSON.stringify(body));
