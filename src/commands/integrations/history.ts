import { z } from 'zod';
import { once } from '../../core/once.ts';
import { action } from '../../cli/action.ts';
import { integrationHistory } from '../../operations/integrations/history.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderHistory } from '../../ui/render/integration-history.ts';
import type { Define } from '../define.ts';

const dayMs = 86_400_000;

const flags = once(() =>
  z.object({
    days: z.coerce
      .number('must be a number of days')
      .int('must be a whole number of days')
      .min(1, 'must be 1 or more')
      .max(365, 'must be 365 or less')
      .default(30),
  }),
);

export const define: Define = (command, invocation) => {
  command
    .argument('<slug>', 'slug of the integration')
    .option('--days <n>', 'how far back, 1 to 365 (default 30)')
    .addHelpText('after', help);
  const args = () => z.tuple([z.string()]);
  command.action(
    action(invocation, { args, flags }, async ({ plane, out, runtime }, [slug], { days }) => {
      const client = await plane(portkey).client();
      const until = runtime.now();
      const from = new Date(until.getTime() - days * dayMs);
      await out.result(await integrationHistory(client, { slug, from, until }), renderHistory);
      return undefined;
    }),
  );
};

const help = `
Who changed it, from Portkey's audit log, which Enterprise plans have. What was sent is shown
by the names of its fields; with --json whole, with masks in place of secrets.

Examples:
  portai integrations history openai-prod
  portai integrations history openai-prod --days 7 --json
`;
