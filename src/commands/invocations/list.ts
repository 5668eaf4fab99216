import { z } from 'zod';
import { action, noArguments } from '../../cli/action.ts';
import { labelsIn, repeatable } from '../../cli/pairs.ts';
import { timeFrom } from '../../cli/time-flag.ts';
import { once } from '../../core/once.ts';
import { listInvocations } from '../../operations/invocations/list.ts';
import { port } from '../../planes/port/plane.ts';
import { renderInvocations } from '../../ui/render/invocations.ts';
import type { Define } from '../define.ts';

const flags = once(() =>
  z.object({
    status: z.string().trim().min(1, 'must not be empty').optional(),
    since: z.string().optional(),
    until: z.string().optional(),
    label: z.array(z.string()).default([]),
    limit: z.coerce
      .number('must be a number')
      .int('must be a whole number')
      .min(1, 'must be 1 or more')
      .max(10_000, 'must be 10000 or less')
      .default(50),
  }),
);

/** `invocations list`. */
export const define: Define = (command, invocation) => {
  command
    .option('--status <status>', 'only of that status: completed, failed, in progress')
    .option('--since <time>', 'only from then on: 2h, 7d, or a date such as 2026-01-31')
    .option('--until <time>', 'only up to then')
    .option('--label <key=value>', 'only with that label; repeat for more', repeatable)
    .option('--limit <n>', 'the latest so many (default 50)')
    .addHelpText('after', help);
  command.action(
    action(invocation, { args: noArguments, flags }, async ({ plane, out, runtime }, _, given) => {
      const now = runtime.now();
      const wanted = {
        status: given.status,
        since: given.since === undefined ? undefined : timeFrom(given.since, '--since', now),
        until: given.until === undefined ? undefined : timeFrom(given.until, '--until', now),
        labels: labelsIn(given.label, '--label'),
      };
      const { ai } = await plane(port).client();
      const { found, odd } = await listInvocations(ai, wanted, now);
      for (const message of odd) out.warn({ code: 'odd_answer', message });
      await out.result(found.slice(0, given.limit), renderInvocations);
      if (found.length > given.limit) {
        out.note(`The latest ${given.limit} of ${found.length}; --limit shows more.`);
      }
      return undefined;
    }),
  );
};

const help = `
Port keeps records for about 30 days. Which properties hold provider and model
is read from the blueprint of the records, since Port does not document it.

In rows: id, status, provider, model, agent, time, labels, prompt.

Examples:
  portai invocations list --since 24h --status failed
  portai invocations list --label source=ci --json | jq -r .[].identifier
`;
