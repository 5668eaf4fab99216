import type { AuditRecord } from '../../planes/portkey/nouns.ts';
import { fieldsOf } from '../../core/text/json.ts';
import { cell, time, type Style } from '../style.ts';

/** In rows: time, method, address, status, who, fields that were sent. */
export function renderHistory(records: readonly AuditRecord[], style: Style): string {
  if (records.length === 0) {
    return style.layout === 'rows' ? '' : 'The audit log tells of no change in that time.';
  }
  return style.table(
    ['WHEN', 'METHOD', 'ADDRESS', 'STATUS', 'WHO', 'SENT'],
    records.map((record) => [
      time(record.timestamp, style),
      cell(record.method),
      cell(record.uri),
      cell(record.response_status_code),
      cell(record.user_id ?? record.user_type),
      cell(Object.keys(fieldsOf(record.request_body) ?? {}).join(', ')),
    ]),
  );
}
