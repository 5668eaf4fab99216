import { z } from 'zod';
import { action } from '../cli/action.ts';
import { requireNoDirectFlags, requireNoTypeAsProfile } from '../cli/connection-test-flags.ts';
import type { Context } from '../cli/context.ts';
import { keptFlags } from '../cli/globals.ts';
import { typeArgument } from '../cli/type-argument.ts';
import type { ExitClass } from '../core/errors.ts';
import { fail } from '../core/fail.ts';
import { checkAll } from '../operations/check-all.ts';
import type { StaticRow } from '../operations/static-check.ts';
import { causesIn, validateAll } from '../operations/validate-all.ts';
import { port } from '../planes/port/plane.ts';
import { askForProviders } from '../questions/validate.ts';
import { pasteableLine } from '../ui/output.ts';
import { renderStatic, renderValidation } from '../ui/render/validation.ts';
import type { Define } from './define.ts';
import { addValidateOptions, validateFlags } from './validate-flags.ts';

export const define: Define = (command, invocation) => {
  const secretWords = addValidateOptions(command);
  const reads = { args: () => z.tuple([z.array(typeArgument())]), flags: validateFlags };
  command.action(
    action(invocation, reads, async (context, [named], given) => {
      const { all, static: only, direct } = given;
      if (only && direct) throw fail('Usage', 'Give --static or --direct, not both');
      if (!direct) requireNoDirectFlags(given, secretWords());
      if (named.length === 0 && !all)
        requireNoTypeAsProfile(given.awsProfile, ['validate', '--direct']);
      const asks = named.length === 0 && !all && given.configFile === undefined;
      const types =
        asks && context.ask.available
          ? await askForProviders(context.ask, await context.plane(port).client())
          : named;
      if (all === types.length > 0) {
        throw fail(
          'Usage',
          all ? 'Give provider types or --all, not both' : 'Give provider types, or --all',
          { next: [{ command: ['validate', '--all'], why: 'test every configured provider' }] },
        );
      }
      if (direct) {
        const { validateDirect } = await import('./validate-direct.ts');
        return validateDirect(context, types, given, secretWords());
      }
      return only ? check(context, types) : validate(context, types);
    }),
  );
};

const nothingTested = 'Nothing was tested, so nothing is proved: no provider is configured.';

async function validate(
  { plane, out, runtime, globals }: Context,
  types: readonly string[],
): Promise<ExitClass> {
  const dependencies = { client: await plane(port).client(), report: out, now: runtime.now };
  const { rows, exit } = await validateAll(dependencies, types);
  await out.result(rows, renderValidation);
  // Most causes say more than fits into a row.
  const commands = causesIn(rows).map(
    (cause) => `  ${pasteableLine(keptFlags(globals), ['explain', cause])}`,
  );
  if (commands.length > 0) out.note(['Next, what it means:', ...commands].join('\n'));
  if (rows.length === 0) out.note(nothingTested);
  return exit;
}

/** The words of JSON for what was looked at. */
const staticView = ({ provider, status, checks }: StaticRow) => ({
  provider,
  status,
  checks: checks.map(({ id, verdict, says }) => ({ check: id, status: verdict, message: says })),
});

async function check(
  { plane, out, runtime }: Context,
  types: readonly string[],
): Promise<ExitClass> {
  const dependencies = { client: await plane(port).client(), report: out, now: runtime.now };
  const { rows, exit } = await checkAll(dependencies, types);
  await out.result(rows.map(staticView), renderStatic);
  out.note('Read only: no connection was tested.');
  if (rows.length === 0) out.note(nothingTested);
  return exit;
}
