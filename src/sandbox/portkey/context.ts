import type { Method } from '../../core/http.ts';
import type { PortkeyState } from '../store/portkey-state.ts';
import type { Route } from '../router.ts';
import type { PortkeyCaller } from './keys.ts';
import type { Vault } from './vault.ts';

/** A request whose sender is known. */
export interface CheckedPortkeyRequest {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
  readonly caller: PortkeyCaller;
  readonly now: Date;
  readonly vault: Vault;
}

/**
 * Answers a request with the body of a 200. A write changes the state that it is given; a read must
 * not. Both may be called again for the same request, and throw `Refused`.
 */
export interface PortkeyHandler {
  readonly kind: 'read' | 'write';
  /** How the audit log calls what is changed. */
  readonly resource: string;
  readonly run: (state: PortkeyState, call: CheckedPortkeyRequest) => unknown;
}

export type PortkeyRoute = Route<PortkeyHandler>;

/** Makes the routes of one resource. */
export const routesOf =
  (resource: string) =>
  (method: Method, path: string, run: PortkeyHandler['run']): PortkeyRoute => ({
    method,
    path,
    handle: { kind: method === 'GET' ? 'read' : 'write', resource, run },
  });
