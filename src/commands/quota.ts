import { action, noArguments, noFlags } from '../cli/action.ts';
import { quotaView } from '../operations/quota.ts';
import { port } from '../planes/port/plane.ts';
import { renderQuota } from '../ui/render/quota.ts';
import type { Define } from './define.ts';

/** `quota`. */
export const define: Define = (command, invocation) => {
  command.addHelpText(
    'after',
    `
Invocations of Port's own models in this month. Providers of your own are not
counted.

Examples:
  portai quota
  portai quota --json | jq ._portai.share
`,
  );
  command.action(
    action(invocation, { args: noArguments, flags: noFlags }, async ({ plane, out, runtime }) => {
      const client = await plane(port).client();
      await out.result(quotaView(await client.ai.quota(), runtime.now()), renderQuota);
      return undefined;
    }),
  );
};
