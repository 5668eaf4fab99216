import { fail } from '../../core/fail.ts';
import { fieldsOf } from '../../core/text/json.ts';
import type { PortkeyClient } from '../../planes/portkey/client.ts';
import type { AuditRecord } from '../../planes/portkey/nouns.ts';
import { allOf } from '../../planes/portkey/paging.ts';

/** Which changes are read. */
export interface HistoryQuery {
  readonly slug: string;
  readonly from: Date;
  readonly until: Date;
}

/** The changes of one integration that the audit log tells of, its creation among them, the latest first. */
export async function integrationHistory(
  client: PortkeyClient,
  { slug, from, until }: HistoryQuery,
): Promise<AuditRecord[]> {
  const organisation = await organisationOf(client, slug);
  const uri = '/integrations';
  const records = await allOf(client.auditLog.list({ organisation, from, until, uri }));
  return records
    .filter((record) => isAbout(slug, record))
    .sort((one, other) => (one.timestamp < other.timestamp ? 1 : -1));
}

/** Whether a record is about an integration: its slug is a segment of the address, or it was created by that slug. */
function isAbout(slug: string, { uri, request_body: body }: AuditRecord): boolean {
  const path = /\/integrations(?:\/([^/?#]+))?/.exec(uri ?? '');
  if (!path) return false;
  return path[1] === undefined
    ? fieldsOf(body)?.['slug'] === slug
    : path[1] === encodeURIComponent(slug) || path[1] === slug;
}
/** The audit log asks for the organization's UUID, which integrations carry: in lists always, alone not on every server. */
async function organisationOf(client: PortkeyClient, slug: string): Promise<string> {
  const { organisation_id: own } = await client.integrations.get(slug);
  if (typeof own === 'string') return own;
  for await (const each of client.integrations.list({ type: 'all' })) {
    if (typeof each.organisation_id === 'string') return each.organisation_id;
  }
  throw fail(
    'NotOffered',
    'Portkey does not say which organization this is, and its audit log asks for it',
    {
      hint: 'The key may see too little: an organization’s Admin API key sees the organization.',
      next: [{ command: ['auth', 'status'], why: 'which key is used' }],
    },
  );
}
