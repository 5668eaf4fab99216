import { action, noArguments, noFlags } from '../../cli/action.ts';
import { renderSecrets } from '../../ui/render/secrets.ts';
import type { Define } from '../define.ts';
import { port } from '../../planes/port/plane.ts';

export const define: Define = (command, invocation) => {
  command.action(
    action(invocation, { args: noArguments, flags: noFlags }, async ({ plane, out }) => {
      await out.result(await (await plane(port).client()).secrets.list(), renderSecrets);
      return undefined;
    }),
  );
};
