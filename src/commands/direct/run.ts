import type { Context } from '../../cli/context.ts';
import { directWorld, provedFrom } from '../../cli/probe-world.ts';
import { curlOf } from '../../core/text/curl.ts';
import type { ExitClass } from '../../core/errors.ts';
import { stopClass } from '../../core/interruption.ts';
import { exitOfVerdicts } from '../../vendors/validity.ts';
import type { ProbeReport } from '../../connection-test/result.ts';
import type { Config } from '../../vendors/test-requests.ts';
import {
  openBudget,
  probe,
  type ProbeEvent,
  type ProbeOptions,
  type Subject,
} from '../../connection-test/run.ts';
import { heartbeat, silence, type Heartbeat } from '../../ui/heartbeat.ts';
import { valueFrom, type Given } from './credentials.ts';
import type { DirectOptions } from './flags.ts';

/** So many providers at once; each has its own limits, and all share the budget. */
const atOnce = 4;

/** Tokens that one request may cost at the most, with and without a schema to fill. */
const tokensEach = { plain: 64, structured: 1_024 } as const;
const tokenBudget = 8_000;

/**
 * Tests the subjects with the credentials given, and tells of waits and requests on stderr while it
 * does. Resolves in the order of the subjects, also after an interruption: with what was known.
 */
export async function runProbes(
  context: Context,
  subjects: readonly Subject[],
  given: Given,
  wanted: DirectOptions,
): Promise<ProbeReport[]> {
  const world = await directWorld(context);
  const { timeout } = await context.settings();
  const budget = openBudget({ requests: wanted.requests, outputTokens: tokenBudget });
  const { generate, stream, structured } = wanted;
  const options: ProbeOptions = {
    generate,
    stream,
    structured,
    ...(timeout.source.kind === 'default' ? {} : { timeoutMs: timeout.value * 1000 }),
  };
  announce(context, subjects, wanted);
  const heart = heartbeatFor(context);
  const session = given.session;
  const results = new Map<Subject, ProbeReport>();
  const waiting = subjects.values();
  const worker = async () => {
    for (const subject of waiting) {
      const progress = follow(context, subject.config, wanted, heart);
      const secret = valueFrom(given, subject);
      const from = provedFrom(world, subject.config);
      const here = { ...world, provedFrom: from, budget, secret, session, progress };
      const report = await probe(subject, here, options);
      results.set(subject, withReplaced(report, subject.config, given));
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    heart.stop();
  }
  return subjects.flatMap((subject) => results.get(subject) ?? []);
}

/** What a test ends with: a failure before what could not be found out, an interruption before both. */
export function exitOf({ runtime }: Context, reports: readonly ProbeReport[]): ExitClass {
  const { signal } = runtime;
  if (signal.aborted) return stopClass(signal);
  return exitOfVerdicts(reports.map(({ verdict }) => verdict));
}

/** Who watches knows beforehand what it will cost, and what it can cost at the most. */
function announce(
  { out, runtime }: Context,
  subjects: readonly Subject[],
  { generate, stream, structured, requests }: DirectOptions,
) {
  if (runtime.stderr.isTTY !== true) return;
  if (!generate) {
    out.note('Makes free calls only.');
    return;
  }
  const planned = subjects
    .map(({ variant: { probe: described }, models }) => {
      const streams = stream || described?.alwaysStream === true;
      return models.length * (1 + (streams ? 1 : 0) + (structured ? 1 : 0));
    })
    .reduce((sum, count) => sum + count, 0);
  const each = structured ? tokensEach.structured : tokensEach.plain;
  const tokens = inWords(Math.min(tokenBudget, requests * each));
  const most = `at most ${inWords(requests)} and ${tokens} output tokens`;
  const likely = Math.min(planned, requests);
  out.note(`Sends about ${inWords(likely)} request${likely === 1 ? '' : 's'}, ${most}.`);
}

function inWords(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function heartbeatFor({ out, globals, runtime, redact }: Context): Heartbeat {
  if (globals.json || globals.quiet) return silence;
  const { stderr: stream, now, sleep } = runtime;
  return heartbeat({ stream, now, sleep, redact, note: (text) => out.note(text) });
}

/** Tells of each request: that it was sent, if that was wished for, and that it is waited for. */
function follow(
  { out, redact }: Context,
  config: Config,
  { showRequest }: DirectOptions,
  heart: Heartbeat,
): (event: ProbeEvent) => void {
  const customHeaders = headerNames(config);
  return ({ kind, id, provider, model, stage, title, request }) => {
    const key = `${provider} ${id}`;
    if (kind === 'answered') {
      heart.answered(key);
      return;
    }
    if (showRequest) {
      heart.clear();
      const curl = curlOf(request, { redact, customHeaders });
      out.trace(`# ${[provider, model, stage, title].filter(Boolean).join(' · ')}\n${curl}`, {
        provider,
        ...(model === undefined ? {} : { model }),
        stage,
        title,
        curl,
      });
    }
    const asksModel = model !== undefined && (stage === 'generate' || stage === 'structured');
    heart.sent(key, asksModel ? `the model ${model}` : `${provider} (${title})`);
  };
}

function headerNames(config: Config): string[] {
  const headers = config['customHeaders'];
  if (typeof headers !== 'object' || headers === null) return [];
  return Object.keys(headers).map((name) => name.toLowerCase());
}

/** Credentials of this machine in the place of stored ones: that the stored ones were not tested is said. */
function withReplaced(report: ProbeReport, config: Config, { replaced }: Given): ProbeReport {
  const names = replaced.filter((name) => Object.values(config).includes(name));
  if (names.length === 0) return report;
  const said = names.map((name) => `the value stored in the secret ${name}`);
  const kept = report.notProved.filter((each) => !said.includes(each));
  const pair = `the key pair stored in ${names.join(' and ')}: the keys of the AWS profile were tested`;
  return { ...report, notProved: [...kept, pair] };
}
