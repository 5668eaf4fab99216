import type { AuditRecord } from '../../planes/portkey/nouns.ts';
import { fieldsOf } from '../../core/text/json.ts';
import { cell, time, type Style } from '../style.ts';

/** In rows: time, method, address, status, who, fields that were sent. */
export function renderHistory(records: readonly AuditRecord[], style: Style): string {
  if (style.layout === 'rows') {
    return style.table(
      [],
      records.map((record) => [
        time(record.timestamp, style),
        cell(record.method),
        cell(record.uri),
        ...[cell(record.response_status_code), cell(whoOf(record)), cell(sentIn(record).join(','))],
      ]),
    );
  }
  if (records.length === 0) return 'The audit log tells of no change in that time.';
  return style.table(
    ['WHEN', 'WHAT', 'STATUS', 'WHO', 'SENT'],
    records.map((record) => [
      time(record.timestamp, style),
      cell(whatOf(record)),
      cell(record.response_status_code),
      cell(whoOf(record)?.slice(0, shortestId)),
      cell(sentIn(record).join(', ')),
    ]),
  );
}

/** As much of a UUID as tells people apart; rows and JSON have all of it. */
const shortestId = 8;

const whoOf = ({ user_id: id, user_type: type }: AuditRecord) => id ?? type ?? undefined;

const sentIn = ({ request_body: body }: AuditRecord) => Object.keys(fieldsOf(body) ?? {});

/** What a call was about, in a word or two: `created`, `models`, `workspaces`. */
function whatOf({ method, uri }: AuditRecord): string {
  const [, , part] = /\/integrations(?:\/([^/?#]+)(?:\/([^?#]+))?)?/.exec(uri ?? '') ?? [];
  if (part !== undefined) return method === 'DELETE' ? `${part} removed` : part;
  if (method === 'POST') return 'created';
  return method === 'DELETE' ? 'deleted' : 'changed';
}
