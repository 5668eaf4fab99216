// The main jobs, start to end, on a sandbox of its own; with the word `portkey` those of Portkey alone: nothing of this machine's settings is used,
// and nothing is left behind. Exits with 1 and names the step when one does not do what it should.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const program = fileURLToPath(new URL('../bin/portai.js', import.meta.url));
const screen = process.stdout.isTTY;
const folder = mkdtempSync(join(tmpdir(), 'portai-demo-'));

/** @typedef {Readonly<Record<string, string | undefined>>} Variables */

/** Only what a program needs to run, and its own folder: no credentials from outside get in. */
const base = Object.fromEntries(
  ['PATH', 'HOME', 'TERM', 'NO_COLOR', 'NODE_EXTRA_CA_CERTS', 'SystemRoot'].flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]]],
  ),
);
const env = { ...base, PORTAI_CONFIG_DIR: folder };

/** @param {string} text */
const say = (text) => process.stdout.write(`${text}\n`);
/** @param {string} text */
const bold = (text) => (screen && !process.env['NO_COLOR'] ? `\u001b[1m${text}\u001b[22m` : text);

/** True to show Portkey alone. */
const onlyPortkey = process.argv[2] === 'portkey';

const openaiGood = 'sk-proj-demo-4f9a2c7e81';
const openaiBad = 'sk-proj-demo-revoked-0000';

/**
 * @typedef {object} Step
 * @property {string} [title] the purpose of this step and of those behind it
 * @property {'portkey'} [plane] the control plane, if it is not Port
 * @property {readonly string[]} words the words after `portai`
 * @property {readonly [variable: string, value: string]} [piped] the value for stdin
 * @property {number} [code] the exit code that it must end with; 0 where none is given
 * @property {readonly string[]} shows texts that it must show
 */

/** @type {readonly Step[]} */
const steps = [
  {
    title: '1. Store the secrets that providers will name',
    words: ['secrets', 'add', 'bedrock-external-id', '--value-stdin'],
    piped: ['EXTERNAL_ID', 'f7c1d0b2-demo-external-id'],
    shows: ['bedrock-external-id', 'created'],
  },
  {
    words: ['secrets', 'add', 'openai-key', '--value-stdin'],
    piped: ['OPENAI_KEY', openaiBad],
    shows: ['openai-key', 'created'],
  },
  {
    title: '2. Connect Bedrock through an IAM role, tested before it is saved',
    words: [
      ...['providers', 'put', 'bedrock', '--region', 'eu-west-1'],
      ...['--role-arn', 'arn:aws:iam::123456789012:role/port-example-external'],
      ...['--external-id-secret', 'bedrock-external-id'],
      ...['--disable-model', 'claude-sonnet-4-20250514', '--validate'], // AWS has retired it
    ],
    shows: ['bedrock', 'created'],
  },
  {
    title: '3. Connect OpenAI with a key that was revoked: refused, nothing saved',
    words: ['providers', 'put', 'openai', '--api-key-secret', 'openai-key', '--validate'],
    code: 8,
    shows: ['LLMProviderModelTestError', 'gpt-5', 'Invalid API key'],
  },
  {
    title: '4. What does that mean?',
    words: ['explain', 'LLMProviderModelTestError'],
    shows: ['exit code', '8'],
  },
  {
    title: '5. Rotate the value, and put again',
    words: ['secrets', 'set', 'openai-key', '--value-stdin'],
    piped: ['OPENAI_KEY', openaiGood],
    shows: ['openai-key', 'updated'],
  },
  {
    words: ['providers', 'put', 'openai', '--api-key-secret', 'openai-key', '--validate'],
    shows: ['openai', 'created'],
  },
  {
    title: '6. Make Bedrock the default',
    words: [
      ...['defaults', 'set', '--provider', 'bedrock'],
      ...['--model', 'claude-sonnet-4-5-20250929'],
    ],
    shows: ['bedrock', 'updated'],
  },
  {
    title: '7. Look at it, and test everything',
    words: ['providers', 'list'],
    shows: ['bedrock', 'openai', 'enabled'],
  },
  {
    words: ['validate', '--all'],
    shows: ['bedrock', 'openai', 'valid'],
  },
  {
    title: '8. Portkey: connect OpenAI, allow one model, let one workspace in with a budget',
    plane: 'portkey',
    words: [
      ...['integrations', 'create', 'openai', '--name', 'OpenAI', '--slug', 'openai-prod'],
      ...['--value-stdin', '--model', 'gpt-5'],
      ...['--workspace', 'eng,budget-usd=500,reset=monthly'],
    ],
    piped: ['OPENAI_KEY', openaiGood],
    shows: ['openai-prod', 'created'],
  },
  {
    title: '9. Portkey: who may use it, and how much of the budget is used',
    plane: 'portkey',
    words: ['integrations', 'access'],
    shows: ['openai-prod', 'eng', '500 USD'],
  },
];

const mark = '\u001e';

/**
 * Runs one command; on a terminal under a pseudo-terminal, so that it looks as it does for a person.
 * @param {readonly string[]} words
 * @param {string | undefined} stdin
 * @param {Variables} variables
 * @returns {Promise<{ code: number | null, output: string }>}
 */
