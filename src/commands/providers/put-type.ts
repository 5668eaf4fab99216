import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addFieldOptions } from '../../cli/field-options.ts';
import type { ProviderType } from '../../planes/port/provider-types/define.ts';
import { missingFields } from '../../planes/port/rules/config-fields.ts';
import type { Define } from '../define.ts';
import { addPutOptions, putFlags } from './put-flags.ts';

/** The put of one type: its fields are flags. */
export const defineFor =
  (type: ProviderType): Define =>
  (command, invocation) => {
    command.usage('[flags]');
    const fieldsFrom = addFieldOptions(command, type);
    const words = addPutOptions(command, type);
    command.addHelpText('after', examplesOf(type));
    const reads = { args: () => z.tuple([]), flags: () => putFlags().loose() };
    command.action(
      action(invocation, reads, async (context, _, given) => {
        const fields = await fieldsFrom(given, context.runtime);
        const { run } = await import('./put-request.ts');
        return run(context, { provider: type.id, type, fields }, given, words());
      }),
    );
  };

/** One line a way to connect: its required flags, ready to be filled in. */
function examplesOf(type: ProviderType): string {
  if (type.creatable === false) return `\nExamples:\n  portai providers put ${type.id} --disable\n`;
  const lines = type.variants.map((variant) => {
    const words = missingFields(variant, {}).map(([, field]) => field.flag);
    return `  # ${variant.title}\n  portai providers put ${type.id} ${words.join(' ')} --validate`;
  });
  return `\nExamples:\n${lines.join('\n')}\n`;
}
