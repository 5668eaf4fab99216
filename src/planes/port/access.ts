import type { FoundCredentials } from '../../core/credentials-form.ts';
import type { Secret } from '../../core/secret.ts';
import type { Sourced } from '../../core/sources.ts';
import type { PlaneAccess } from '../raw-api.ts';
import type { PortClient } from './client.ts';
import type { Credentials, StoredCredentials } from './credentials.ts';
import type { FrontDoorAnswer } from './front-door.ts';

/** Port, as one run uses it. */
export interface PortAccess extends PlaneAccess {
  /** Scheme and host of its API. */
  readonly origin: () => Promise<Sourced<string>>;
  /** What signs in; undefined where there is nothing. In the sandbox nothing is needed. */
  readonly credentials: () => Promise<FoundCredentials<Credentials> | undefined>;
  /** The access token in use; with `renew` a fresh one. */
  readonly token: (renew?: boolean) => Promise<Secret>;
  /** Asks the API without credentials: who answers there, and how. Rejects where nobody does. */
  readonly frontDoor: () => Promise<FrontDoorAnswer>;
  /** The management API, or the sandbox in its place. */
  readonly client: () => Promise<PortClient>;
  /**
   * The API through credentials that are not in use yet. A pair is exchanged for a token right away:
   * rejects when Port does not take it.
   */
  readonly tryOut: (credentials: StoredCredentials) => Promise<PortClient>;
}
