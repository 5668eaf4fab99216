import { defaultOutputTokens, openBudget } from '../../connection-test/budget.ts';
import type {
  TestEvent,
  EngineDependencies,
  TestOptions,
} from '../../connection-test/dependencies.ts';
import type { TestReport } from '../../connection-test/result.ts';
import { testConnection } from '../../connection-test/run.ts';
import type { ExitClass } from '../../core/errors.ts';
import { stopClass } from '../../core/interruption.ts';
import type { Secret } from '../../core/secret.ts';
import type { Config } from '../../planes/port/config.ts';
import { valueFrom, type GivenCredentials } from '../../planes/port/rules/given-credentials.ts';
import { testSubject, type TestedProvider } from '../../planes/port/tested-provider.ts';
import type { TestSubject } from '../../vendors/test-requests.ts';
import { exitOfVerdicts } from '../../vendors/validity.ts';

/** What is tested from this machine, and how far. */
export interface TestRequest {
  readonly subjects: readonly TestedProvider[];
  /** False: only free calls. */
  readonly generate: boolean;
  readonly stream: boolean;
  readonly structured: TestOptions['structured'];
  /** Requests at the most. */
  readonly requests: number;
  /** Values that this run has already, by the names of their secrets. */
  readonly held?: ReadonlyMap<string, Secret>;
}

/** What a test will cost. */
export interface TestEstimate {
  readonly generate: boolean;
  readonly requests: number;
  readonly mostRequests: number;
  readonly mostTokens: number;
}

/** Told of what goes on while connections are tested. */
export interface TestWatch {
  start(estimate: TestEstimate): void;
  /** For the requests of one configuration. */
  follow(config: Config): (event: TestEvent) => void;
  stop(): void;
}

/** Everything outside of a test from this machine. */
export interface TestDependencies extends Omit<
  EngineDependencies,
  'provedFrom' | 'budget' | 'session' | 'progress'
> {
  /** The way out to the server of a configuration, as a report says it. */
  readonly provedFrom: (config: Config) => string;
  /** Gets the values of all secrets that the configurations name, but for those at hand. */
  readonly credentials: (
    subjects: readonly TestedProvider[],
    held: ReadonlyMap<string, Secret> | undefined,
  ) => Promise<GivenCredentials>;
  /** Milliseconds for a request that generates, where a person has said. */
  readonly timeoutMs?: number;
  readonly watch: TestWatch;
}

/** So many providers at once; each has its own limits, and all share the budget. */
const atOnce = 4;

/** Tokens that one request may cost at the most, with and without a schema to fill. */
const tokensEach = { plain: 64, structured: 1_024 } as const;

/**
 * Tests the subjects with credentials that are given now. Resolves in the order of the subjects, also
 * after an interruption: with what was known.
 */
export async function testConnections(
  dependencies: TestDependencies,
  request: TestRequest,
): Promise<{ readonly reports: readonly TestReport[]; readonly given: GivenCredentials }> {
  const { credentials, watch, timeoutMs, provedFrom } = dependencies;
  const { subjects, generate, stream, structured, requests, held } = request;
  const given = await credentials(subjects, held);
  const budget = openBudget({ requests, outputTokens: defaultOutputTokens });
  const limit = timeoutMs === undefined ? {} : { timeoutMs };
  const options = { generate, stream, structured, ...limit };
  const tests = await Promise.all(
    subjects.map(async (tested) => ({
      tested,
      subject: await testSubject(tested, valueFrom(given, tested)),
    })),
  );
  watch.start(
    estimateOf(
      request,
      tests.map(({ subject }) => subject),
    ),
  );
  const results = new Map<TestedProvider, TestReport>();
  const waiting = tests.values();
  const worker = async () => {
    for (const { tested, subject } of waiting) {
      const { config } = tested;
      const ofEngine: EngineDependencies = {
        ...dependencies,
        provedFrom: provedFrom(config),
        budget,
        session: given.session,
        progress: watch.follow(config),
      };
      results.set(
        tested,
        withReplaced(await testConnection(subject, ofEngine, options), config, given),
      );
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    watch.stop();
  }
  return { reports: subjects.flatMap((subject) => results.get(subject) ?? []), given };
}

/** What a test ends with: a failure before what could not be found out, an interruption before both. */
export function exitOfTests(signal: AbortSignal, reports: readonly TestReport[]): ExitClass {
  if (signal.aborted) return stopClass(signal);
  return exitOfVerdicts(reports.map(({ verdict }) => verdict));
}

function estimateOf(
  { generate, stream, structured, requests }: TestRequest,
  subjects: readonly TestSubject[],
) {
  const schemas = ({ test, models }: TestSubject) =>
    structured === 'claimed'
      ? models.filter((model) => test?.claimsSchema?.(model)).length
      : structured
        ? models.length
        : 0;
  const planned = subjects
    .map((subject) => {
      const { test, models } = subject;
      const streams = stream || test?.alwaysStream === true;
      return models.length * (streams ? 2 : 1) + schemas(subject);
    })
    .reduce((sum, count) => sum + count, 0);
  const each = subjects.some((subject) => schemas(subject) > 0)
    ? tokensEach.structured
    : tokensEach.plain;
  return {
    generate,
    requests: Math.min(planned, requests),
    mostRequests: requests,
    mostTokens: Math.min(defaultOutputTokens, requests * each),
  };
}

/** Credentials of this machine in the place of stored ones: that the stored ones were not tested is said. */
function withReplaced(
  report: TestReport,
  config: Config,
  { replaced }: GivenCredentials,
): TestReport {
  const names = replaced.filter((name) => Object.values(config).includes(name));
  if (names.length === 0) return report;
  const said = names.map((name) => `the value stored in the secret ${name}`);
  const kept = report.notProved.filter((each) => !said.includes(each));
  const pair = `the key pair stored in ${names.join(' and ')}: the keys of the AWS profile were tested`;
  return { ...report, notProved: [...kept, pair] };
}
