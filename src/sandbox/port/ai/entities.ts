import { z } from 'zod';
import type { PortErrorName } from '../../../planes/port/errors.ts';
import type { Reply, Route } from '../../router.ts';
import type { StoredInvocation } from '../../store/store.ts';
import type { CheckedPortRequest, PortContext, PortHandler } from '../context.ts';
import { wireProblems } from '../wire-problems.ts';
import { agents } from './agents.ts';

/** An entity as Port answers it. */
interface Entity {
  readonly identifier: string;
  readonly title: string;
  readonly blueprint: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly relations: Readonly<Record<string, string | null>>;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

const invocationBlueprint = '_ai_invocation';
const agentBlueprint = '_ai_agent';

/** Port documents no names for the provider and the model of a record; the dialects have two of them. */
function namesIn({ dialect }: PortContext): { readonly provider: string; readonly model: string } {
  return dialect.events === 'documented'
    ? { provider: 'provider', model: 'model' }
    : { provider: 'llmProvider', model: 'llmModel' };
}

function invocationEntity(record: StoredInvocation, context: PortContext): Entity {
  const { identifier, agent, createdAt, createdBy, updatedAt, updatedBy } = record;
  const { status, prompt, response, labels, tools, provider, model } = record;
  const names = namesIn(context);
  return {
    identifier,
    title: prompt.slice(0, 60),
    blueprint: invocationBlueprint,
    properties: {
      ...{ status, prompt, response, labels, tools },
      [names.provider]: provider,
      [names.model]: model,
    },
    relations: { agent: agent ?? null },
    ...{ createdAt, createdBy, updatedAt, updatedBy },
  };
}

const text = (title: string) => ({ title, type: 'string' }) as const;

function blueprintOf(identifier: string, context: PortContext): object | undefined {
  if (identifier === agentBlueprint) {
    const properties = { description: text('Description'), prompt: text('Prompt') };
    return { identifier, title: 'AI Agent', schema: { properties, required: [] }, relations: {} };
  }
  if (identifier !== invocationBlueprint) return undefined;
  const names = namesIn(context);
  return {
    identifier,
    title: 'AI Invocation',
    schema: {
      properties: {
        status: { ...text('Status'), enum: ['In Progress', 'Completed', 'Failed'] },
        prompt: text('Prompt'),
        response: { ...text('Response'), format: 'markdown' },
        labels: { title: 'Labels', type: 'object' },
        tools: { title: 'Tools', type: 'array' },
        [names.provider]: text('LLM provider'),
        [names.model]: text('LLM model'),
      },
      required: [],
    },
    relations: { agent: { title: 'Agent', target: agentBlueprint, required: false, many: false } },
  };
}

async function entitiesOf(blueprint: string, context: PortContext): Promise<Entity[] | undefined> {
  if (blueprint === agentBlueprint) return agents.map((agent) => ({ ...agent }));
  if (blueprint !== invocationBlueprint) return undefined;
  const records = await context.store.invocations.list();
  const byTime = records.sort((a, b) => a.createdAt.localeCompare(b.createdAt, 'en'));
  return byTime.map((record) => invocationEntity(record, context));
}

const rule = z.union([
  z.strictObject({ property: z.literal('status'), operator: z.literal('='), value: z.string() }),
  z.strictObject({
    property: z.literal('$createdAt'),
    operator: z.literal('between'),
    value: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }),
  }),
]);
const search = z.strictObject({
  query: z.strictObject({ combinator: z.enum(['and', 'or']), rules: z.array(rule) }),
  limit: z.number().int().min(1).max(1000).default(200),
  from: z.string().optional(),
  include: z.array(z.string()).optional(),
});

function fits({ properties, createdAt }: Entity, each: z.infer<typeof rule>): boolean {
  if (each.property === 'status') return properties['status'] === each.value;
  return createdAt >= each.value.from && createdAt <= each.value.to;
}

/** Blueprints and entities of Port AI: agents, and the records of invocations. */
export function entityRoutes(context: PortContext): Route<PortHandler>[] {
  const { refuse } = context;
  const absent = (name: PortErrorName = 'not_found') =>
    refuse(name, 'A resource with the provided identifier was not found');
  const answer = (body: object): Reply => ({ status: 200, body: { ok: true, ...body } });

  async function find({ parameters, body }: CheckedPortRequest): Promise<Reply> {
    const all = await entitiesOf(parameters['blueprint'] ?? '', context);
    if (!all) return absent();
    const { data } = search.safeParse(body);
    if (!data) return refuse('unprocessable', wireProblems(search, body, 'body').join(', '));
    const { combinator, rules } = data.query;
    const found = all.filter((entity) =>
      combinator === 'and'
        ? rules.every((each) => fits(entity, each))
        : rules.some((each) => fits(entity, each)),
    );
    const start = Number(Buffer.from(data.from ?? '', 'base64url').toString() || '0');
    if (!Number.isInteger(start)) return refuse('unprocessable', 'body/from is no page');
    const end = start + data.limit;
    const next = end < found.length ? Buffer.from(String(end)).toString('base64url') : undefined;
    return answer({ entities: found.slice(start, end), ...(next === undefined ? {} : { next }) });
  }

  return [
    {
      method: 'GET',
      path: '/v1/blueprints/:blueprint',
      handle({ parameters }) {
        const blueprint = blueprintOf(parameters['blueprint'] ?? '', context);
        return Promise.resolve(blueprint ? answer({ blueprint }) : absent());
      },
    },
    {
      method: 'GET',
      path: '/v1/blueprints/:blueprint/permissions',
      handle({ parameters }) {
        const register = { users: [], roles: ['Admin', 'Member'], teams: [], ownedByTeam: false };
        return Promise.resolve(
          parameters['blueprint'] === invocationBlueprint
            ? answer({ permissions: { entities: { register } } })
            : absent(),
        );
      },
    },
    {
      method: 'GET',
      path: '/v1/blueprints/:blueprint/entities',
      async handle({ parameters }) {
        const entities = await entitiesOf(parameters['blueprint'] ?? '', context);
        return entities ? answer({ entities }) : absent();
      },
    },
    { method: 'POST', path: '/v1/blueprints/:blueprint/entities/search', handle: find },
    {
      method: 'GET',
      path: '/v1/blueprints/:blueprint/entities/:entity',
      async handle({ parameters: { blueprint = '', entity: id } }) {
        const entity = (await entitiesOf(blueprint, context))?.find(
          ({ identifier }) => identifier === id,
        );
        return entity ? answer({ entity }) : absent();
      },
    },
  ];
}
