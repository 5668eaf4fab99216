import { handedOver, type Send } from '../core/http.ts';
import type { DialectName } from './port/dialects.ts';
import type { Fault } from './faults.ts';
import { guardedLive } from './live.ts';
import { withLoopback } from './loopback.ts';
import type { CatalogName } from './port/schema.ts';
import { portSandbox } from './port/routes.ts';
import { portkeySandboxPath } from '../planes/portkey/sandbox-path.ts';
import { sandboxPortkeyKeys, type PortkeyKeys } from './portkey/keys.ts';
import { withPortkeyCloud } from './portkey/cloud.ts';
import { portkeySandbox } from './portkey/routes.ts';
import { simulatedProviders } from './vendors/index.ts';
import { folderStore, memoryStore } from './store/store.ts';
import { sandboxToken, type MemberRole, type SandboxCredentials } from './port/token.ts';

export interface SandboxOptions {
  /** Where the state is kept and shared; in memory without it. */
  readonly dir?: string | undefined;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Sends connection tests of servers on this machine, which are real; without it they are not tested. */
  readonly loopback?: Send | undefined;
  /** Sends connection tests to the real providers instead of the simulated ones. */
  readonly live?:
    { readonly send: Send; readonly permits: (address: string) => boolean } | undefined;
  /** What opens it; the public pairs of a sandbox within the process without it. */
  readonly credentials?: SandboxCredentials | undefined;
  /** The same for Portkey; the public keys without it. */
  readonly portkeyKeys?: PortkeyKeys | undefined;
  readonly catalog?: CatalogName | undefined;
  readonly dialect?: DialectName | undefined;
  readonly faults?: readonly Fault[] | undefined;
  /** A number in [0, 1): trace ids come from it. */
  readonly random?: (() => number) | undefined;
}

export interface Sandbox {
  /** Both management APIs; every origin is served. What is under `portkeySandboxPath` is Portkey's. */
  readonly send: Send;
  /** The simulated providers; only those of AWS keep something: roles, and what accounts agreed to. */
  readonly simulated: Send;
  /** Where connection tests go: those, servers on this machine, or with `live` the real providers. */
  readonly providers: Send;
  /** An access token without a request. */
  token(role: MemberRole): Promise<string>;
  /** A key of Portkey: the organisation's for an admin, that of the workspace `eng` for a member. */
  portkeyKey(role: MemberRole): Promise<string>;
  /** Forgets the whole state, roles of the simulated AWS included. */
  reset(): Promise<void>;
}

/** A whole sandbox: state, management API, and providers to test connections against. */
export function openSandbox(options: SandboxOptions): Sandbox {
  const { dir, now, sleep, live, loopback, credentials, catalog, dialect, faults, random } =
    options;
  const keys = options.portkeyKeys ?? sandboxPortkeyKeys;
  const store = dir === undefined ? memoryStore() : folderStore(dir);
  const simulated = simulatedProviders({ now, sleep, aws: store });
  // Never to the real providers: whoever may change an integration chooses where its key goes.
  const portkey = portkeySandbox({ store, now, sleep, keys, faults, providers: simulated });
  const cloud = withPortkeyCloud(simulated, portkey);
  const here = loopback ? withLoopback(cloud, loopback) : cloud;
  const providers = live ? guardedLive(live.send, live.permits) : here;
  const port = portSandbox({
    store,
    now,
    sleep,
    providers,
    ...(live ? { live: true } : {}),
    ...(credentials === undefined ? {} : { credentials }),
    ...(catalog === undefined ? {} : { catalog }),
    ...(dialect === undefined ? {} : { dialect }),
    ...(faults === undefined ? {} : { faults }),
    ...(random === undefined ? {} : { random }),
  });
  return {
    async send(request) {
      const isPortkey = request.url.pathname.startsWith(`${portkeySandboxPath}/`);
      return handedOver(request, await (isPortkey ? portkey(request) : port(request)));
    },
    simulated,
    providers,
    token: (role) => sandboxToken(store, role, now),
    portkeyKey: (role) => Promise.resolve(keys[role]),
    reset: () => store.reset(),
  };
}
