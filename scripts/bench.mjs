// What a command costs, as ratios to a bare start of node in the same run. Children are started one
// after the other, the cases interleaved, so that a busy minute hits all of them alike.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { z } from 'zod';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 15);
const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'bin/portai.js');
const folder = mkdtempSync(join(tmpdir(), 'portai-bench-'));

process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

// NODE_EXTRA_CA_CERTS makes every start of Node 20 read a file of certificates, which would flatter
// every ratio; it is left out here, for bare node as for portai.
/** @type {Readonly<Record<string, string | undefined>>} */
const env = { PATH: process.env['PATH'], HOME: folder, PORTAI_CONFIG_DIR: join(folder, 'config') };

/**
 * Bundles a source as portai is bundled, so that both read about as much code.
 * @param {string} name
 * @param {string} text
 */
async function bundled(name, text) {
  const source = join(folder, `${name}.mjs`);
  writeFileSync(source, text);
  const bundle = await rolldown({
    input: source,
    platform: 'node',
    logLevel: 'silent',
    resolve: { modules: [join(root, 'node_modules')] },
  });
  const file = join(folder, `${name}.cjs`);
  await bundle.write({ file, format: 'cjs', minify: true, codeSplitting: false });
  await bundle.close();
  return file;
}

/** One GET as undici's manual shows it. */
const bareGet = `import { request } from 'undici';
const [url, authorization] = process.argv.slice(2);
request(url, { headers: { authorization } }).then(({ body }) => body.text());
`;

/**
 * One GET with what src/http/send.ts does to be fast: of undici only the agent, and no optimising of
 * its parser. What is left above it is portai's own.
 */
const tunedGet = `import { setFlagsFromString } from 'node:v8';
import Agent from 'undici/lib/dispatcher/agent.js';
setFlagsFromString('--liftoff-only');
const [url, authorization] = process.argv.slice(2);
const { origin, pathname: path } = new URL(url);
const agent = new Agent();
agent.dispatch(
  { origin, path, method: 'GET', headers: { authorization } },
  {
    onRequestStart() {},
    onResponseStart(controller, status) { if (status !== 200) process.exitCode = 1; },
    onResponseData() {},
    onResponseEnd() { agent.destroy(); },
    onResponseError(controller, error) { throw error; },
  },
);
`;

const announced = z.object({
  port: z.object({ url: z.string(), clientId: z.string(), clientSecret: z.string() }),
});

async function startSandbox() {
  const child = spawn(process.execPath, [program, 'sandbox', '--ephemeral', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGTERM'));
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ...announced.parse(JSON.parse(line)).port };
  }
  throw new Error('The sandbox did not start.');
}

/**
 * Lets a server listen on this machine only, on a free port.
 * @param {import('node:http').Server} server
 * @returns {Promise<string>} its address
 */
function listen(server) {
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(`http://127.0.0.1:${address.port}`);
      else reject(new Error('A server has no address.'));
    });
  });
}

/**
 * Passes requests on and counts them.
 * @param {string} target
 */
