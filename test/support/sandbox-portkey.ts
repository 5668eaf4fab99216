import { z } from 'zod';
import type { HttpResponse, Method } from '../../src/core/http.ts';
import { openSandbox, type SandboxOptions } from '../../src/sandbox/open.ts';
import { sandboxPortkeyKeys } from '../../src/sandbox/portkey/keys.ts';
import { watched } from './portkey-traffic.ts';
import { noSleep } from './sandbox-routes.ts';

/** An answer with its body read. */
export interface PortkeyAnswer extends HttpResponse {
  readonly json: unknown;
}

/** How one asks the sandboxed Portkey. */
export type AskPortkey = (
  method: Method,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<PortkeyAnswer>;

/** A sandboxed Portkey in memory, with a clock that a test moves. */
export function freshPortkey(options: Partial<SandboxOptions> = {}) {
  let at = new Date('2026-01-07T10:00:00.000Z');
  const sandbox = openSandbox({ now: () => at, sleep: noSleep, ...options });
  // With a fault it breaks the document on purpose.
  const send = options.faults
    ? sandbox.send
    : watched(sandbox.send, { from: 'a test', by: 'the sandbox' });
  const withKey =
    (key: string | undefined): AskPortkey =>
    async (method, path, body, headers = {}) => {
      const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
      const answer = await send({
        method,
        url: new URL(`http://127.0.0.1/portkey/v1${path}`),
        headers: { ...(key === undefined ? {} : { 'x-portkey-api-key': key }), ...headers },
        ...(text === undefined ? {} : { body: text }),
      });
      let json: unknown;
      try {
        json = JSON.parse(answer.body);
      } catch {
        json = undefined;
      }
      return { ...answer, json };
    };
  const admin = withKey(sandboxPortkeyKeys.admin);
  return {
    sandbox,
    withKey,
    admin,
    /** The key of the workspace `eng`. */
    eng: withKey(sandboxPortkeyKeys.member),
    /** Moves the clock to a moment. */
    setClock: (moment: string) => (at = new Date(moment)),
    /** A new key of a workspace. */
    keyOf: async (workspace: string): Promise<AskPortkey> => {
      const made = await admin('POST', '/api-keys/workspace/service', {
        name: 'test',
        workspace_id: workspace,
      });
      return withKey(z.object({ key: z.string() }).parse(made.json).key);
    },
    /** An integration of OpenAI, with its access rows written. */
    integration: async (slug: string, rows: readonly object[] = [], more: object = {}) => {
      await admin('POST', '/integrations', {
        name: slug,
        slug,
        ai_provider_id: 'openai',
        key: 'sk-simulated-0001',
        ...more,
      });
      await admin('PUT', `/integrations/${slug}/workspaces`, { workspaces: rows });
    },
  };
}

const refusal = z.strictObject({
  success: z.literal(false),
  data: z.strictObject({ message: z.string(), errorCode: z.string() }),
});

/** Status and code of a refusal in the envelope of the control plane. */
export function codeOf({ status, json }: PortkeyAnswer): string {
  return `${status} ${refusal.parse(json).data.errorCode}`;
}

const rows = z.looseObject({
  workspaces: z.array(
    z.looseObject({
      id: z.string(),
      enabled: z.boolean(),
      status: z.string(),
      last_reset_at: z.string().nullable(),
      usage_limits: z
        .array(z.looseObject({ current_usage: z.number(), status: z.string() }))
        .nullable(),
      rate_limits: z.array(z.looseObject({})).nullable(),
    }),
  ),
});

/** The row of a workspace in an answer of /integrations/:slug/workspaces. */
export function rowOf({ json }: PortkeyAnswer, workspace: string) {
  const found = rows.parse(json).workspaces.find(({ id }) => id === workspace);
  if (!found) throw new Error(`no row of ${workspace}`);
  return found;
}
