import type { PlaneErrors } from './documented-errors.ts';
import type { Plane } from './plane.ts';
import type { PortAccess } from './port/access.ts';
import { port } from './port/plane.ts';
import type { PortkeyAccess } from './portkey/access.ts';
import { portkey } from './portkey/plane.ts';
import type { PlaneAccess } from './raw-api.ts';

/** What each control plane gives a command to work with. */
export interface PlaneAccesses {
  readonly port: PortAccess;
  readonly portkey: PortkeyAccess;
}

export type PlaneId = keyof PlaneAccesses;

/** Every control plane. */
export const planes = { port, portkey } satisfies {
  readonly [Id in PlaneId]: Plane<PlaneAccesses[Id]>;
};

/** All of them, for what is asked of each. */
export const allPlanes: readonly [Plane<PlaneAccess>, ...Plane<PlaneAccess>[]] = [
  planes.port,
  planes.portkey,
];

/** What every control plane documents of its errors. */
export const planeErrors = (): Promise<PlaneErrors[]> =>
  Promise.all(allPlanes.map(({ errors }) => errors()));