async function countingServer(target) {
  const counter = { count: 0, url: '', close: () => server.close() };
  const server = createServer((incoming, outgoing) => {
    counter.count += 1;
    const { method, headers } = incoming;
    const onward = httpRequest(
      new URL(incoming.url ?? '/', target),
      { method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(onward);
  });
  counter.url = await listen(server);
  return counter;
}

/**
 * A model endpoint that takes its time for each answer, and answers nobody without a key.
 * @param {number} answerMs
 */
async function slowEndpoint(answerMs) {
  const completion = JSON.stringify({
    object: 'chat.completion',
    model: 'model-1',
    choices: [{ index: 0, message: { role: 'assistant', content: 'pong' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 7, completion_tokens: 1, total_tokens: 8 },
  });
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    if (incoming.headers.authorization === undefined) outgoing.writeHead(401).end('{}');
    else
      setTimeout(
        () => outgoing.setHeader('content-type', 'application/json').end(completion),
        answerMs,
      );
  });
  return { url: `${await listen(server)}/v1`, close: () => server.close() };
}

/**
 * Sends so many bytes of an answer as small events to whoever asks Port AI.
 * @param {number} size
 */
async function streamOfEvents(size) {
  const event = `event: execution\ndata: ${'word '.repeat(20)}\n\n`;
  const server = createServer((incoming, outgoing) => {
    incoming.resume();
    outgoing.on('error', () => undefined);
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
    let sent = 0;
    const more = () => {
      while (sent < size) {
        sent += event.length;
        if (!outgoing.write(event)) {
          outgoing.once('drain', more);
          return;
        }
      }
      outgoing.end('event: done\ndata: {}\n\n');
    };
    more();
  });
  return { url: await listen(server), close: () => server.close() };
}

/** Prints on its end how much memory the process had at most, in KiB. */
const peakMemory = `process.on('exit', () => require('node:fs').writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`;

/**
 * The most memory that `ask` takes for an answer of so many bytes.
 * @param {number} size
 */
async function peakOf(size) {
  const server = await streamOfEvents(size);
  const [hook, peak] = [join(folder, 'peak.cjs'), join(folder, 'peak')];
  writeFileSync(hook, peakMemory);
  try {
    await run(['--require', hook, program, 'ask', 'hello'], {
      ...env,
      PORT_BASE_URL: server.url,
      PORT_ACCESS_TOKEN: 'a-token-of-the-bench',
      PEAK_FILE: peak,
    });
  } finally {
    server.close();
  }
  return Number(readFileSync(peak, 'utf8'));
}

/**
 * The command that tests so many models of an endpoint from here.
 * @param {string} url
 * @param {number} count
 */
function directTest(url, count) {
  const models = Array.from({ length: count }, (_, index) => ({ name: `model-${index + 1}` }));
  const file = join(folder, `${count}-models.json`);
  const config = { baseUrl: url, apiKeySecretName: 'key', models };
  writeFileSync(file, JSON.stringify({ config }));
  const words = ['validate', 'openai-compatible', '--direct', '--config-file', file];
  return [program, ...words, '--value-env', 'BENCH_KEY'];
}

/**
 * Measures one good model against five, in starts of portai that do nothing else.
 * @param {number} answerMs
 */
async function fiveModels(answerMs) {
  const endpoint = await slowEndpoint(answerMs);
  const variables = { ...env, BENCH_KEY: 'sk-bench-0123456789' };
  /** @type {{ readonly count: number, readonly times: number[] }[]} */
  const cases = [1, 5].map((count) => ({ count, times: [] }));
  try {
    for (let round = 0; round < Math.min(rounds, 5); round += 1) {
      for (const { count, times } of cases) {
        const { milliseconds } = await run(directTest(endpoint.url, count), variables);
        times.push(milliseconds);
      }
    }
  } finally {
    endpoint.close();
  }
  const [one = NaN, five = NaN] = cases.map(({ times }) => median(times));
  return { one, five };
}

/**
 * Runs one command to its end.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} variables
 * @returns {Promise<{ milliseconds: number, stdout: string }>}
 */
function run(args, variables) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(process.execPath, args, {
      env: variables,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stderr += text));
    child.once('close', (status) => {
      const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
      if (status === 0) resolve({ milliseconds, stdout });
      else
        reject(new Error(`node ${args.join(' ')} ended with ${status ?? 'a signal'}: ${stderr}`));
    });
  });
}

/** @param {readonly number[]} numbers */
const median = (numbers) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

