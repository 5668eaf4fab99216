import type { Context } from '../../cli/context.ts';
import { modelStates } from '../../operations/stored-providers.ts';
import { allOf } from '../../planes/portkey/paging.ts';
import { port } from '../../planes/port/plane.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import type { LiveSource } from './live-source.ts';

/** Asks a control plane for names. Rejects where they cannot be read. */
export async function namesFrom({ plane }: Context, source: LiveSource): Promise<string[]> {
  switch (source.of) {
    case 'providers':
      return (await (await plane(port).client()).providers.list()).map(({ provider }) => provider);
    case 'models': {
      const providers = await (await plane(port).client()).providers.list();
      const owner = providers.find(({ provider }) => provider === source.owner);
      return owner ? modelStates(owner).map(({ model }) => model) : [];
    }
    case 'secrets':
      return (await (await plane(port).client()).secrets.list()).map(
        ({ secretName }) => secretName,
      );
    case 'integrations':
      return (await allOf((await plane(portkey).client()).integrations.list())).map(
        ({ slug }) => slug,
      );
    case 'workspaces':
      return (await allOf((await plane(portkey).client()).workspaces.list())).map(
        ({ slug }) => slug,
      );
    case 'integration models':
      return (await (await plane(portkey).client()).models.list(source.owner)).models.map(
        ({ slug }) => slug,
      );
    default:
      return [];
  }
}
