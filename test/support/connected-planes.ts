import { hosts } from './hosts.ts';
import { portai, type RunOptions } from './run.ts';
import { script, type Answer, type Script, type Seen } from './script.ts';

/** Both control planes and Portkey's gateway, as `integrations connect-port` meets them. */

export const key = 'workspace-CANARY-of-connect-port';
export const command = 'integrations connect-port one --value-env KEY';

export const list = 'GET /v1/llm-providers';
export const secrets = 'GET /v1/organization/secrets';
export const store = 'POST /v1/organization/secrets';
export const create = 'POST /v1/llm-providers';
export const update = 'PUT /v1/llm-providers/openai-compatible';
const chat = 'POST /v1/chat/completions';

/** Portkey's control plane with the integration `one`. */
export const portkeyWith = (
  models: object = { allow_all_models: false, models: [row('gpt-4o')] },
) =>
  script({
    'GET /v1/integrations/one/models': { json: models },
    'GET /v1/integrations': { json: { object: 'list', total: 1, data: [integration('one')] } },
    'GET /v1/integrations/two/models': {
      status: 403,
      json: { success: false, data: { message: 'Forbidden', errorCode: 'AB03' } },
    },
  });

export const row = (slug: string, enabled = true) => ({ slug, enabled, is_custom: false });
const integration = (slug: string) => ({ slug, name: slug, ai_provider_id: 'openai' });

/** Port, which saves what it is sent, unless it answers a write with something else. */
export function portWith({
  stored,
  existing = [],
  write,
}: {
  readonly stored?: object;
  readonly existing?: readonly string[];
  readonly write?: Answer;
} = {}) {
  const saved = ({ body }: Seen): Answer =>
    write ?? {
      json: { result: { provider: 'openai-compatible', enabled: true, ...Object(body) } },
    };
  return script({
    [list]: {
      json: {
        result: stored
          ? [{ provider: 'openai-compatible', enabled: true, effectiveModels: {}, config: stored }]
          : [],
      },
    },
    [secrets]: { json: { secrets: existing.map((secretName) => ({ secretName })) } },
    [store]: { status: 201, json: { secret: { secretName: 'portkey-one' } } },
    [create]: saved,
    [update]: saved,
  });
}

const answered: Answer = {
  json: {
    id: 'c',
    object: 'chat.completion',
    model: 'gpt-4o',
    choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 5, completion_tokens: 1 },
  },
};

/** An answer after the schema that a test of structured outputs asks for. */
export const answeredAfterSchema: Answer = {
  json: {
    id: 'c',
    object: 'chat.completion',
    model: 'gpt-4o',
    choices: [
      { index: 0, message: { role: 'assistant', content: '{"zq7":true}' }, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 5, completion_tokens: 4 },
  },
};

/** Source: reference of Portkey's API, envelopes of the gateway's front door and of its limits. */
export const wrongKey: Answer = {
  status: 401,
  json: {
    status: 'failure',
    message: 'Invalid API Key',
    error: { message: 'Invalid API Key', code: '03' },
  },
};
export const budgetSpent: Answer = {
  status: 412,
  json: {
    error: {
      message: 'Portkey Integration one Usage Limit Exceeded',
      type: 'integration_exhaust_error',
      param: null,
      code: '04',
    },
  },
};

export const gatewayWith = (answer: Answer = answered) =>
  script({ [chat]: answer, 'GET /v1/models': wrongKey });

interface Planes {
  readonly portkey?: Script;
  readonly port?: Script;
  readonly gateway?: Script;
}

export function run(
  words: string,
  { portkey = portkeyWith(), port = portWith(), gateway = gatewayWith() }: Planes,
  options: RunOptions = {},
) {
  const send = hosts({
    'portkey.example.com': portkey.send,
    'api.port.io': port.send,
    'gateway.example.com': gateway.send,
  });
  return portai(`${words} --gateway-url https://gateway.example.com/v1`, {
    env: {
      PORT_ACCESS_TOKEN: 'token-of-this-test',
      PORTKEY_API_KEY: 'admin-key-of-this-test',
      PORTKEY_BASE_URL: 'https://portkey.example.com/v1',
      KEY: key,
    },
    send,
    ...options,
  });
}

export const writes = (port: Script) => port.asked().filter((each) => !each.startsWith('GET'));
export const modelsSent = (port: Script) => port.seen.at(-1)?.body;
