import { z } from 'zod';
import { action, noFlags } from '../../cli/action.ts';
import { getInvocation } from '../../operations/invocations/get.ts';
import { port } from '../../planes/port/plane.ts';
import { renderInvocation } from '../../ui/render/invocations.ts';
import type { Define } from '../define.ts';

/** `invocations get`. */
export const define: Define = (command, invocation) => {
  command.argument('<invocation>', 'its identifier').addHelpText(
    'after',
    `
Without a record, what the route of invocations tells is shown: status and answer.

Example:
  portai invocations get 0b9c2a4e-7d5f-4c1a-9a51-3f6d1c2b4e8f --json
`,
  );
  const args = () => z.tuple([z.string().trim().min(1, 'must not be empty')]);
  command.action(
    action(invocation, { args, flags: noFlags }, async ({ plane, out }, [id]) => {
      const { ai } = await plane(port).client();
      await out.result(await getInvocation(ai, id), renderInvocation);
      return undefined;
    }),
  );
};
