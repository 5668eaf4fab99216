import type { Context } from '../../cli/context.ts';
import { PortaiError } from '../../core/errors.ts';
import { likelyReasons } from '../../planes/port/rules/preflight-difference.ts';
import type { ProbeReport } from '../../connection-test/result.ts';
import type { Config } from '../../vendors/test-requests.ts';
import type { Secret } from '../../core/secret.ts';
import { testedModelsIn } from '../../planes/port/tested-models.ts';
import type { Book } from '../book.ts';

/** What is to be stored with a configuration, and the preflight that went before, if one did. */
export interface ToStore {
  readonly report?: ProbeReport;
  /** Values for secrets that do not exist yet. */
  readonly fresh: ReadonlyMap<string, Secret>;
  /** Values that this run has stored before; what is stored now is added to them. */
  readonly held: Map<string, Secret>;
  /** Secrets that exist and keep what they hold, whatever was tested. */
  readonly kept: readonly string[];
}

/** Stores what is new, then writes. Of a refusal after a preflight it says how the two differ. */
export async function writeAfter<T>(
  context: Context,
  { id }: { readonly id: string },
  ready: ToStore,
  config: Config,
  book: Book,
  write: () => Promise<T>,
): Promise<T> {
  try {
    await storeFresh(context, ready, book);
    return await write();
  } catch (error) {
    throw explained(error, id, config, ready);
  }
}

/** Stores the values of secrets that do not exist yet, and says of the others that they are kept. */
async function storeFresh(
  context: Context,
  { fresh, kept, held }: ToStore,
  book: Book,
): Promise<void> {
  if (kept.length > 0) {
    context.out.warn({
      code: 'secret_kept',
      message: `${kept.join(', ')} ${kept.length === 1 ? 'exists and keeps its' : 'exist and keep their'} stored value: the preflight tested the value given now. \`secrets set\` replaces it.`,
    });
  }
  const client = await context.port();
  for (const [name, value] of fresh) {
    if (held.get(name) === value) continue;
    if (held.has(name)) await client.secrets.update(name, { value });
    else {
      await book.make({ what: `secret ${name}`, undo: ['secrets', 'delete', name] }, () =>
        client.secrets.create(name, value),
      );
    }
    held.set(name, value);
    context.out.note(`Stored the secret ${name}.`);
  }
}

/** A failure with why Port may differ from a preflight that passed. */
function explained(error: unknown, id: string, config: Config, { report, kept }: ToStore): unknown {
  if (!(error instanceof PortaiError) || !report) return error;
  const { failure } = error;
  const reasons = reasonsFor(error, config, kept, report);
  const hints = [
    ...(failure.hint === undefined ? [] : [failure.hint]),
    ...(reasons.length === 0
      ? []
      : [
          `From this machine ${id} works; from Port it does not. Likely: ${reasons.join('; or ')}.`,
        ]),
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
    },
    { cause: error },
  );
}

function reasonsFor(
  { failure }: PortaiError,
  config: Config,
  kept: readonly string[],
  report: ProbeReport,
): readonly string[] {
  if (failure.exit !== 'checkFailed') return [];
  const byPort = testedModelsIn(failure.details);
  const failed = byPort.filter(({ isValid }) => isValid !== true);
  const ofModels = failed.flatMap(({ model }) => report.testedModels[model]?.warnings ?? []);
  return likelyReasons({
    config,
    kept,
    testedHere: Object.keys(report.testedModels),
    testedByPort: byPort.map(({ model }) => model),
    said: failed.map(({ message }) => message),
    remarks: [...new Set([...ofModels, ...report.warnings])],
  });
}