const sandbox = await startSandbox();
const counter = await countingServer(sandbox.url);
try {
  const variables = {
    ...env,
    PORT_BASE_URL: sandbox.url,
    PORT_CLIENT_ID: sandbox.clientId,
    PORT_CLIENT_SECRET: sandbox.clientSecret,
  };
  /** @param {string[]} words */
  const portai = (...words) => [program, ...words];
  /** @param {string[]} words */
  const tab = (...words) => portai('completion', 'words', '--', ...words);
  const role = ['--role-arn', 'arn:aws:iam::123456789012:role/port'];
  /** @param {string} region */
  const put = (region) => portai('providers', 'put', 'bedrock', '--region', region);
  await run([...put('eu-west-1'), ...role], variables);
  await run([...put('eu-west-1'), ...role, '--sandbox'], variables);
  const token = await run(portai('auth', 'token'), variables);
  const bare = await bundled('bare', bareGet);
  const tuned = await bundled('tuned', tunedGet);
  const url = `${sandbox.url}/v1/llm-providers`;
  const bearer = `Bearer ${token.stdout.trim()}`;

  /**
   * @typedef {object} Case
   * @property {string} name
   * @property {(round: number) => string[]} args the arguments of node
   * @property {number} [target] the most it may take, in starts of node
   * @property {number} [net] the most that it may take beyond a bare GET
   * @property {true} [counted] whether its requests are counted
   */

  /** @type {readonly Case[]} */
  const cases = [
    { name: 'node -e 0', args: () => ['-e', '0'] },
    { name: 'portai --version', args: () => portai('--version'), target: 1.15 },
    { name: 'portai --help', args: () => portai('--help'), target: 1.5 },
    { name: 'portai explain 8', args: () => portai('explain', '8'), target: 2 },
    {
      name: 'portai providers put openai --help',
      args: () => portai('providers', 'put', 'openai', '--help'),
      target: 2.2,
    },
    { name: 'bare undici GET', args: () => [bare, url, bearer] },
    { name: 'bare undici GET, tuned', args: () => [tuned, url, bearer] },
    {
      name: 'portai providers list',
      args: () => portai('providers', 'list'),
      counted: true,
      target: 3.5,
      net: 1.5,
    },
    {
      name: 'portai providers put',
      args: (round) => put(round % 2 === 0 ? 'eu-central-1' : 'eu-west-1'),
      counted: true,
      target: 4,
    },
    // A person waits 150 ms for the TAB key and notices nothing; a bare start of node takes about 40.
    {
      name: 'TAB: a flag',
      args: () => tab('providers', 'put', 'bedrock', '--re'),
      target: 3.75,
    },
    {
      name: 'TAB: a configured provider, kept',
      args: () => tab('providers', 'get', ''),
      target: 3.75,
    },
    {
      name: 'portai providers get --sandbox',
      args: () => portai('providers', 'get', 'bedrock', '--sandbox'),
    },
  ];

  /** @type {Map<string, number[]>} */
  const times = new Map(cases.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const { name, args } of cases) {
      const { milliseconds } = await run(args(round + 1), variables);
      if (round >= 0) times.get(name)?.push(milliseconds); // the first round only warms up
    }
  }

  /** @type {Map<string, number>} */
  const counts = new Map();
  const counting = { ...variables, PORT_BASE_URL: counter.url };
  await run(portai('providers', 'list'), counting); // a token for this address
  for (const { name, args, counted } of cases) {
    if (!counted) continue;
    counter.count = 0;
    await run(args(rounds + 1), counting);
    counts.set(name, counter.count);
  }

  /** @param {string} name */
  const medianOf = (name) => median(times.get(name) ?? []);
  const base = medianOf('node -e 0');
  const floor = medianOf('bare undici GET');
  const tunedFloor = medianOf('bare undici GET, tuned');
  const rows = cases.map(({ name, target, net }) => {
    const spent = medianOf(name);
    const ratio = spent / base;
    const share = (spent - floor) / base;
    const tunedShare = (spent - tunedFloor) / base;
    const goals = [
      ...(target === undefined ? [] : [`<= ${target}${ratio > target ? '  over' : ''}`]),
      ...(net === undefined
        ? []
        : [
            `own share <= ${net}: ${share.toFixed(2)}${share > net ? '  over' : ''} (${tunedShare.toFixed(2)})`,
          ]),
    ];
    const goal = goals.join('; ');
    return [name, spent.toFixed(1), ratio.toFixed(2), String(counts.get(name) ?? ''), goal];
  });
  const head = ['case', 'median ms', 'x node -e 0', 'requests', 'target'];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  console.log(`Node ${process.version}, ${rounds} rounds, NODE_EXTRA_CA_CERTS unset`);
  for (const row of [head, ...rows]) {
    console.log(
      row
        .map((text, column) =>
          column === 0 || column === 4
            ? text.padEnd(widths[column] ?? 0)
            : text.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    );
  }
  const answerMs = 300;
  const { one, five } = await fiveModels(answerMs);
  console.log(
    `validate --direct, each answer after ${answerMs} ms: one model ${one.toFixed(0)} ms, five ${five.toFixed(0)} ms, x ${(five / one).toFixed(2)}; the answers alone take x 2.00.`,
  );
  const [small, large, huge] = [await peakOf(1024), await peakOf(20 << 20), await peakOf(60 << 20)];
  const mebibytes = (/** @type {number} */ kibibytes) => (kibibytes / 1024).toFixed(0);
  const flat = huge / large;
  console.log(
    `ask, memory at most: an answer of 1 KiB ${mebibytes(small)} MiB, of 20 MiB ${mebibytes(large)}, of 60 MiB ${mebibytes(huge)}: three times as long takes x ${flat.toFixed(2)}, flat is <= 1.15${flat > 1.15 ? '  over' : ''}`,
  );
  console.log(
    '"own share": beyond a bare GET with undici, in starts of node; in brackets beyond the tuned one.',
  );
} finally {
  sandbox.child.kill('SIGTERM');
  counter.close();
}
