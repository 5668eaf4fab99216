import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { requireNoTypeAsProfile } from '../../cli/connection-test-flags.ts';
import { typeArgument } from '../../cli/type-argument.ts';
import { providerTypes } from '../../planes/port/provider-types/index.ts';
import type { Define, Node } from '../define.ts';
import { addPutOptions, putFlags } from './put-flags.ts';

/** `put` has one subcommand a provider type, so that its help shows that type's flags and no others. */
export const typeCommands: readonly Node[] = providerTypes.map((type) => ({
  name: type.id,
  summary: type.creatable === false ? `${type.title}: switch on or off` : type.title,
  load: async () => (await import('./put-type.ts')).defineFor(type),
}));

/** A type that is newer than this version goes through with a configuration file. */
export const define: Define = (put, invocation) => {
  put
    .argument('[type]', 'a type listed below, or any other with --config-file')
    .usage('<type> [flags]');
  const words = addPutOptions(put);
  const reads = { args: () => z.tuple([typeArgument().optional()]), flags: putFlags };
  put.action(
    action(invocation, reads, async (context, [id], given) => {
      const { run } = await import('./put-request.ts');
      const { configFile, enable, disable, enableModel, disableModel } = given;
      if (id === undefined) requireNoTypeAsProfile(given.awsProfile, ['providers', 'put']);
      if (configFile === undefined && id === undefined && context.ask.available) {
        const { askForType } = await import('../../questions/provider-type.ts');
        const type = await askForType(context.ask);
        return run(context, { provider: type.id, type, fields: {} }, given, words());
      }
      // What is stored can be switched whatever it is: that needs no knowledge of the type.
      const switches = enable || disable || enableModel.length + disableModel.length > 0;
      const { requireKnown } = await import('../../questions/provider-type.ts');
      const provider = requireKnown(id, switches || configFile !== undefined);
      const flags = configFile === undefined && switches ? { ...given, updateOnly: true } : given;
      return run(context, { provider, type: undefined, fields: {} }, flags, words());
    }),
  );
};
