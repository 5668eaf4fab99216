import type { Context } from '../cli/context.ts';
import { fail } from '../core/fail.ts';
import type { ExitClass } from '../core/errors.ts';
import { pasteableName } from '../core/refusal.ts';
import { smoke, smokeTargets } from '../operations/ask/smoke.ts';
import { port } from '../planes/port/plane.ts';
import { renderSmoke } from '../ui/render/ask.ts';
import type { AskFlags } from './ask-flags.ts';

/** Asks each enabled model one small question, and tells what came. */
export async function askEach(
  context: Context,
  typed: string | undefined,
  { provider, model, ...others }: AskFlags,
): Promise<ExitClass> {
  const { out, plane, redact, runtime, suggest } = context;
  const { agent, system, tools, label } = others;
  const given = agent ?? system ?? tools[0] ?? label[0];
  if (given !== undefined) {
    throw fail(
      'Usage',
      '--smoke asks without tools and labels: give at most a prompt, --provider and --model',
    );
  }
  const client = await plane(port).client();
  const targets = smokeTargets(await client.providers.list(), { provider, model });
  out.note(
    `Asks ${targets.length === 1 ? '1 model' : `${targets.length} models`} once through Port: each answer costs tokens, and one of Port's own models an invocation of the month.`,
  );
  const { now, signal, sleep } = runtime;
  const asking = { ai: client.ai, now, signal, sleep, redact };
  const { rows, exit } = await smoke(asking, targets, typed);
  await out.result(rows, renderSmoke);
  if (rows.length === 0) out.note('Nothing was asked, so nothing is proved.');
  else {
    out.note(
      'Port was asked for each provider and model. It documents no fallback to another; the answers do not say which one wrote them.',
    );
  }
  const failed = rows.filter(({ status }) => status === 'failed').map((row) => row.provider);
  suggest(
    [...new Set(failed)].flatMap((each) => {
      const name = pasteableName(each);
      return name === undefined
        ? []
        : [{ command: ['validate', name], why: 'test the connection of the provider' }];
    }),
  );
  return exit;
}
