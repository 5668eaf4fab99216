import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { NamedEvent, Reply, Route } from '../../router.ts';
import {
  auditOf,
  type CheckedPortRequest,
  type PortContext,
  type PortHandler,
} from '../context.ts';
import { wireProblems } from '../wire-problems.ts';
import { agents } from './agents.ts';
import { chosenModel } from './chosen-model.ts';
import { errorEvent, eventsOf, type InvocationCourse } from './events.ts';
import { modelProblem } from './model-problem.ts';
import { monthlyUsage } from './quota.ts';

const labels = z.record(z.string(), z.string()).optional();
const choice = { provider: z.string().optional(), model: z.string().optional(), labels };

const invocation = z.strictObject({
  userPrompt: z.string(),
  tools: z.array(z.string()),
  systemPrompt: z.string().optional(),
  executionMode: z.enum(['Automatic', 'Approval Required']).optional(),
  ...choice,
});
const agentInvocation = z.strictObject({ prompt: z.string(), ...choice });

/** What was asked, whichever route and whichever name of the prompt. */
interface Asked {
  readonly prompt: string;
  readonly tools: readonly string[];
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly agent?: string;
}

/** The one tool that the sandbox has; it is called where a pattern of the request fits its name. */
const tool = { name: 'list_blueprints', input: { limit: 3 }, answer: '["service","incident"]' };

const fits = (pattern: string, name: string) => {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return false;
  }
};

/** The answer in pieces of a few words, as models write. */
const inPieces = (text: string) => text.match(/[\s\S]{1,24}(?:\s|$)|[\s\S]{1,24}/g) ?? [];

/** The routes that ask Port AI, and the one that tells what came of it. */
export function invokeRoutes(context: PortContext): Route<PortHandler>[] {
  const { refuse, dialect, store, now, invocationFault } = context;

  /** The body with its prompt under the documented name; undefined without a name that the dialect takes. */
  function promptRenamed(body: unknown): unknown {
    const fields = z.record(z.string(), z.unknown()).safeParse(body).data;
    const key = dialect.promptKeys.find((each) => fields?.[each] !== undefined);
    if (!fields || key === undefined) return undefined;
    const { [key]: userPrompt, ...rest } = fields;
    return { ...rest, userPrompt };
  }

  async function run(
    asked: Asked,
    { query, role, signal }: CheckedPortRequest,
  ): Promise<Reply & { readonly identifier?: string }> {
    const chosen = await chosenModel(context, asked);
    if ('status' in chosen) return chosen;
    const { provider, model } = chosen;
    const spent = provider === 'port' && invocationFault('ai-quota');
    if (spent) {
      const { month } = await monthlyUsage(context, spent);
      const [year = 0, number = 0] = month.split('-').map(Number);
      const resetDate = new Date(Date.UTC(year, number)).toISOString();
      const body = { error: 'Monthly quota exceeded', type: 'QUOTA_ERROR', resetDate };
      return { status: 429, body };
    }
    const identifier = query.get('invocation_identifier') ?? randomUUID();
    if (!/^[\w-]{1,100}$/.test(identifier)) {
      return refuse('bad_request', 'querystring/invocation_identifier must match pattern');
    }
    const rehearsed = invocationFault('ai-error') ? 'Rehearsed by the sandbox' : undefined;
    const problem = rehearsed ?? (await modelProblem(context, chosen, signal));
    const calls = asked.tools.some((pattern) => fits(pattern, tool.name)) ? [tool] : [];
    const said = /reply with ok/i.test(asked.prompt) ? 'OK' : `The sandbox read: ${asked.prompt}`;
    const before = await store.invocations.get(identifier);
    await store.invocations.put(identifier, {
      ...{ identifier, provider, model, prompt: asked.prompt, labels: { ...asked.labels } },
      status: problem === undefined ? 'Completed' : 'Failed',
      response: problem ?? said,
      tools: calls.map(({ name }) => name),
      ...(asked.agent === undefined ? {} : { agent: asked.agent }),
      ...auditOf(before, role, now()),
    });
    const pieces = inPieces(said);
    const monthlyQuotaUsage = await monthlyUsage(context, false);
    const course: InvocationCourse = { identifier, calls, pieces, monthlyQuotaUsage };
    const events = eventsOf(course, dialect.events);
    return { status: 200, events: ended(events, problem), identifier };
  }

  /** The events as they end: well, with an error in place of the answer, or cut off. */
  function ended(events: readonly NamedEvent[], problem: string | undefined): NamedEvent[] {
    if (problem !== undefined) {
      const before = events.filter(({ name }) => name !== 'execution' && name !== 'done');
      return [...before, errorEvent(problem)];
    }
    return invocationFault('ai-cut') ? events.slice(0, -1) : [...events];
  }

  return [
    {
      method: 'POST',
      path: '/v1/ai/invoke',
      async handle(call) {
        const body = promptRenamed(call.body);
        if (body === undefined) {
          const [needed] = dialect.promptKeys;
          return refuse('unprocessable', `body must have required property '${needed}'`);
        }
        const { data } = invocation.safeParse(body);
        if (!data)
          return refuse('unprocessable', wireProblems(invocation, body, 'body').join(', '));
        const { userPrompt, ...rest } = data;
        return run({ ...rest, prompt: userPrompt }, call);
      },
    },
    {
      method: 'POST',
      path: '/v1/agent/:agent/invoke',
      async handle(call) {
        const { agent = '' } = call.parameters;
        if (!agents.some(({ identifier }) => identifier === agent)) {
          return refuse('not_found', `Agent '${agent}' was not found`);
        }
        const { data } = agentInvocation.safeParse(call.body);
        if (!data) {
          return refuse(
            'unprocessable',
            wireProblems(agentInvocation, call.body, 'body').join(', '),
          );
        }
        const reply = await run({ ...data, tools: ['^list_'], agent }, call);
        if (call.query.get('stream') === 'true' || dialect.events === 'observed') return reply;
        if (!reply.events) return reply;
        const { identifier } = reply;
        return { status: 202, body: { ok: true, invocation: { identifier } } };
      },
    },
    {
      method: 'GET',
      path: '/v1/ai/invoke/:invocation',
      async handle({ parameters: { invocation: id = '' } }) {
        const record = await store.invocations.get(id);
        if (!record) return refuse('not_found', `Invocation '${id}' was not found`);
        const { status, response, agent, identifier } = record;
        const outcome =
          status === 'Completed'
            ? { message: response }
            : { error: 'internal_error', message: response };
        const selected = agent === undefined ? {} : { selectedAgent: agent };
        return {
          status: 200,
          body: {
            ok: true,
            result: { status, ...outcome, invocationIdentifier: identifier, ...selected },
          },
        };
      },
    },
  ];
}
