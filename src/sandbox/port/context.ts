import type { Send } from '../../core/http.ts';
import type { InvocationFaultKind } from '../faults.ts';
import type { PortDialect } from './dialects.ts';
import type { Semaphore } from '../semaphore.ts';
import type { CatalogName } from './schema.ts';
import type { Reply } from '../router.ts';
import type { Refuse } from './reply.ts';
import type { SandboxStore } from '../store/store.ts';
import { sandboxCredentials, type MemberRole, type SandboxCredentials } from './token.ts';

/** What every route of the sandboxed Port API works with. */
export interface PortContext {
  readonly store: SandboxStore;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly catalog: CatalogName;
  readonly dialect: PortDialect;
  readonly refuse: Refuse;
  /** What opens it. */
  readonly credentials: SandboxCredentials;
  /** Where connection tests go. */
  readonly providers: Send;
  /** Whether connection tests leave this machine: then a secret never goes to a host it was not stored for. */
  readonly live: boolean;
  /** Whether a fault of one kind hits an invocation. */
  readonly invocationFault: (kind: InvocationFaultKind) => boolean;
  /** Runs a connection test when its turn has come. */
  readonly inTurn: Semaphore;
}

/** A request whose sender and form have been checked. */
export interface CheckedPortRequest {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
  readonly role: MemberRole;
  /** Aborted when the caller went away. */
  readonly signal: AbortSignal;
}

export type PortHandler = (call: CheckedPortRequest) => Promise<Reply>;

/** Who changed something and when, as it is stored; what was first stays. */
export function auditOf(
  before: { readonly createdAt: string; readonly createdBy: string } | undefined,
  role: MemberRole,
  now: Date,
) {
  const at = now.toISOString();
  const by = sandboxCredentials[role].clientId;
  return {
    createdAt: before?.createdAt ?? at,
    createdBy: before?.createdBy ?? by,
    updatedAt: at,
    updatedBy: by,
  };
}
