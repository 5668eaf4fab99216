import { addressOf, type PortCall } from '../planes/port/calls.ts';

/** A change that was not made: what would be sent. Secrets are in it by name only. */
export interface DryRun {
  readonly dryRun: true;
  readonly action: string;
  /** Paths that would differ from what is stored. */
  readonly changed: readonly string[];
  /** Null where nothing would be sent. */
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
  } | null;
}

/** What would be sent, in the very description that is sent. */
export function dryRunOf(
  action: string,
  changed: readonly string[],
  call: PortCall | undefined,
): DryRun {
  const request = call && {
    method: call.method,
    path: addressOf(call),
    ...(call.body === undefined ? {} : { body: shown(call.body) }),
  };
  return { dryRun: true, action, changed, request: request ?? null };
}

/** The body as it would be sent, but for what masks itself. */
function shown(body: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(JSON.stringify(body));
}
