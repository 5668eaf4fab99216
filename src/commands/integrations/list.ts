import { Option } from 'commander';
import { z } from 'zod';
import { action, noArguments } from '../../cli/action.ts';
import { listCatalogue } from '../../operations/integrations/catalogue-list.ts';
import { integrationWithoutSecrets } from '../../operations/integrations/view.ts';
import { withWorkspaceSlugs } from '../../operations/integrations/workspace-slugs.ts';
import type { Integration } from '../../planes/portkey/nouns.ts';
import { catalogueAsOf } from '../../planes/portkey/kinds/catalogue.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderCatalogue, renderIntegrations } from '../../ui/render/integrations.ts';
import type { Define } from '../define.ts';

export const define: Define = (command, invocation) => {
  command
    .addOption(
      new Option('--connected', 'those of the organization').conflicts([
        'workspaceCreated',
        'catalog',
      ]),
    )
    .addOption(new Option('--workspace-created', 'those that workspaces made').conflicts('catalog'))
    .addOption(new Option('--catalog', 'the providers that can be connected; needs no key'))
    .addOption(new Option('--workspace <slug>', 'those of one workspace').conflicts('catalog'))
    .addHelpText('after', after);
  const flags = () =>
    z.object({
      connected: z.boolean().default(false),
      workspaceCreated: z.boolean().default(false),
      catalog: z.boolean().default(false),
      workspace: z.string().min(1, 'must not be empty').optional(),
    });
  command.action(
    action(invocation, { args: noArguments, flags }, async ({ plane, out }, _, given) => {
      if (given.catalog) {
        await out.result(listCatalogue(), renderCatalogue);
        out.note(
          `Portkey has no list of providers that a key can read: this is portai's own, as of ${catalogueAsOf}. An unconfirmed id was only seen in lists of models. It grows weekly: create --force takes an id that is missing.`,
        );
        return undefined;
      }
      const client = await plane(portkey).client();
      const type = given.connected ? 'organisation' : given.workspaceCreated ? 'workspace' : 'all';
      const { workspace } = given;
      const list: Integration[] = [];
      for await (const each of client.integrations.list({
        type,
        ...(workspace === undefined ? {} : { workspace }),
      })) {
        list.push(integrationWithoutSecrets(each));
      }
      await out.result(await withWorkspaceSlugs(client, list), renderIntegrations);
      return undefined;
    }),
  );
};

const after = `
Examples:
  portai integrations list --connected
  portai integrations list --workspace-created --workspace eng
  portai integrations list --catalog
`;
