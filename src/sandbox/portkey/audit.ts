import { randomUUID } from 'node:crypto';
import type { PortkeyState, StoredAuditRecord } from '../store/portkey-state.ts';
import { fieldsOf } from '../../core/text/json.ts';
import { routesOf, type CheckedPortkeyRequest, type PortkeyRoute } from './context.ts';
import type { PortkeyCaller } from './keys.ts';
import { requireOrganisation } from './keys.ts';
import { wholeNumber } from './pages.ts';
import { Refused } from './refused.ts';

/** So many records are kept, the newest. */
const longestLog = 500;

const secretNames =
  /key$|secret|password|token|headers$|service_account|access_key|role_id|external_id|passphrase/i;
/** Fields that bear such a name and hold no secret. */
const open = new Set(['secret_reference_id', 'secret_key', 'secret_path', 'secret_mappings']);

/** A body with `***` in place of whatever a name says is secret, however deep it lies. */
export function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  const fields = fieldsOf(value);
  if (!fields) return value;
  return Object.fromEntries(
    Object.entries(fields).map(([name, inner]) => {
      const isOpen = open.has(name) || (name.endsWith('_token') && typeof inner !== 'string');
      return [name, secretNames.test(name) && !isOpen ? '***' : redacted(inner)];
    }),
  );
}

/** A request that changed something, or was refused. */
export interface Audited {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly uri: string;
  readonly query: string;
  readonly body: unknown;
  readonly caller: PortkeyCaller;
  readonly resource: string;
  readonly status: number;
  readonly now: Date;
}

const actions = { POST: 'create', PUT: 'update', DELETE: 'delete' } as const;

/** Adds a record of a request to the audit log, without the secrets of its body. */
export function record(state: PortkeyState, request: Audited): void {
  state.audit.push({
    timestamp: request.now.toISOString(),
    method: request.method,
    uri: request.uri,
    request_id: randomUUID(),
    request_body: request.body === undefined ? '' : JSON.stringify(redacted(request.body)),
    query_params: request.query,
    user_id: request.caller.id,
    workspace_id: request.caller.workspace ?? null,
    response_status_code: request.status,
    resource_type: request.resource,
    action: actions[request.method],
  });
  state.audit.splice(0, state.audit.length - longestLog);
}

/** The route of /audit-logs; newest first, a key of the organisation is needed. */
export function auditRoutes(): PortkeyRoute[] {
  return [routesOf('audit_logs')('GET', '/audit-logs', list)];
}

/** Filters that are compared with the field of the same name. */
const exact = [
  'method',
  'request_id',
  'user_id',
  'workspace_id',
  'resource_type',
  'action',
] as const;

function list(state: PortkeyState, { caller, query }: CheckedPortkeyRequest) {
  requireOrganisation(caller);
  const [from, until] = ['start_time', 'end_time'].map((name) => {
    const time = Date.parse(query.get(name) ?? '');
    if (Number.isNaN(time)) throw new Refused('AB01', `${name}: is required, as a date and time`);
    return time;
  });
  const organisation = query.get('organisation_id');
  if (organisation === null) throw new Refused('AB01', 'organisation_id: is required');
  if (organisation !== state.organisation_id) {
    throw new Refused('AB03', 'You do not have access to this organisation');
  }
  const size = wholeNumber(query, 'page_size', { most: 100, absent: 100 });
  const page = wholeNumber(query, 'current_page', { absent: 0 });
  const status = query.get('response_status_code');
  const fits = (each: StoredAuditRecord) => {
    const time = Date.parse(each.timestamp);
    return (
      time >= (from ?? 0) &&
      time <= (until ?? 0) &&
      exact.every((name) => !query.has(name) || query.get(name) === each[name]) &&
      each.uri.includes(query.get('uri') ?? '') &&
      (status === null || Number(status) === each.response_status_code)
    );
  };
  const found = state.audit.filter(fits).reverse();
  return {
    records: found.slice(page * size, (page + 1) * size).map(({ workspace_id, ...each }) => ({
      ...each,
      ...(workspace_id === null ? {} : { workspace_id }),
      request_headers: '{}',
      user_type: 'api_key',
      organisation_id: state.organisation_id,
      client_ip: '127.0.0.1',
      country: '',
    })),
    total: found.length,
    object: 'analytics-graph',
  };
}
