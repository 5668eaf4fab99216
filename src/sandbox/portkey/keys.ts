import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PortkeyState } from '../store/portkey-state.ts';
import { Refused } from './refused.ts';

/** Keys of a sandbox: that of the organisation, and one of its first workspace. */
export interface PortkeyKeys {
  readonly admin: string;
  readonly member: string;
}

/** The keys of a sandbox within this process. Nobody else reaches it, so they may be public. */
export const sandboxPortkeyKeys: PortkeyKeys = {
  admin: 'sandbox-organisation-key',
  member: 'sandbox-workspace-key',
};

/** Keys that only whoever started the sandbox knows. */
export function freshPortkeyKeys(): PortkeyKeys {
  return { admin: newKey(), member: newKey() };
}

/** A new key; it looks like nothing else. */
export const newKey = () => randomBytes(24).toString('base64url');

/** What is stored of a key. */
export const digestOf = (key: string) => createHash('sha256').update(key).digest('hex');

/** The workspace that the member's key is pinned to, by slug. */
export const memberWorkspace = 'eng';

/** What a key of a workspace may do. Source: Portkey's permission tables. */
export const workspaceScopes: readonly string[] = [
  'organisation_integrations.list',
  ...['list', 'create', 'read', 'update', 'delete'].flatMap((verb) => [
    `workspace_integrations.${verb}`,
    `providers.${verb}`,
  ]),
  'policies.list',
  'completions.write',
];

/** Who sent a request. */
export interface PortkeyCaller {
  readonly id: string;
  /** The UUID of the workspace that the key is pinned to; undefined for a key of the organisation. */
  readonly workspace: string | undefined;
  /** Undefined: all. */
  readonly scopes: readonly string[] | undefined;
}

const adminId = '00000000-0000-4000-8000-0000000000a1';
const memberId = '00000000-0000-4000-8000-0000000000b1';

/** The key of a request: in `x-portkey-api-key`, or as bearer token. */
export function keyIn(headers: Readonly<Record<string, string>>): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  return headers['x-portkey-api-key'] ?? bearer;
}

/** Whose a key is; undefined when nobody has it. */
export function callerOf(
  key: string | undefined,
  keys: PortkeyKeys,
  { api_keys, workspaces }: PortkeyState,
): PortkeyCaller | undefined {
  if (key === undefined) return undefined;
  const digest = digestOf(key);
  const same = (other: string) => timingSafeEqual(Buffer.from(digest), Buffer.from(other));
  if (same(digestOf(keys.admin))) return { id: adminId, workspace: undefined, scopes: undefined };
  if (same(digestOf(keys.member))) {
    const workspace = workspaces.find(({ slug }) => slug === memberWorkspace)?.id ?? '';
    return { id: memberId, workspace, scopes: workspaceScopes };
  }
  const found = api_keys.find((each) => same(each.digest));
  return found && { id: found.id, workspace: found.workspace, scopes: found.scopes };
}

/** Throws AB03 when a key lacks a scope. */
export function requireScope({ scopes }: PortkeyCaller, scope: string): void {
  if (scopes && !scopes.includes(scope)) {
    throw new Refused('AB03', 'You do not have enough permissions to execute this request');
  }
}

/** Throws AB03 for the key of a workspace. */
export function requireOrganisation({ workspace }: PortkeyCaller): void {
  if (workspace !== undefined) {
    throw new Refused('AB03', 'You do not have enough permissions to execute this request');
  }
}
