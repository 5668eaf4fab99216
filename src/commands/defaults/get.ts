import { action, noArguments, noFlags } from '../../cli/action.ts';
import { PortaiError } from '../../core/errors.ts';
import { defaultProblem } from '../../operations/default-choice.ts';
import { renderDefaults } from '../../ui/render/defaults.ts';
import type { Define } from '../define.ts';
import { viewOf } from './view.ts';
import { port } from '../../planes/port/plane.ts';

export const define: Define = (command, invocation) => {
  command.action(
    action(invocation, { args: noArguments, flags: noFlags }, async ({ plane, out }) => {
      const client = await plane(port).client();
      const [current, list] = await Promise.all([
        client.defaults.get(),
        client.providers.list().catch(refusal),
      ]);
      // "None is set" is believed only of an API that answers otherwise.
      if (!current && list instanceof PortaiError) throw list;
      await out.result(viewOf(current), renderDefaults);
      const problem =
        current && !(list instanceof PortaiError) ? defaultProblem(current, list) : undefined;
      if (problem !== undefined) {
        out.warn({
          code: 'default_unusable',
          message: `Requests that name no provider fail: ${problem}. \`portai defaults set\` chooses another default.`,
        });
      }
      return undefined;
    }),
  );
};

function refusal(error: unknown): PortaiError {
  if (error instanceof PortaiError) return error;
  throw error;
}
