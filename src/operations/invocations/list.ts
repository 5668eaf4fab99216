import { PortaiError } from '../../core/errors.ts';
import type { AiClient } from '../../planes/port/ai-client.ts';
import type { PortEntity, SearchRule } from '../../planes/port/nouns.ts';
import { readBlueprint } from './blueprint.ts';
import { recordNames, sameStatus, statusAsStored } from './record-names.ts';
import { invocationView, type InvocationView } from './view.ts';

/** Which records are wanted. */
export interface WantedInvocations {
  readonly status?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

const pageSize = 200;
/** More pages than a month of records has. */
const mostPages = 500;

/**
 * Lists records, the latest first. Status and time are asked of the server and checked here again, since
 * a server may not know a rule; labels are looked at here, for Port documents no rule for them.
 */
export async function listInvocations(
  ai: AiClient,
  wanted: WantedInvocations,
  now: Date,
): Promise<{ readonly found: InvocationView[]; readonly odd: readonly string[] }> {
  const blueprint = await readBlueprint(ai);
  const names = recordNames(blueprint);
  const { status, since, until } = wanted;
  const timed = since !== undefined || until !== undefined;
  const between = { from: (since ?? new Date(0)).toISOString(), to: (until ?? now).toISOString() };
  const rules: SearchRule[] = [
    ...(status === undefined || names.status === undefined
      ? []
      : [
          {
            property: names.status,
            operator: '=',
            value: statusAsStored(blueprint, names, status),
          },
        ]),
    ...(timed ? [{ property: '$createdAt', operator: 'between', value: between }] : []),
  ];
  const { entities, odd } = await everyRecord(ai, rules);
  const found = entities
    .map((entity) => invocationView(entity, names))
    .filter((view) => isWanted(view, wanted))
    .sort((one, other) => timeOf(other) - timeOf(one));
  return { found, odd };
}

const timeOf = ({ createdAt }: PortEntity) => Date.parse(createdAt ?? '') || 0;

function isWanted(view: InvocationView, { status, since, until, labels }: WantedInvocations) {
  const { _portai: known } = view;
  const at = Date.parse(view.createdAt ?? '');
  return (
    (status === undefined || (known.status !== null && sameStatus(known.status, status))) &&
    // A record without a time is not known to be of another one.
    !(since !== undefined && at < since.getTime()) &&
    !(until !== undefined && at > until.getTime()) &&
    Object.entries(labels).every(([key, value]) => known.labels[key] === value)
  );
}

/** Reads all pages. A server that refuses the rules is asked without them: they are checked here as well. */
async function everyRecord(ai: AiClient, rules: readonly SearchRule[]) {
  try {
    return await everyPage(ai, rules);
  } catch (error) {
    const refused = error instanceof PortaiError && error.failure.exit === 'refused';
    if (!refused || rules.length === 0) throw error;
    return everyPage(ai, []);
  }
}

async function everyPage(ai: AiClient, rules: readonly SearchRule[]) {
  const byId = new Map<string, PortEntity>();
  const seen = new Set<string>();
  let from: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { entities, next } = await ai.searchInvocations({ rules, limit: pageSize, from });
    for (const entity of entities) byId.set(entity.identifier, entity);
    if (next === undefined || next === null) return { entities: [...byId.values()], odd: [] };
    if (seen.has(next)) break;
    seen.add(next);
    from = next;
  }
  const odd = `the pages of invocations do not end; the ${byId.size} that were read are used`;
  return { entities: [...byId.values()], odd: [odd] };
}