async function run(words, stdin, variables) {
  if (!screen) return runPiped(words, stdin, variables);
  const { spawn: open } = await import('@lydell/node-pty');
  const cols = Math.min(process.stdout.columns, 100);
  // The shell says the exit code behind the last words and stays until it is told to leave: a terminal
  // whose last process has ended may drop what nobody has read yet.
  const asked = stdin === undefined ? '"$0" "$@"' : 'printf %s "$VALUE" | "$0" "$@"';
  const line = `${asked}; printf '${mark}%s${mark}' "$?"; read -r _`;
  const args = ['-c', line, process.execPath, program, ...words];
  return new Promise((resolve) => {
    const child = open('/bin/sh', args, { env: { ...variables, VALUE: stdin }, cols, rows: 40 });
    let raw = '';
    let shown = 0;
    const output = () => raw.split(mark)[0] ?? '';
    child.onData((text) => {
      raw += text;
      process.stdout.write(output().slice(shown));
      shown = output().length;
      const [, code, rest] = raw.split(mark);
      if (rest === undefined) return;
      resolve({ code: Number(code), output: output() });
      child.write('\n');
    });
    child.onExit(({ exitCode }) => resolve({ code: exitCode, output: output() }));
  });
}

/**
 * @param {readonly string[]} words
 * @param {string | undefined} stdin
 * @param {Variables} variables
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function runPiped(words, stdin, variables) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], {
      env: variables,
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output += text;
        process.stdout.write(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
    child.stdin?.end(stdin);
  });
}

/** Starts the sandbox: its process at once, and its account when it has said where it is. */
function startSandbox() {
  const child = spawn(process.execPath, [program, 'sandbox', '--ephemeral', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, account: accountIn(child.stdout) };
}

const announced = z.object({
  port: z.object({ url: z.string(), clientId: z.string(), clientSecret: z.string() }),
  portkey: z.object({ url: z.string(), apiKey: z.string() }),
});

/**
 * The one line that the sandbox prints, as the variables of a shell.
 * @param {import('node:stream').Readable} stdout
 */
async function accountIn(stdout) {
  for await (const line of createInterface({ input: stdout })) {
    const { port, portkey } = announced.parse(JSON.parse(line));
    return {
      PORT_BASE_URL: port.url,
      PORT_CLIENT_ID: port.clientId,
      PORT_CLIENT_SECRET: port.clientSecret,
      PORTKEY_BASE_URL: portkey.url,
      PORTKEY_API_KEY: portkey.apiKey,
    };
  }
  throw new Error('The sandbox did not start.');
}

/**
 * The command as a person would type it; a flag and its value stay on one line.
 * @param {readonly string[]} words
 * @param {Step['piped']} piped
 */
function typed(words, piped) {
  const lines = [piped ? `$ printf %s "$${piped[0]}" | portai` : '$ portai'];
  for (const part of words.join(' ').split(/(?<!--\S+) | (?=-)/)) {
    const longer = `${lines.at(-1) ?? ''} ${part}`;
    if (longer.length <= 76) lines[lines.length - 1] = longer;
    else lines.push(`    ${part}`);
  }
  return lines.join(' \\\n');
}

/** @param {Variables} variables */
async function demo(variables) {
  say(bold('portai on a sandbox of its own: no account, no network, nothing kept.'));
  say(
    onlyPortkey
      ? 'Portkey alone; without the word `portkey` it shows Port as well.'
      : 'Steps 1 to 7 are about Port, 8 and 9 about Portkey. Portkey alone: npm run demo portkey',
  );
  const shown = steps.filter(({ plane }) => !onlyPortkey || plane === 'portkey');
  for (const { title, words, piped, code = 0, shows } of shown) {
    if (title) say(`\n${bold(title)}`);
    say(typed(words, piped));
    const ran = await run(words, piped?.[1], variables);
    const unseen = shows.filter((text) => !ran.output.includes(text));
    if (code !== 0) say(`(exit code ${ran.code ?? 'none'})`);
    if (ran.code !== code || unseen.length > 0) {
      const problem =
        ran.code === code
          ? `did not show ${unseen.join(', ')}`
          : `ended with ${ran.code ?? 'a signal'}, not ${code}`;
      throw new Error(`Step "portai ${words.join(' ')}" ${problem}.`);
    }
    if ([openaiGood, openaiBad].some((value) => ran.output.includes(value))) {
      throw new Error(`Step "portai ${words.join(' ')}" showed a secret value.`);
    }
  }
  say(`\n${bold('Those are the main jobs.')} Keep a sandbox to try more:`);
  if (!onlyPortkey) say('  node bin/portai.js --sandbox providers put bedrock --validate');
  say('  node bin/portai.js --sandbox integrations create');
}

const sandbox = startSandbox();
const end = () => {
  sandbox.child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
};
for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])) {
  process.once(signal, () => {
    end();
    process.exit(code);
  });
}
try {
  await demo({ ...env, ...(await sandbox.account) });
} catch (error) {
  process.stderr.write(`\nThe demo failed. ${error instanceof Error ? error.message : ''}\n`);
  process.exitCode = 1;
} finally {
  end();
}
