import { join } from 'node:path';
import { portkeySandboxPath } from '../../src/planes/portkey/sandbox-path.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { testTime } from './run.ts';

/** Creates the integration `openai-prod` in the sandbox that `--sandbox` uses in a folder of settings. */
export async function connectOpenai(dir: string): Promise<void> {
  const sandbox = openSandbox({
    dir: join(dir, 'sandbox'),
    now: () => testTime,
    sleep: () => Promise.resolve(),
  });
  const body = { name: 'OpenAI', slug: 'openai-prod', ai_provider_id: 'openai', key: 'sk-of-test' };
  const { status } = await sandbox.send({
    method: 'POST',
    url: new URL(`https://sandbox.example${portkeySandboxPath}/integrations`),
    headers: {
      'x-portkey-api-key': await sandbox.portkeyKey('admin'),
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  if (status !== 200) throw new Error(`The sandbox answered ${status} to a creation`);
}
