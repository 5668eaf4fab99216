import { action, noArguments, noFlags } from '../../cli/action.ts';
import { renderProviders } from '../../ui/render/providers.ts';
import type { Define } from '../define.ts';
import { rowOf } from '../../ui/render/provider-views.ts';
import { maskedProvider } from '../../planes/port/rules/mask-headers.ts';
import { port } from '../../planes/port/plane.ts';

export const define: Define = (command, invocation) => {
  command.action(
    action(invocation, { args: noArguments, flags: noFlags }, async ({ plane, out }) => {
      const providers = await (await plane(port).client()).providers.list();
      await out.result(providers.map(maskedProvider), (list, style) =>
        renderProviders(list.map(rowOf), style),
      );
      return undefined;
    }),
  );
};
