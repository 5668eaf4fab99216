import { z } from 'zod';
import { action } from '../../cli/action.ts';
import {
  adviceOfConnection,
  planPortConnection,
} from '../../operations/integrations/connect-port.ts';
import { port } from '../../planes/port/plane.ts';
import { slugForm } from '../../operations/integrations/name-forms.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { confirmReplacedProvider } from '../../questions/replaced-provider.ts';
import { renderConnection } from '../../ui/render/port-connection.ts';
import type { Define } from '../define.ts';
import { runPut } from '../providers/run-put.ts';
import { addConnectPortOptions, connectPortFlags, requireTested } from './connect-port-flags.ts';
import { gatewayUrlOr } from './gateway-url.ts';

export const define: Define = (command, world) => {
  command.argument('<slug>', 'slug of the integration');
  const words = addConnectPortOptions(command);
  const reads = { args: () => z.tuple([slugForm()]), flags: connectPortFlags };
  command.action(
    action(world, reads, async (context, [integration], flags) => {
      const { ask, out: report, plane } = context;
      const { model: models, apiKeySecret: secret, showRequest, ...given } = flags;
      requireTested(given.preflight, words());
      const ofApi = (await plane(portkey).baseUrl()).value;
      const gatewayUrl = gatewayUrlOr(ofApi, given.gatewayUrl);
      const [toPortkey, client] = await Promise.all([
        plane(portkey).client(),
        plane(port).client(),
      ]);
      const connection = await planPortConnection(
        { portkey: toPortkey, client, report },
        { ...given, integration, gatewayUrl, models, secret },
      );
      const { put, state, replaces } = connection;
      await report.notice(connection, renderConnection);
      await confirmReplacedProvider({ ask, report }, put, replaces);
      try {
        await runPut(context, put, { test: { words: words(), showRequest }, state });
      } catch (error) {
        throw adviceOfConnection(error, integration);
      }
      if (!put.dryRun) report.note(limits);
      return undefined;
    }),
  );
};

const limits =
  'From now on the budgets and rates that Portkey has for this key and its workspace limit Port, too: `portai integrations access` shows them.';
