import type { Context } from '../../cli/context.ts';
import { PortaiError } from '../../domain/errors.ts';
import { likelyReasons } from '../../domain/preflight-difference.ts';
import type { Config } from '../../domain/provider-types/define.ts';
import { testedModels } from '../../operations/validate.ts';
import type { Passed } from './preflight.ts';

/** Stores what is new, writes, and says of a refusal how it differs from the preflight. */
export async function writeAfter(
  context: Context,
  { id }: { readonly id: string },
  passed: Passed,
  config: Config,
  write: () => Promise<void>,
): Promise<void> {
  const freshlyStored = await storeFresh(context, passed);
  await write().catch((error: unknown) => {
    throw afterPreflight(error, id, config, passed, freshlyStored);
  });
}

/** Stores the values of secrets that do not exist yet, and says of the others that they are kept. */
async function storeFresh(context: Context, { fresh, kept }: Passed): Promise<string[]> {
  if (kept.length > 0) {
    context.out.warn({
      code: 'secret_kept',
      message: `${kept.join(', ')} ${kept.length === 1 ? 'exists and keeps its' : 'exist and keep their'} stored value: the preflight tested the value given now. \`secrets set\` replaces it.`,
    });
  }
  const client = await context.port();
  for (const [name, value] of fresh) {
    await client.secrets.create(name, value);
    context.out.note(`Stored the secret ${name}.`);
  }
  return [...fresh.keys()];
}

/** A refusal of Port after a preflight that passed: both are said, and why they may differ. */
function afterPreflight(
  error: unknown,
  id: string,
  config: Config,
  { report, kept }: Passed,
  freshlyStored: readonly string[],
): unknown {
  if (!(error instanceof PortaiError)) return error;
  const { failure } = error;
  const byPort = testedModels(failure);
  const testedHere = Object.keys(report.testedModels);
  const reasons = byPort
    ? likelyReasons({ config, kept, testedHere, testedByPort: byPort.map(({ model }) => model) })
    : [];
  const hints = [
    ...(failure.hint === undefined ? [] : [failure.hint]),
    ...(reasons.length === 0
      ? []
      : [
          `From this machine ${id} works; from Port it does not. Likely: ${reasons.join('; or ')}.`,
        ]),
    ...(freshlyStored.length === 0
      ? []
      : [`The secret ${freshlyStored.join(', ')} was stored before, and stays.`]),
  ];
  return new PortaiError(
    {
      ...failure,
      details: {
        ...failure.details,
        preflight: report,
        ...(reasons.length === 0 ? {} : { likelyReasons: reasons }),
      },
      ...(hints.length === 0 ? {} : { hint: hints.join(' ') }),
      next: [
        ...(failure.next ?? []),
        ...freshlyStored.map((name) => ({
          command: ['secrets', 'delete', name],
          why: 'take back what this run stored',
        })),
      ],
    },
    { cause: error },
  );
}
