import type { ExitClass } from '../domain/errors.ts';
import type { Send } from '../domain/http.ts';
import { Redactor } from '../domain/secret.ts';
import type { Globals } from './globals.ts';
import type { Runtime } from '../runtime.ts';

/** The embedded management API as a command uses it. */
export interface SandboxDoor {
  readonly send: Send;
  /** Providers that answer without a network, in the wire formats of their vendors. */
  readonly simulated: Send;
  /** An access token of one of its two identities. */
  token(role: 'admin' | 'member'): Promise<string>;
}

/** What every command is given: the runtime, and what belongs to this one run. */
export interface World {
  readonly runtime: Runtime;
  readonly redactor: Redactor;
  readonly openSandbox: (directory: string) => Promise<SandboxDoor>;
  /** The global flags of the command that runs, once it is known. */
  globals?: Globals;
  /** What the run ends with when nothing is thrown. */
  exit: ExitClass;
}

export function createWorld(runtime: Runtime, openSandbox: World['openSandbox']): World {
  return { runtime, redactor: new Redactor(), openSandbox, exit: 'ok' };
}
