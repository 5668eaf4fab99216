import { resolve } from 'node:path';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import { worstOf } from '../../core/errors.ts';
import { action, noArguments } from '../../cli/action.ts';
import { outputFileFlag } from '../../cli/output-file-flag.ts';
import { writeOutputFiles } from '../../cli/output-file.ts';
import { readAccess } from '../../operations/integrations/access.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { accessPage } from '../../ui/render/access-page.ts';
import { renderAccess } from '../../ui/render/access.ts';
import type { Define } from '../define.ts';

const flags = once(() =>
  z.object({
    integration: z.string().min(1, 'must not be empty').optional(),
    workspace: z.string().min(1, 'must not be empty').optional(),
    html: outputFileFlag().optional(),
    force: z.boolean().default(false),
  }),
);

export const define: Define = (command, invocation) => {
  command
    .option('--integration <slug>', 'of one integration only')
    .option('--workspace <slug>', 'of one workspace only, by its slug or UUID')
    .option('--html <file>', 'write the table as one page without scripts, to send to somebody')
    .option('--force', 'replace a file that is there')
    .addHelpText('after', help);
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, given) => {
      const { out, plane, redact, runtime } = context;
      const { integration, workspace, html, force } = given;
      const { client, baseUrl } = plane(portkey);
      const now = runtime.now();
      const { rows, unread } = await readAccess(await client(), { integration, workspace, now });
      if (html !== undefined) {
        // The page leaves this machine: what a server repeats of a key is masked as on the screen.
        const text = redact(
          accessPage({ rows, unread }, new URL((await baseUrl()).value).host, now),
        );
        const [path = html] = await writeOutputFiles([{ path: resolve(html), text }], {
          replace: force,
          instead: '--html names another file.',
        });
        out.note(`Wrote ${path}.`);
      }
      await out.result(rows, renderAccess);
      for (const { integration: slug, error } of unread) {
        out.warn({
          code: 'not_read',
          message: `The access to ${slug} could not be read, and is not shown: ${error.message}`,
        });
      }
      return worstOf(unread.map(({ error }) => error.failure.exit));
    }),
  );
};

const help = `
Who may use which integration: what is nearest to its budget comes first. The use is
what Portkey reports; its unit is not documented, so it is shown as a part of the
budget and proves nothing about money. An integration that the key may not read is named
on stderr, and decides the exit code; the others are shown.

Examples:
  portai integrations access
  portai integrations access --workspace eng
  portai integrations access --html access.html
`;
