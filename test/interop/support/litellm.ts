import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freshFolder } from '../../support/run.ts';
import { closedPort } from '../../support/servers.ts';
import { installed, startServer, type RunningServer } from './process.ts';

/** A LiteLLM proxy without a database, whose only key is the master key. */
export interface LiteLlm extends RunningServer {
  /** Its origin; the base URL of the API is this with or without /v1. */
  readonly url: string;
  readonly masterKey: string;
}

/** How LiteLLM itself calls a model. Source: its config.yaml, `litellm_params`. */
export type LiteLlmModel = Readonly<Record<string, string>>;

/** What the proxy is to say of a model beside what its own tables have. Source: its config.yaml, `model_info`. */
export type LiteLlmModelInfo = Readonly<Record<string, string | number | boolean>>;

/**
 * Starts the proxy with these models, by the name that its clients use.
 *
 * @param at the origin to listen at, of a proxy that was closed; a free port otherwise
 */
export async function startLiteLlm(
  models: Readonly<Record<string, LiteLlmModel>>,
  {
    info = {},
    at,
    open = false,
    virtualKeys,
  }: {
    readonly info?: Readonly<Record<string, LiteLlmModelInfo>>;
    readonly at?: string;
    /** Without a master key, which lets everybody in. */
    readonly open?: boolean;
    /** The models that each of these keys may use. LiteLLM itself refuses them the others. */
    readonly virtualKeys?: Readonly<Record<string, readonly string[]>>;
  } = {},
): Promise<LiteLlm> {
  const masterKey = 'sk-interop-master-key-0123456789';
  const { origin: url, port } = new URL(at ?? (await closedPort()));
  const folder = freshFolder();
  const config = join(folder, 'config.yaml');
  if (virtualKeys) writeFileSync(join(folder, 'virtual_keys.py'), customAuth(virtualKeys));
  writeFileSync(
    config,
    stringify({
      model_list: Object.entries(models).map(([model_name, litellm_params]) => ({
        model_name,
        litellm_params,
        ...(info[model_name] ? { model_info: info[model_name] } : {}),
      })),
      general_settings: open
        ? { dangerously_permit_weak_or_unset_master_key: true }
        : { master_key: masterKey, ...(virtualKeys ? ownKeys : {}) },
      litellm_settings: {
        ...{ telemetry: false, num_retries: 0 },
        // Without it the models of a key are shown to it alone, and none is refused.
        ...(virtualKeys ? { enable_post_custom_auth_checks: true } : {}),
      },
    }),
  );
  const server = await startServer(
    installed('python', 'bin', 'litellm'),
    ['--host', '127.0.0.1', '--port', port, '--config', config],
    {
      env: { LITELLM_TELEMETRY: 'False', LITELLM_LOCAL_MODEL_COST_MAP: 'True', NO_DOCS: 'True' },
      ready: 'Uvicorn running on',
    },
  );
  return { ...server, url, masterKey };
}

/** Settings by which LiteLLM asks a module for the holder of a key, and then checks what that may use. */
const ownKeys = {
  custom_auth: 'virtual_keys.holder_of',
  custom_auth_run_common_checks: true,
};

/** A module that knows these keys as LiteLLM's database would, which these tests do without. */
const customAuth = (keys: Readonly<Record<string, readonly string[]>>) => `
from litellm.proxy._types import ProxyException, UserAPIKeyAuth

KEYS = ${JSON.stringify(keys)}

async def holder_of(request, api_key):
    if api_key not in KEYS:
        raise ProxyException(message="Authentication Error, Invalid proxy server token passed.", type="auth_error", param="key", code=401)
    return UserAPIKeyAuth(api_key=api_key, token=api_key, models=KEYS[api_key])
`;
