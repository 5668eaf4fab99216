import { join } from 'node:path';
import type { Method } from '../../src/core/http.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { sandboxPortkeyKeys } from '../../src/sandbox/portkey/keys.ts';
import { connectOpenai } from './portkey-sandbox.ts';
import { freshFolder, testTime } from './run.ts';
import { noSleep } from './sandbox-routes.ts';

/** Calls the sandboxed Portkey that `--sandbox` uses in a folder, as its admin; resolves to the answer. */
export async function inSandbox(
  dir: string,
  method: Method,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const sandbox = openSandbox({ dir: join(dir, 'sandbox'), now: () => testTime, sleep: noSleep });
  const answer = await sandbox.send({
    method,
    url: new URL(`http://127.0.0.1/portkey/v1${path}`),
    headers: { 'x-portkey-api-key': sandboxPortkeyKeys.admin },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body);
}

/** A new folder of settings whose sandbox has the integration `openai-prod`, to which nobody has access. */
export async function withIntegration(): Promise<string> {
  const dir = freshFolder();
  await connectOpenai(dir);
  return dir;
}
