import type { ExitClass, NextStep } from '../core/errors.ts';
import type { Send, TransportOptions } from '../core/http.ts';
import type { TraceEvent } from '../http/trace.ts';
import { Redactor } from '../core/redactor.ts';
import { changeRecord, type ChangeRecord } from './sent-changes.ts';
import type { Globals } from './globals.ts';
import type { Runtime } from '../runtime.ts';
import type { Asker } from '../ui/asker.ts';
import type { Output } from '../ui/output.ts';

/** A control plane of the sandbox. */
export interface SandboxPlane {
  /** The path below which it is served; empty for the root. */
  readonly basePath: string;
  /** What signs in one of its two identities: a token or a key. */
  readonly credential: (role: 'admin' | 'member') => Promise<string>;
}

/** The embedded management API as a command uses it. */
export interface SandboxDoor {
  readonly send: Send;
  /** Where its connection tests go: providers that answer without a network, and servers on this machine. */
  readonly providers: Send;
  /** The control planes that it has, by their id. */
  readonly planes: Readonly<Record<string, SandboxPlane>>;
}

/** What every command is given: the runtime, and what belongs to this one run. */
export interface Invocation {
  readonly runtime: Runtime;
  readonly redactor: Redactor;
  readonly changes: ChangeRecord;
  /** The way out is for servers on this machine, and opened when one of them is asked. */
  readonly openSandbox: (directory: string, out: TransportOptions) => Promise<SandboxDoor>;
  /** The words of the command that runs, without its arguments. */
  command: readonly string[];
  /** The global flags of the command that runs, once it is known. */
  globals?: Globals;
  /** Who can be asked, once that command runs. */
  ask?: Asker;
  /** Commands that a run without an error suggests: a report may be bad news as well. */
  next: readonly NextStep[];
  /** The two streams as that command uses them, from the moment when it runs. */
  output?: Output;
  /** Told of each step of each request, from the moment when it is set. */
  watch?: (event: TraceEvent) => void;
  /** What the run ends with when nothing is thrown. */
  exit: ExitClass;
}

export function createInvocation(
  runtime: Runtime,
  openSandbox: Invocation['openSandbox'],
): Invocation {
  return {
    ...{ runtime, openSandbox },
    redactor: new Redactor(),
    changes: changeRecord(),
    command: [],
    exit: 'ok',
    next: [],
  };
}
