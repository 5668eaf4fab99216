import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { exitOfValidation, readToValidate } from '../../operations/integrations/validate.ts';
import { portkey } from '../../planes/portkey/plane.ts';
import { renderValidation } from '../../ui/render/integration-validation.ts';
import type { Define } from '../define.ts';
import { addValidateOptions, requireFitting, validateFlags } from './validate-flags.ts';

export const define: Define = (command, invocation) => {
  command.argument('<slug>', 'slug of the integration');
  addValidateOptions(command);
  command.addHelpText('after', help);
  const reads = { args: () => z.tuple([z.string()]), flags: validateFlags };
  command.action(
    action(invocation, reads, async (context, [slug], flags) => {
      requireFitting(flags);
      const subject = await readToValidate(await context.plane(portkey).client(), slug);
      const { throughGateway, throughProvider } = await import('./validate-ways.ts');
      const way = flags.throughGateway ? throughGateway : throughProvider;
      const found = await way(context, subject, flags);
      await context.out.result(found, renderValidation);
      return exitOfValidation(found);
    }),
  );
};

const help = `
Portkey gives out no key, so the credential to test is given now; it goes to the host of
the provider alone, or to the custom host of the integration. With --through-gateway
Portkey's gateway is asked instead, with a key of a workspace that has the integration.
A spent budget or a rate limit ends with 11, and is no failure of the key. Without a
credential nothing is tested: that ends with 12.

Examples:
  portai integrations validate openai-prod --value-env OPENAI_API_KEY
  portai integrations validate openai-prod --through-gateway --gateway-key-env KEY
`;
