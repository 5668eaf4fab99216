import type { ShadowedSetting } from '../../core/setting.ts';
import type { Sourced } from '../../core/sources.ts';
import type { PortAccess } from '../../planes/port/access.ts';
import type { PortkeyAccess } from '../../planes/portkey/access.ts';
import type { CredentialsInUse } from '../../planes/sign-in.ts';
import type { Report } from '../ports.ts';
import type { CredentialsSeen } from './credentials-checks.ts';
import type { RouteSettings } from './route-checks.ts';
import type { SettingsFolder, SettingsInUse } from './settings-checks.ts';

/** Where a doctor looks, in one profile. What rejects with a foreseen error becomes a line of the report. */
export interface DoctorSources {
  /** The profile that is meant, whether it can be read or not. */
  readonly profile: string;
  readonly now: () => Date;
  readonly report: Report;
  readonly settings: () => Promise<SettingsInUse>;
  readonly folder: () => Promise<SettingsFolder>;
  readonly hidden: () => Promise<readonly ShadowedSetting[]>;
  readonly route: (address: Sourced<string>) => Promise<RouteSettings>;
  readonly port: Pick<PortAccess, 'origin' | 'token' | 'client' | 'frontDoor'>;
  /** Undefined where there are none. */
  readonly credentials: () => Promise<CredentialsSeen | undefined>;
  readonly portkey: Pick<PortkeyAccess, 'baseUrl' | 'client'> & {
    /** Undefined where there is no key. */
    readonly inUse: () => Promise<CredentialsInUse | undefined>;
  };
}

/** What is wanted of a doctor. */
export interface DoctorRequest {
  /** True if Port is to test each provider, which is a write. */
  readonly validate: boolean;
}
