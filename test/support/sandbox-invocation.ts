import { join } from 'node:path';
import { openSandbox } from '../../src/sandbox/open.ts';
import { testTime } from './run.ts';
import { noSleep } from './sandbox-routes.ts';

/** What an invocation of a test asks, and under which identifier and time it is kept. */
interface SampleInvocation {
  readonly id: string;
  readonly prompt?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly at?: Date;
}

/** Asks Port AI in the sandbox that `--sandbox` uses in a folder, so that there is a record. */
export async function invokeInSandbox(dir: string, sample: SampleInvocation): Promise<void> {
  const { id, prompt = 'Reply with OK', labels = {}, at = testTime } = sample;
  const sandbox = openSandbox({ dir: join(dir, 'sandbox'), now: () => at, sleep: noSleep });
  const answer = await sandbox.send({
    method: 'POST',
    url: new URL(`https://api.port.io/v1/ai/invoke?invocation_identifier=${id}`),
    headers: { authorization: `Bearer ${await sandbox.token('admin')}` },
    body: JSON.stringify({ userPrompt: prompt, tools: [], labels }),
  });
  if (answer.status !== 200) throw new Error(`An invocation was refused: ${answer.body}`);
}
