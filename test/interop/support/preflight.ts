import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Send } from '../../../src/core/http.ts';
import { freshFolder, portai } from '../../support/run.ts';
import { shell } from '../../support/spawn.ts';
import { openSend } from '../../../src/http/send.ts';

const verdict = z.enum(['pass', 'warn', 'fail', 'unknown', 'skip']);

const model = z.looseObject({
  isValid: z.boolean(),
  message: z.string(),
  verdict,
  cause: z.string(),
  advice: z.string().optional(),
  words: z.string().optional(),
  warnings: z.array(z.string()),
});

/** What the tests look at in a report of `validate --direct --json`. */
const report = z.looseObject({
  ok: z.boolean(),
  verdict,
  credential: z.looseObject({
    verdict: z.enum(['accepted', 'refused', 'unverifiable', 'untested', 'none']),
    why: z.string(),
  }),
  testedModels: z.record(z.string(), model),
  shared: z.array(z.looseObject({ stage: z.string(), verdict, detail: z.string().optional() })),
  warnings: z.array(z.string()),
});

export interface Preflight {
  readonly code: number | null;
  readonly report: z.infer<typeof report>;
  /** Everything that was printed, to look for what must not be in it. */
  readonly printed: string;
}

export interface PreflightOptions {
  /** Values of the secrets that the configuration names. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Further words of the command line. */
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** `portai validate --direct` of this configuration by the built program, over the real network. */
export async function preflight(
  type: string,
  config: object,
  options: PreflightOptions = {},
): Promise<Preflight> {
  const { words, env } = commandLine(type, config, options);
  return readRun(await shell(words, { env }));
}

/** The same in this process, with each of these hosts led to a server of the test. */
export async function preflightLed(
  hosts: Readonly<Record<string, string>>,
  type: string,
  config: object,
  options: PreflightOptions = {},
): Promise<Preflight> {
  const { words, env } = commandLine(type, config, options);
  const network = openSend({ timeoutMs: 30_000 }, {});
  const send: Send = (request) => {
    const { url } = request;
    const to = hosts[url.host];
    if (to === undefined) throw new Error(`No server of this test stands for ${url.host}`);
    return network({ ...request, url: new URL(`${url.pathname}${url.search}`, to) });
  };
  return readRun(await portai(words, { env, send, now: () => new Date() }));
}

function commandLine(type: string, config: object, options: PreflightOptions) {
  const { secrets = {}, words = [], env = {} } = options;
  const file = join(freshFolder(), 'config.json');
  writeFileSync(file, JSON.stringify(config));
  const values = Object.entries(secrets).map(([name, value], at) => {
    const variable = `SECRET_${at}`;
    return { flags: ['--secret', name, '--value-env', variable], variable, value };
  });
  return {
    words: [
      ...['validate', type, '--direct', '--json', '--config-file', file],
      ...values.flatMap(({ flags }) => flags),
      ...words,
    ],
    env: {
      ...Object.fromEntries(values.map(({ variable, value }) => [variable, value])),
      ...env,
    },
  };
}

function readRun(ran: { code: number | null; stdout: string; stderr: string }): Preflight {
  const printed = `${ran.stdout}\n${ran.stderr}`;
  if (!ran.stdout.startsWith('[')) throw new Error(`No report was printed: ${printed}`);
  const parsed: unknown = JSON.parse(ran.stdout);
  const [only] = z.tuple([report]).parse(parsed);
  return { code: ran.code, report: only, printed };
}
