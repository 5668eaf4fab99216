import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshFolder } from '../../support/run.ts';
import { closedPort } from '../../support/servers.ts';
import { installed, startServer, type RunningServer } from './process.ts';
import { tinyModel } from './tiny-model.ts';

/** llama.cpp's own server with a model of this test. */
export interface LlamaCpp extends RunningServer {
  readonly url: string;
}

/**
 * Starts it.
 *
 * @param trained tokens for which the model says that it was trained
 * @param context tokens that a request gets here
 */
export async function startLlamaCpp(
  name: string,
  { trained, context }: { readonly trained: number; readonly context: number },
): Promise<LlamaCpp> {
  const model = join(freshFolder(), 'tiny.gguf');
  writeFileSync(model, tinyModel(trained));
  const { origin: url, port } = new URL(await closedPort());
  const server = await startServer(
    installed('python', 'bin', 'python'),
    [join(import.meta.dirname, 'llama-cpp.py'), model, name, port, String(context)],
    { ready: 'Listening on' },
  );
  await accepting(`${url}/health`);
  return { ...server, url };
}

/** It says that it listens before it accepts connections. */
async function accepting(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(200);
  }
  throw new Error(`${url} accepts no connection`);
}
