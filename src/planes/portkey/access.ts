import type { FoundCredentials } from '../../core/credentials-form.ts';
import type { Sourced } from '../../core/sources.ts';
import type { PlaneAccess } from '../raw-api.ts';
import type { PortkeyClient } from './client.ts';
import type { PortkeyCredentials } from './credentials.ts';

/** Portkey, as one run uses it. */
export interface PortkeyAccess extends PlaneAccess {
  /** The base URL of its API, as settings say; in the sandbox nothing is sent there. */
  readonly baseUrl: () => Promise<Sourced<string>>;
  /** The key; undefined where there is none. In the sandbox none is needed. */
  readonly credentials: () => Promise<FoundCredentials<PortkeyCredentials> | undefined>;
  /** The Admin API, or the sandbox in its place. */
  readonly client: () => Promise<PortkeyClient>;
  /** The API at an address, through a key that is not in use yet. */
  readonly tryOut: (credentials: PortkeyCredentials, baseUrl: string) => Promise<PortkeyClient>;
}
