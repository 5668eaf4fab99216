import type { SetupRequest } from './request.ts';

/** A set-up with what is decided so far in it. */
export interface SetupSoFar {
  request: SetupRequest;
}

export function record(soFar: SetupSoFar, decided: Partial<SetupRequest>): void {
  soFar.request = { ...soFar.request, ...decided };
}
