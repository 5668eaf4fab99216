import type { SetupRequest } from './request.ts';

/** A set-up with what is decided so far in it. */
export interface SetupSoFar {
  request: SetupRequest;
  /** Models that Port keeps switched on although they cannot be had: no flag says so. */
  leftOn?: readonly string[];
  /** Whether the external ID that was given lies in Port by now. */
  isIdStored?: boolean;
}

export function record(soFar: SetupSoFar, decided: Partial<SetupRequest>): void {
  soFar.request = { ...soFar.request, ...decided };
}

/**
 * The request that goes on where a set-up stopped. It forces nothing: what was to be replaced then need
 * not be what is there later.
 */
export function continued({ request, isIdStored }: SetupSoFar): SetupRequest {
  const { externalId } = request;
  return {
    ...request,
    force: false,
    externalId: isIdStored === true ? { ...externalId, given: undefined } : externalId,
  };
}
