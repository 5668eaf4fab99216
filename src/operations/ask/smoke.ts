import { atOnce } from '../../core/at-once.ts';
import { PortaiError, worstOf, type ExitClass } from '../../core/errors.ts';
import { isStop } from '../../core/interruption.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import { enabledNames } from '../stored-providers.ts';
import { ask, type AskDependencies } from './ask.ts';

/** What came of asking one model through Port. */
export interface SmokeRow {
  readonly provider: string;
  readonly model: string;
  /** `answered`: text came, and its end; `empty`: an end without text, which proves nothing. */
  readonly status: 'answered' | 'empty' | 'failed';
  /** Milliseconds to the first event, and to the end; null where none came. */
  readonly firstEventMs: number | null;
  readonly durationMs: number;
  readonly invocation: string | null;
  readonly error?: { readonly name: string; readonly message: string };
}

/** What a round of small questions is sent with. */
export interface SmokeDependencies extends Omit<AskDependencies, 'emit'> {
  readonly now: () => Date;
}

/** A model that is asked. */
export interface SmokeTarget {
  readonly provider: string;
  readonly model: string;
}

/** The enabled models of enabled providers, as far as they are wanted. */
export function smokeTargets(
  providers: readonly Provider[],
  wanted: { readonly provider?: string | undefined; readonly model?: string | undefined },
): SmokeTarget[] {
  return providers
    .filter(({ enabled, provider }) => enabled && provider === (wanted.provider ?? provider))
    .flatMap((provider) =>
      enabledNames(provider)
        .filter((model) => model === (wanted.model ?? model))
        .map((model) => ({ provider: provider.provider, model })),
    );
}

/** So many questions wait for an answer at once. */
const askedAtOnce = 4;

/** As small as a question can be; Port's own example. */
const smallQuestion = 'Reply with OK';

/**
 * Asks each model one question, a small one unless another is given, through Port, a few at a time. The order is that of the targets; the
 * exit is the worst of all, and `unverifiable` where nothing was asked.
 */
export async function smoke(
  dependencies: SmokeDependencies,
  targets: readonly SmokeTarget[],
  prompt = smallQuestion,
): Promise<{ readonly rows: readonly SmokeRow[]; readonly exit: ExitClass }> {
  const outcomes = await atOnce(askedAtOnce, targets, (target) =>
    askOne(dependencies, target, prompt),
  );
  return {
    rows: outcomes.map(({ row }) => row),
    exit: outcomes.length === 0 ? 'unverifiable' : worstOf(outcomes.map(({ exit }) => exit)),
  };
}

async function askOne(
  { now, ...dependencies }: SmokeDependencies,
  { provider, model }: SmokeTarget,
  prompt: string,
): Promise<{ readonly row: SmokeRow; readonly exit: ExitClass }> {
  const start = now().getTime();
  const since = () => now().getTime() - start;
  let firstEventMs: number | null = null;
  let text = '';
  const row = () => ({ provider, model, firstEventMs, durationMs: since() });
  try {
    const { identifier } = await ask(
      {
        ...dependencies,
        emit(events) {
          firstEventMs ??= since();
          for (const { means } of events) if (means.kind === 'text') text ||= means.text.trim();
        },
      },
      { prompt, provider, model, tools: [], labels: { source: 'portai-smoke' } },
    );
    const invocation = identifier ?? null;
    return text === ''
      ? { row: { ...row(), status: 'empty', invocation }, exit: 'unverifiable' }
      : { row: { ...row(), status: 'answered', invocation }, exit: 'ok' };
  } catch (error) {
    if (!(error instanceof PortaiError) || isStop(error.failure.exit)) throw error;
    const { name, message, exit, details } = error.failure;
    const told = details?.['invocation'];
    const invocation = typeof told === 'string' ? told : null;
    return { row: { ...row(), status: 'failed', invocation, error: { name, message } }, exit };
  }
}
