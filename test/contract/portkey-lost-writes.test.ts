import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cancelled } from '../../src/core/interruption.ts';
import { transportFailure } from '../../src/core/transport-causes.ts';
import type { Send } from '../../src/core/http.ts';
import { portai } from '../support/run.ts';
import { script } from '../support/script.ts';

/** Keys with no shape of a real one. */
const env = { PORTKEY_API_KEY: 'key-of-this-test', KEY: 'sk-simulated-0001' };

const base = '/v1/integrations';
const integration = {
  slug: 'prod',
  name: 'Prod',
  ai_provider_id: 'openai',
  masked_key: 'sk*****001',
};
const reads = {
  [`GET ${base}`]: { json: { data: [], total: 0 } },
  [`GET ${base}/prod`]: { json: integration },
  [`GET ${base}/prod/models`]: {
    json: {
      models: [{ slug: 'gpt-4o', enabled: true, is_custom: true }],
      allow_all_models: true,
    },
  },
  [`GET ${base}/prod/workspaces`]: {
    json: { workspaces: [{ id: 'eng', enabled: true, usage_limits: null, rate_limits: null }] },
  },
  'GET /v1/providers': { json: { data: [], total: 0 } },
  'GET /v1/admin/workspaces/ops': { json: { id: 'w-2', slug: 'ops', name: 'Ops' } },
  'GET /v1/admin/workspaces/eng': { json: { id: 'w-1', slug: 'eng', name: 'Eng' } },
};

/** Every command that writes to Portkey, the write that is lost, and the command that shows it. */
const commands = [
  ['create openai --name Prod --value-env KEY', `POST ${base}`, 'integrations get prod'],
  ['create --resume prod --model o3', `PUT ${base}/prod/models`, 'integrations models list prod'],
  [
    'create --resume prod --workspace ops',
    `PUT ${base}/prod/workspaces`,
    'integrations workspaces list prod',
  ],
  ['update prod --name New', `PUT ${base}/prod`, 'integrations get prod'],
  ['rotate-key prod --value-env KEY', `PUT ${base}/prod`, 'integrations get prod'],
  ['models enable prod o3', `PUT ${base}/prod/models`, 'integrations models list prod'],
  ['models disable prod gpt-4o', `PUT ${base}/prod/models`, 'integrations models list prod'],
  ['models set prod o3', `PUT ${base}/prod/models`, 'integrations models list prod'],
  [
    'models delete prod gpt-4o --yes',
    `DELETE ${base}/prod/models`,
    'integrations models list prod',
  ],
  ['workspaces grant prod ops', `PUT ${base}/prod/workspaces`, 'integrations workspaces list prod'],
  [
    'workspaces limits prod eng --budget-usd 5',
    `PUT ${base}/prod/workspaces`,
    'integrations workspaces list prod',
  ],
  [
    'workspaces revoke prod eng',
    `PUT ${base}/prod/workspaces`,
    'integrations workspaces list prod',
  ],
  ['delete prod --yes', `DELETE ${base}/prod`, 'integrations get prod'],
] as const;

const errorForm = z.object({
  error: z.object({
    message: z.string(),
    hint: z.string().optional(),
    next: z.array(z.object({ command: z.string() })),
  }),
});

/** Runs a command of which the write ends in this way. */
async function losing(words: string, write: string, end: (stop: AbortController) => never) {
  const stop = new AbortController();
  const server = script(reads);
  const send: Send = (request) => {
    stop.signal.throwIfAborted();
    if (`${request.method} ${request.url.pathname}` === write) end(stop);
    return server.send(request);
  };
  const ran = await portai(`integrations ${words} --json --retries 0`, {
    ...{ env, send, signal: stop.signal },
  });
  const { error } = errorForm.parse(JSON.parse(ran.stderr.trim().split('\n').at(-1) ?? ''));
  const next = error.next.map(({ command }) => command);
  return { code: ran.code, said: `${error.message} ${error.hint ?? ''}`, next };
}

describe.each(commands)('integrations %s', (words, write, look) => {
  test('whose answer is lost says that it may have been made, and where to look', async () => {
    const { code, said, next } = await losing(words, write, () => {
      throw transportFailure('TIMEOUT', 'timed out', { details: { sent: true } });
    });
    expect(code).toBe(6);
    expect(said).toMatch(/may have been made/);
    expect(next).toContain(`portai ${look}`);
    expect(new Set(next).size).toBe(next.length);
  });

  test.each([
    ['throws', () => cancelled('Stopped', 'interrupted')],
    ['only stops', () => new Error('woken up')],
  ])('that is stopped on its way says so as well, where the network %s', async (_, thrown) => {
    const { code, said, next } = await losing(words, write, (stop) => {
      stop.abort('interrupted');
      throw thrown();
    });
    expect(code).toBe(130);
    expect(said).toMatch(/may (?:have been made|stand)/);
    expect(next).toContain(`portai ${look}`);
  });
});
