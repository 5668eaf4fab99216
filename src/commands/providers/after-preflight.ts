import type { Context } from '../../cli/context.ts';
import { PortaiError } from '../../domain/errors.ts';
import { stopClass } from '../../domain/interruption.ts';
import { likelyReasons } from '../../domain/preflight-difference.ts';
import type { ProbeReport } from '../../domain/probe-report.ts';
import type { Config } from '../../domain/provider-types/define.ts';
import type { Secret } from '../../domain/secret.ts';
import { testedModelsIn } from '../../domain/tested-models.ts';

/** What is to be stored with a configuration, and the preflight that went before, if one did. */
export interface ToStore {
  readonly report?: ProbeReport;
  /** Values for secrets that do not exist yet. */
  readonly fresh: ReadonlyMap<string, Secret>;
  /** Secrets that exist and keep what they hold, whatever was tested. */
  readonly kept: readonly string[];
}

/**
 * Stores what is new, then writes. Of a failure it says what was stored before and stays, and after
 * a preflight how the refusal differs from it.
 */
export async function writeAfter<T>(
  context: Context,
  { id }: { readonly id: string },
  ready: ToStore,
  config: Config,
  write: () => Promise<T>,
): Promise<T> {
  const freshlyStored: string[] = [];
  try {
    await storeFresh(context, ready, freshlyStored);
    return await write();
  } catch (error) {
    throw explained(
      stoppedBetween(context, error, freshlyStored),
      id,
      config,
      ready,
      freshlyStored,
    );
  }
}

/** Stores the values of secrets that do not exist yet, and says of the others that they are kept. */
async function storeFresh(
  context: Context,
  { fresh, kept }: ToStore,
  freshlyStored: string[],
): Promise<void> {
  if (kept.length > 0) {
    context.out.warn({
      code: 'secret_kept',
      message: `${kept.join(', ')} ${kept.length === 1 ? 'exists and keeps its' : 'exist and keep their'} stored value: the preflight tested the value given now. \`secrets set\` replaces it.`,
    });
  }
  const client = await context.port();
  for (const [name, value] of fresh) {
    await client.secrets.create(name, value);
    freshlyStored.push(name);
    context.out.note(`Stored the secret ${name}.`);
  }
}

/** An interruption after something was stored: what stands is named, which main cannot know. */
function stoppedBetween(
  { runtime: { signal } }: Context,
  error: unknown,
  freshlyStored: readonly string[],
): unknown {
  if (!signal.aborted || error instanceof PortaiError || freshlyStored.length === 0) return error;
  return new PortaiError(
    {
      name: 'Cancelled',
      message: 'Stopped while the provider was being saved',
      exit: stopClass(signal),
      hint: 'A change that was being sent may have been made.',
    },
    { cause: error },
  );
}

/** A failure with what was stored before it, and why Port may differ from a preflight that passed. */
function explained(
  error: unknown,
  id: string,
  config: Config,
  { report, kept }: ToStore,
  freshlyStored: readonly string[],
): unknown {
  if (!(error instanceof PortaiError)) return error;
  if (!report && freshlyStored.length === 0) return error;
  const { failure } = error;
  const reasons = report ? reasonsFor(error, config, kept, report) : [];
  const [one, ...more] = freshlyStored;
  const hints = [
    ...(failure.hint === undefined ? [] : [failure.hint]),
    ...(reasons.length === 0
      ? []
      : [
          `From this machine ${id} works; from Port it does not. Likely: ${reasons.join('; or ')}.`,
        ]),
    ...(one === undefined
      ? []
      : more.length === 0
        ? [`The secret ${one} was stored before, and stays.`]
        : [`The secrets ${freshlyStored.join(', ')} were stored before, and stay.`]),
  ];
  return new PortaiError(
    {
      ...failure,
      details: {
        ...failure.details,
        ...(report ? { preflight: report } : {}),
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
