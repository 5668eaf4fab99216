import { writeOutputFiles } from '../cli/output-file.ts';
import type { Context } from '../cli/context.ts';
import { keptFlags } from '../cli/globals.ts';
import type { Invocation } from '../cli/invocation.ts';
import type { ExitClass } from '../core/errors.ts';
import { checkAll } from '../operations/check-all.ts';
import type { StaticRow } from '../operations/static-check.ts';
import {
  changesBetween,
  statesIn,
  type TestedRow,
  type TestedState,
} from '../operations/tested-states.ts';
import type { ValidationRow } from '../operations/validate.ts';
import { causesIn, validateAll } from '../operations/validate-all.ts';
import { port } from '../planes/port/plane.ts';
import { pasteableLine, type Renderer } from '../ui/output.ts';
import { junitReport } from '../ui/render/junit.ts';
import { renderStateChange } from '../ui/render/state-changes.ts';
import { renderStatic, renderValidation } from '../ui/render/validation.ts';
import {
  inProfiles,
  orReason,
  type InProfile,
  type Outcome,
  type Reason,
} from './validate-profiles.ts';

/** What is tested of the stored configurations, where, and what becomes of the results. */
interface StoredTest {
  readonly types: readonly string[];
  /** Whether it is only read. */
  readonly only: boolean;
  readonly profiles: readonly string[] | undefined;
  readonly junit: string | undefined;
  /** How long to wait between two rounds: `90s`, `5m`, `1h`; undefined for one round. */
  readonly watch: string | undefined;
}

const nothingTested = 'Nothing was tested, so nothing is proved: no provider is configured.';

/** How stored configurations are looked at: by a test, or by reading alone. */
interface StoredTestWay<Row> {
  readonly work: (context: Context) => Promise<Outcome<Row>>;
  /** The row of a profile, or of a round, in which nothing could be looked at. */
  readonly nothing: (reason: Reason) => Row;
  readonly render: Renderer<readonly InProfile<Row>[]>;
  /** What is said beside the rows. */
  readonly remark: (rows: readonly Row[]) => string | undefined;
}

/** Tests stored configurations, once or again and again. */
export async function validateStored(
  context: Context,
  invocation: Invocation,
  test: StoredTest,
): Promise<ExitClass> {
  const { types } = test;
  if (!test.only) {
    return tested(context, invocation, test, {
      work: async ({ plane, out, runtime }) =>
        validateAll({ client: await plane(port).client(), report: out, now: runtime.now }, types),
      nothing: (error): ValidationRow => ({
        provider: '-',
        status: 'unverifiable',
        ...{ models: [], wrote: false, error },
        ...{ checkedAt: context.runtime.now().toISOString(), durationMs: 0 },
      }),
      render: renderValidation,
      remark: (rows: readonly ValidationRow[]) => whatCausesMean(context, rows),
    });
  }
  return tested<StaticView>(context, invocation, test, {
    work: async ({ plane, out, runtime }) => {
      const from = { client: await plane(port).client(), report: out, now: runtime.now };
      const { rows, exit } = await checkAll(from, types);
      return { rows: rows.map(staticView), exit };
    },
    nothing: (error): StaticView => ({
      provider: '-',
      status: 'unverifiable',
      ...{ checks: [], error },
    }),
    render: renderStatic,
    remark: (): string | undefined => 'Read only: no connection was tested.',
  });
}

async function tested<Row extends TestedRow>(
  context: Context,
  invocation: Invocation,
  { profiles, junit, watch }: StoredTest,
  way: StoredTestWay<Row>,
): Promise<ExitClass> {
  const { out, runtime } = context;
  const round = async (): Promise<Outcome<InProfile<Row>>> => {
    const outcome = await (profiles
      ? inProfiles(context, invocation, profiles, way)
      : way.work(context));
    if (junit !== undefined) {
      const text = junitReport(statesIn(outcome.rows), runtime.now().toISOString());
      await writeOutputFiles([{ path: junit, text }], { replace: true });
    }
    return outcome;
  };
  if (watch !== undefined) return watched(context, watch, round, way.nothing);
  const { rows, exit } = await round();
  await out.result(rows, way.render);
  const remark = way.remark(rows);
  if (remark !== undefined) out.note(remark);
  if (rows.length === 0) out.note(nothingTested);
  return exit;
}

/** What was read of a provider, in the words of JSON. */
interface StaticView {
  readonly provider: string;
  readonly status: StaticRow['status'];
  readonly checks: readonly { check: string; status: string; message: string }[];
  readonly error?: Reason;
}

const staticView = ({ provider, status, checks }: StaticRow): StaticView => ({
  provider,
  status,
  checks: checks.map(({ id, verdict, says }) => ({ check: id, status: verdict, message: says })),
});

/** Most causes say more than fits into a row. */
function whatCausesMean(
  { globals, suggest }: Context,
  rows: readonly ValidationRow[],
): string | undefined {
  const steps = causesIn(rows).map((cause) => ({
    command: ['explain', cause],
    why: 'what it means',
  }));
  suggest(steps);
  const commands = steps.map(({ command }) => `  ${pasteableLine(keptFlags(globals), command)}`);
  return commands.length > 0 ? ['Next, what it means:', ...commands].join('\n') : undefined;
}

/**
 * Tests again and again until it is stopped, and tells what changed: in the first round each state. A
 * later round that fails as a whole is a state of its own, and nothing else is said to have changed.
 */
async function watched<Row extends TestedRow>(
  { out, runtime }: Context,
  interval: string,
  round: () => Promise<Outcome<Row>>,
  nothing: (reason: Reason) => Row,
): Promise<ExitClass> {
  const pauseMs = milliseconds(interval);
  let { rows } = await round();
  for (let last: readonly TestedState[] = []; ;) {
    const states = statesIn(rows);
    const isWhole = states.some(({ part }) => part !== undefined);
    const now = isWhole ? states : [...last.filter(({ provider }) => provider !== '-'), ...states];
    const at = runtime.now().toISOString();
    for (const change of changesBetween(last, now)) {
      if (out.json) await out.line({ at, ...change });
      else await out.result({ change, at }, renderStateChange);
    }
    last = now;
    await runtime.sleep(pauseMs, runtime.signal);
    ({ rows } = await orReason(round, nothing));
  }
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** An interval as it is typed: `90s`, `5m`, `1h`. */
function milliseconds(interval: string): number {
  const [, count, unit = ''] = /^(\d+)([smh])$/.exec(interval) ?? [];
  return Number(count) * (unitMs[unit] ?? Number.NaN);
}
