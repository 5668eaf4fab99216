import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { AwsAccount } from '../../src/aws/account.ts';
import { openAwsAccount } from '../../src/aws/open.ts';
import { portPrincipals, trustPolicy } from '../../src/aws/iam-documents/trust.ts';
import { permissionsName } from '../../src/aws/iam-documents/permissions.ts';
import type { HttpRequest, HttpResponse, Send } from '../../src/core/http.ts';
import { Secret } from '../../src/core/secret.ts';
import { openSandbox, type Sandbox } from '../../src/sandbox/open.ts';
import { freshFolder, portai, runningTime, type Ran, type RunOptions } from '../support/run.ts';

/**
 * What `bedrock setup` and its neighbours must never do: give a value away, change what is somebody
 * else's, leave something behind without saying so. The program talks to its sandbox through a wire
 * that counts, and that can be cut.
 */

const awsSecret = 'CANARYawsSecretKey0123456789abcdefghijkl';
const role = 'arn:aws:iam::111122223333:role/port-bedrock';
const haiku = 'claude-haiku-4-5-20251001';
const create = '--create --yes';

let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASANDBOX0000ADMIN');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', awsSecret);
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
  vi.stubEnv('AWS_PROFILE', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
  sandbox = openSandbox({ now: runningTime, sleep: () => Promise.resolve() });
  token = await sandbox.token('admin');
});
afterEach(() => void vi.unstubAllEnvs());

const isAws = ({ url }: HttpRequest) => url.hostname.endsWith('.amazonaws.com');

/** A request in words: `iam:CreateRole`, `PUT /v1/llm-providers/bedrock`. */
function worded(request: HttpRequest): string {
  const { method, url, body = '' } = request;
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  return action === undefined
    ? `${method} ${url.pathname}`
    : `${url.hostname.split('.')[0] ?? ''}:${action}`;
}

const changes = (words: string) =>
  /^iam:(?:Create|Put|Update|Delete|Tag|Attach)|^(?:POST|PUT|PATCH|DELETE) /.test(words);

/** Where a wire is cut: before the request is there, or after it was served and before it is answered. */
interface Cut {
  readonly at: (words: string) => boolean;
  readonly when: 'before' | 'served' | 'after';
}

/** A wire to the sandbox that remembers, and that rings when somebody presses Ctrl-C. */
function wire({
  cut,
  answer,
}: { cut?: Cut; answer?: (words: string) => HttpResponse | undefined } = {}) {
  const stop = new AbortController();
  const seen: string[] = [];
  const send: Send = async (request) => {
    request.signal?.throwIfAborted();
    const words = worded(request);
    seen.push(words);
    const serve = isAws(request) ? sandbox.simulated : sandbox.send;
    const { signal: _, ...unstopped } = request;
    if (cut?.at(words) !== true) return answer?.(words) ?? serve(unstopped);
    if (cut.when !== 'before') await serve(unstopped);
    stop.abort('interrupted');
    if (cut.when === 'after') return serve({ ...unstopped, method: 'GET', url: request.url });
    request.signal?.throwIfAborted();
    throw new Error('cut');
  };
  return { send, signal: stop.signal, seen, changed: () => seen.filter(changes) };
}

const run = (words: string, options: RunOptions = {}): Promise<Ran> =>
  portai(words, {
    now: runningTime,
    send: wire().send,
    ...options,
    env: { PORT_ACCESS_TOKEN: token, ...options.env },
  });

const setup = (more: string, options: RunOptions = {}) =>
  run(`bedrock setup --region eu-west-1 ${more}`, options);

const account = (): AwsAccount =>
  openAwsAccount({
    send: sandbox.simulated,
    credentials: { accessKeyId: 'AKIASANDBOX0000ADMIN', secretAccessKey: awsSecret },
    region: 'eu-west-1',
    hold: (value) => new Secret(value),
  });

async function secrets(): Promise<string[]> {
  const { stdout } = await run('secrets list --json');
  return z
    .array(z.looseObject({ secretName: z.string() }))
    .parse(JSON.parse(stdout))
    .map(({ secretName }) => secretName);
}

async function externalIdOf(name = 'port-bedrock'): Promise<string> {
  const found = await account().roles.get(name);
  return /port-[0-9a-f]{32}/.exec(JSON.stringify(found?.trust))?.[0] ?? 'none';
}

const failureSchema = z.object({
  error: z.looseObject({
    name: z.string(),
    message: z.string(),
    exitCode: z.number(),
    hint: z.string().optional(),
    next: z.array(z.object({ command: z.string() })),
  }),
});
function failureIn({ stderr }: Ran) {
  const line = stderr.split('\n').find((each) => each.startsWith('{"error"')) ?? '{}';
  const { error } = failureSchema.parse(JSON.parse(line));
  return {
    ...error,
    text: `${error.message} ${error.hint ?? ''}`,
    commands: error.next.map(({ command }) => command),
  };
}

describe('Ctrl-C', () => {
  const removesRole = 'portai bedrock cleanup --role-name port-bedrock';

  test('before anything was sent that changes something leaves nothing to say', async () => {
    const { send, signal } = wire({
      cut: { at: (words) => words === 'iam:CreateRole', when: 'before' },
    });
    const ran = await setup(`${create} --json`, { send, signal });
    expect(ran.code).toBe(130);
    expect(await account().roles.get('port-bedrock')).toBeUndefined();
  });

  test('while the role is being made says that it may stand, and how to remove it', async () => {
    const { send, signal } = wire({
      cut: { at: (words) => words === 'iam:CreateRole', when: 'served' },
    });
    const ran = await setup(`${create} --json`, { send, signal });
    expect(ran.code).toBe(130);
    expect(await account().roles.get('port-bedrock')).toBeDefined();
    const { text, commands } = failureIn(ran);
    expect(text).toContain('role port-bedrock');
    expect(commands).toContain(removesRole);
  });

  test.each(['before', 'served'] as const)(
    'while the role gets its permissions (%s) names the role, and the same command goes on',
    async (when) => {
      const { send, signal } = wire({
        cut: { at: (words) => words === 'iam:PutRolePolicy', when },
      });
      const ran = await setup(`${create} --json`, { send, signal });
      expect(ran.code).toBe(130);
      const { text, commands } = failureIn(ran);
      expect(text).toContain('role port-bedrock in account 111122223333');
      expect(commands).toContain(removesRole);
      const again = await setup(`${create} --json`);
      expect(again.code).toBe(0);
    },
  );

  test.each(['before', 'served'] as const)(
    'while the secret is stored (%s) names what stands, and the same command goes on',
    async (when) => {
      const at = (words: string) => words === 'POST /v1/organization/secrets';
      const { send, signal } = wire({ cut: { at, when } });
      const ran = await setup(`${create} --json`, { send, signal });
      expect(ran.code).toBe(130);
      const { text, commands } = failureIn(ran);
      expect(text).toContain('role port-bedrock in account 111122223333');
      expect(commands).toContain(removesRole);
      if (when === 'served') {
        expect(text).toContain('aws-external-id');
        expect(commands).toContain('portai secrets delete aws-external-id');
      }
      expect((await setup(`${create} --json`)).code).toBe(0);
      expect(await secrets()).toEqual(['aws-external-id']);
    },
  );

  test('while Port tests the connection names the role and the secret', async () => {
    const at = (words: string) => words === 'POST /v1/llm-providers';
    const { send, signal } = wire({ cut: { at, when: 'before' } });
    const ran = await setup(create, { send, signal });
    expect(ran.code).toBe(130);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain(
      'secret aws-external-id; role port-bedrock in account 111122223333',
    );
    expect(ran.stderr).toContain(removesRole);
    expect(ran.stderr).toContain('portai secrets delete aws-external-id');
    expect((await setup(create)).code).toBe(0);
  });

  test('between two changes of a role that was there says that it was changed', async () => {
    await setup(create);
    const at = (words: string) => words === 'iam:PutRolePolicy';
    const { send, signal } = wire({ cut: { at, when: 'before' } });
    const more = `${create} --principals eu --model ${haiku} --update-role`;
    const ran = await setup(`${more} --json`, { send, signal });
    expect(ran.code).toBe(130);
    expect(failureIn(ran).text).toContain('trust policy of role port-bedrock');
    expect(failureIn(ran).commands).not.toContain(removesRole);
    expect((await setup(more)).code).toBe(0);
  });

  test('while it waits for IAM stops the waiting, with what stands', async () => {
    const stop = new AbortController();
    const ran = await setup(`${create} --role-name port-denied --json`, {
      signal: stop.signal,
      sleep: (milliseconds, signal) =>
        new Promise((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('woken up')), { once: true });
          // The pause before a repeat of one request.
          if (milliseconds < 2000) resolve();
          if (milliseconds === 2000) stop.abort('interrupted');
        }),
    });
    expect(ran.code).toBe(130);
    expect(failureIn(ran).text).toContain('role port-denied');
  });
});

/** Everything that a set-up may change, in the order in which it does. */
const steps = [
  'iam:CreateRole',
  'iam:PutRolePolicy',
  'POST /v1/organization/secrets',
  'POST /v1/llm-providers',
  'PUT /v1/llm-providers/defaults',
] as const;
const endings = ['refused', 'before', 'served'] as const;

describe('a set-up that ends at any of its writes', () => {
  const cases = steps.flatMap((step) => endings.map((ending) => [step, ending] as const));

  test.each(cases)('%s, %s: names all that stands and nothing else', async (step, ending) => {
    const forbidden = { status: 403, headers: {}, body: '{"ok":false,"error":"forbidden"}' };
    const no = step.startsWith('iam:') ? refusal('AccessDenied', `no ${step}`) : forbidden;
    const { send, signal } = wire(
      ending === 'refused'
        ? { answer: (words) => (words === step ? no : undefined) }
        : { cut: { at: (words) => words === step, when: ending } },
    );
    const ran = await setup(`${create} --make-default ${haiku} --json`, { send, signal });
    expect(ran.code).toBe(ending === 'refused' ? 7 : 130);
    const { text, commands } = failureIn(ran);

    const { stdout } = await run('providers list --json');
    const stands = {
      'provider bedrock in Port': stdout.includes('"bedrock"'),
      'secret aws-external-id': (await secrets()).length > 0,
      'role port-bedrock in account': (await account().roles.get('port-bedrock')) !== undefined,
    };
    const [sure = ''] = /These? stands?: [^.]*\./.exec(text) ?? [];
    for (const [what, isThere] of Object.entries(stands)) {
      if (isThere) expect(text).toContain(what);
      else expect(sure).not.toContain(what);
    }
    const removals = [
      'portai providers delete bedrock',
      'portai secrets delete aws-external-id',
      'portai bedrock cleanup --role-name port-bedrock',
    ];
    const offered = removals.filter((command) => commands.includes(command));
    expect(offered).toEqual(
      expect.arrayContaining(removals.filter((_, at) => Object.values(stands)[at])),
    );
    // What lives on something else is removed before it.
    expect(commands.filter((command) => removals.includes(command))).toEqual(offered);
  });
});

describe('a second run', () => {
  test('after one that stopped before its secret was stored stores the ID of its own role', async () => {
    await run('secrets add aws-external-id --value-stdin', { stdin: 'somebody-elses' });
    const at = (words: string) => words === 'POST /v1/organization/secrets';
    const { send, signal } = wire({ cut: { at, when: 'before' } });
    expect((await setup(create, { send, signal })).code).toBe(130);
    const again = await setup(`${create} --json`);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ externalIdSecretName: 'aws-external-id-2' });
    expect((await setup(`${create} --json`)).code).toBe(0);
    expect(await secrets()).toEqual(['aws-external-id', 'aws-external-id-2']);
  });

  test('with an external ID of one’s own finds the role and the secret of the first', async () => {
    const env = { ID: 'an-external-id-of-ours' };
    const more = `${create} --external-id-secret id --external-id-env ID`;
    const at = (words: string) => words === 'POST /v1/llm-providers';
    const { send, signal } = wire({ cut: { at, when: 'before' } });
    expect((await setup(more, { send, signal, env })).code).toBe(130);
    expect((await setup(more, { env })).code).toBe(0);
  });

  test('beside another at the same time: one makes the role, the other finds it or says so', async () => {
    const both = await Promise.all([setup(`${create} --json`), setup(`${create} --json`)]);
    const codes = both.map(({ code }) => code).sort();
    expect([
      [0, 0],
      [0, 5],
    ]).toContainEqual(codes);
    for (const lost of both.filter(({ code }) => code === 5)) {
      expect(failureIn(lost).text).not.toContain('role port-bedrock in account');
    }
    expect(await secrets()).toEqual(['aws-external-id']);
    expect((await setup(create)).code).toBe(0);
  });
});

describe('what is somebody else’s', () => {
  const theirs = trustPolicy([portPrincipals.eu], 'port-of-somebody-else');

  test('a role of that name stays as it is without --update-role', async () => {
    const { roles } = account();
    await roles.create({ name: 'port-bedrock', description: '', trust: theirs, tags: {} });
    const { send, changed } = wire();
    const ran = await setup(`${create} --force`, { send });
    expect(ran.code).toBe(5);
    expect(changed()).toEqual([]);
    expect(ran.stderr).toContain('portai did not make it');
    expect(ran.stdout + ran.stderr).not.toContain('port-of-somebody-else');
  });

  test('Port’s own configuration is refused before a role is made for another', async () => {
    const other = 'arn:aws:iam::123456789012:role/other';
    await run(`providers put bedrock --region us-east-1 --role-arn ${other}`);
    const { send, changed } = wire();
    const ran = await setup(`${create} --json`, { send });
    expect(ran.code).toBe(5);
    expect(failureIn(ran).text).toContain(other);
    expect(changed()).toEqual([]);
  });

  test('a secret is replaced by --force alone, and the dry run says that it replaces', async () => {
    await run('secrets add id --value-stdin', { stdin: 'somebody-elses' });
    const named = `${create} --external-id-secret id`;
    expect((await setup(named)).code).toBe(5);
    const dryRun = await setup(`${named} --force --dry-run`);
    const { send, changed } = wire();
    expect((await setup(`${named} --force`, { send })).code).toBe(0);
    const call = changed().find((words) => words.includes('/secrets/')) ?? 'none';
    expect(dryRun.stdout).toContain(`Port  ${call}`);
  });

  test('cleanup asks for nothing of a role without the tag, however it is named', async () => {
    const { roles } = account();
    await roles.create({
      name: 'port-bedrock',
      description: '',
      trust: theirs,
      tags: { 'managed-by': 'Portai' },
    });
    const { send, changed } = wire();
    const ran = await run('bedrock cleanup --role-name port-bedrock --yes --json', { send });
    expect(ran.code).toBe(5);
    expect(changed()).toEqual([]);
  });
});

describe('--dry-run', () => {
  test.each([
    create,
    `${create} --make-default ${haiku}`,
    `--role-arn ${role} --external-id-secret id --external-id-env ID`,
    '--emit terraform --out OUT',
    '--auth access-keys --emit aws-cli --out OUT --access-key-id-env KEYID --secret-access-key-env KEY',
  ])('changes nothing and writes nothing: %s', async (more) => {
    const out = join(freshFolder(), 'out');
    const { send, changed } = wire();
    const ran = await setup(`${more.replace('OUT', out)} --dry-run --json`, {
      send,
      env: {
        ID: 'an-external-id',
        KEYID: 'AKIAIOSFODNN7EXAMPLE',
        KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      },
    });
    expect(ran.code).toBe(0);
    expect(changed()).toEqual([]);
    expect(() => statSync(out)).toThrow('ENOENT');
    expect(JSON.parse(ran.stdout)).toMatchObject({ dryRun: true });
  });

  test.each([
    create,
    `${create} --principals eu --update-role`,
    `${create} --model ${haiku} --update-role`,
    `--role-arn ${role} --external-id-secret aws-external-id --force`,
  ])('names every call that the run itself then makes: %s', async (more) => {
    if (more !== create) await setup(create);
    const dryRun = await setup(`${more} --dry-run --json`);
    const { send, changed } = wire();
    expect((await setup(more, { send })).code).toBe(0);
    const { calls } = z.object({ calls: z.array(z.string()) }).parse(JSON.parse(dryRun.stdout));
    const said = calls.map((call) =>
      call.replace(/^\w+ +/, '').replace(/^((?:iam:\w+)|\w+ [^ ?]+).*$/, '$1'),
    );
    // Port may ask for the same once more with other models named: nobody knows that beforehand.
    expect(said).toEqual(changed().filter((call, at, all) => call !== all[at - 1]));
  });

  test('of what is only written down names no call of Port', async () => {
    const ran = await setup('--emit terraform --out somewhere --dry-run --json');
    expect(JSON.parse(ran.stdout)).toMatchObject({ calls: ['Files terraform in somewhere'] });
  });
});

describe('flags that contradict each other', () => {
  const pairs = '--access-key-id-env ID --secret-access-key-env KEY';
  test.each([
    '--create --emit terraform',
    `--create --role-arn ${role}`,
    `--emit terraform --role-arn ${role}`,
    '--auth access-keys --create --yes',
    `--auth access-keys --role-arn ${role}`,
    `--create --yes ${pairs}`,
    `--auth assume-role --create --yes ${pairs}`,
    '--create --yes --no-external-id --external-id-secret id',
    '--create --yes --no-external-id --external-id-env ID',
    `--create --yes --model ${haiku} --make-default claude-opus-4-6`,
  ])('are refused before anything is sent that changes something: %s', async (more) => {
    const { send, changed } = wire();
    const env = { ID: 'AKIAIOSFODNN7EXAMPLE', KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
    const ran = await setup(`${more} --json`, { send, env });
    expect(ran.code).toBe(2);
    expect(failureIn(ran).exitCode).toBe(2);
    expect(ran.stdout).toBe('');
    expect(changed()).toEqual([]);
  });

  test('keys in variables say by themselves how Port is to sign in', async () => {
    const env = { ID: 'AKIAIOSFODNN7EXAMPLE', KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
    const ran = await setup(`${pairs} --json --no-input`, { env });
    expect(ran.code).toBe(0);
  });
});

describe('files of --out', () => {
  const written = (out: string, more = '') => setup(`--emit terraform --out ${out}${more} --json`);

  test('replaced by --force are for this user alone, whatever they were', async () => {
    const out = freshFolder();
    for (const name of ['main.tf', 'external-id']) {
      writeFileSync(join(out, name), 'before');
      chmodSync(join(out, name), 0o666);
    }
    expect((await written(out, ' --force')).code).toBe(0);
    const modes = readdirSync(out).map((name) => [name, statSync(join(out, name)).mode & 0o777]);
    expect(Object.fromEntries(modes)).toEqual({ 'main.tf': 0o600, 'external-id': 0o600 });
  });

  test('never go through a link to somewhere else', async () => {
    const out = freshFolder();
    const elsewhere = join(freshFolder(), 'elsewhere');
    writeFileSync(elsewhere, 'theirs');
    symlinkSync(elsewhere, join(out, 'external-id'));
    expect((await written(out)).code).toBe(5);
    expect((await written(out, ' --force')).code).toBe(0);
    expect(readFileSync(elsewhere, 'utf8')).toBe('theirs');
    const dangling = freshFolder();
    symlinkSync(join(elsewhere, '..', 'none'), join(dangling, 'external-id'));
    expect((await written(dangling)).code).toBe(5);
  });

  test('are all written or none, when one of them is there already', async () => {
    const out = freshFolder();
    writeFileSync(join(out, 'external-id'), 'of another role');
    expect((await written(out)).code).toBe(5);
    expect(readdirSync(out)).toEqual(['external-id']);
  });

  test('that cannot be written are said by name, as a mistake of the caller', async () => {
    const out = join(freshFolder(), 'file');
    writeFileSync(out, '');
    const ran = await written(join(out, 'below'));
    expect(ran.code).toBe(2);
    expect(failureIn(ran).message).toContain(out);
    const folder = freshFolder();
    mkdirSync(join(folder, 'main.tf'));
    expect((await written(folder, ' --force')).code).toBe(2);
  });
});

describe('no value comes out', () => {
  const ownId = 'CANARY-external-id-d4c0ffee';

  test.each(['', ' --json', ' --debug', ' --json --debug'])(
    'of the external ID or of AWS keys, with%s after every command',
    async (extra) => {
      const dir = freshFolder();
      const texts: string[] = [];
      const loud = async (words: string, options: RunOptions = {}) => {
        const { stdout, stderr } = await run(`${words}${extra}`, { dir, ...options });
        texts.push(stdout, stderr);
      };
      const go = `bedrock setup --region eu-west-1 ${create}`;
      await loud(`${go} --dry-run`);
      await loud(go);
      await loud(`${go} --principals eu`);
      await loud(`${go} --principals eu --update-role`);
      await loud('bedrock diagnose --deep --yes');
      await loud(`bedrock diagnose --external-id-env ID`, { env: { ID: ownId } });
      await loud(
        `${go} --role-name other --external-id-secret other --external-id-env ID --force`,
        {
          env: { ID: ownId },
        },
      );
      await loud(`${go} --role-name other --external-id-env ID`, { env: { ID: `${ownId} ` } });
      await loud('bedrock cleanup --dry-run');
      const ids = [await externalIdOf(), ownId, awsSecret];
      expect(ids[0]).toMatch(/^port-/);
      const all = texts.join('\n');
      for (const id of ids) {
        expect(all).not.toContain(id);
        expect(all).not.toContain(encodeURIComponent(id));
        expect(all).not.toContain(Buffer.from(id).toString('base64').replace(/=+$/, ''));
      }
      expect(all).not.toMatch(/simulated-session|IQoJ|"SecretAccessKey"/);
    },
  );

  test('also not when AWS repeats the trust policy in its refusal', async () => {
    let id = '';
    const { send } = wire();
    const echoing: Send = async (request) => {
      if (worded(request) !== 'iam:CreateRole') return send(request);
      id = /port-[0-9a-f]{32}/.exec(decodeURIComponent(String(request.body)))?.[0] ?? '';
      return refusal('MalformedPolicyDocument', `Not good: ${id}`);
    };
    const ran = await setup(create, { send: echoing });
    expect(ran.code).toBe(9);
    expect(id).not.toBe('');
    expect(ran.stdout + ran.stderr).not.toContain(id);
  });
});

const refusal = (code: string, message: string): HttpResponse => ({
  status: 400,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
});

describe('text of AWS', () => {
  const esc = '\u001b';
  const csi = '\u009b';

  const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/;

  test.each(['', ' --json', ' --debug'])('steers no terminal%s', async (extra) => {
    const answer = (words: string): HttpResponse | undefined => {
      if (words === 'sts:GetCallerIdentity') {
        return {
          status: 200,
          headers: { 'content-type': 'text/xml' },
          body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/a&#x202e;${csi}31mb</Arn><UserId>x</UserId><Account>111122223333${csi}2J</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        };
      }
      return words === 'iam:CreateRole'
        ? refusal('AccessDenied', `no ${csi}2J&#x202e;iam:CreateRole${csi}31m`)
        : undefined;
    };
    const { send } = wire({ answer });
    const ran = await setup(`${create}${extra}`, { send });
    expect(ran.code).toBe(7);
    expect(ran.stdout + ran.stderr).not.toMatch(steering);
  });

  test('of the state of a guardrail steers no terminal', async () => {
    const { send } = wire();
    const body = {
      name: 'g',
      guardrailId: 'abc123def456',
      guardrailArn: 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/abc123def456',
      version: '1',
      status: `FAILED${esc}[2J${csi}31m`,
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
      blockedInputMessaging: '',
      blockedOutputsMessaging: '',
    };
    const steeringGuardrail: Send = (request) =>
      request.url.pathname.startsWith('/guardrails/')
        ? Promise.resolve({
            status: 200,
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          })
        : send(request);
    const more = `${create} --guardrail-id abc123def456 --guardrail-version 1`;
    const ran = await setup(more, { send: steeringGuardrail });
    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain('its state is FAILED');
    expect(ran.stderr).not.toMatch(steering);
  });
});

describe('a twin', () => {
  const isTwin = ({ name }: { name: string }) => name.startsWith('portai-preflight-');
  const twins = async () => (await account().roles.managed()).filter(isTwin);

  test.each([
    ['iam:CreateRole', 'served'],
    ['iam:PutRolePolicy', 'before'],
    ['iam:PutRolePolicy', 'served'],
    ['sts:AssumeRole', 'before'],
    ['sts:AssumeRole', 'served'],
  ] as const)('is gone after Ctrl-C at %s (%s)', async (call, when) => {
    await setup(create);
    const { send, signal, seen } = wire({ cut: { at: (words) => words === call, when } });
    const ran = await run('bedrock diagnose --deep --yes', { send, signal });
    expect(seen).toContain(call);
    expect(ran.code).toBe(130);
    expect(await twins()).toEqual([]);
  });

  test('that cannot be removed is named with the command that removes it', async () => {
    await setup(create);
    const answer = (words: string) =>
      words === 'iam:DeleteRole'
        ? refusal('AccessDenied', 'not allowed: iam:DeleteRole')
        : undefined;
    const { send } = wire({ answer });
    const ran = await run('bedrock diagnose --deep --yes --json', { send });
    const [left] = await twins();
    const { name, commands } = failureIn(ran);
    expect(name).toBe('TwinLeft');
    expect(commands).toContain(`portai bedrock cleanup --role-name ${left?.name ?? 'none'}`);
    expect(ran.stderr).not.toContain(`${left?.name ?? 'none'} removed`);
    expect((await run(`bedrock cleanup --role-name ${left?.name ?? ''} --yes`)).code).toBe(0);
    expect(await twins()).toEqual([]);
  });

  test('is not made out of a role that is there under its name', async () => {
    await setup(create);
    let theirs = '';
    const { send, seen } = wire();
    const taken: Send = (request) => {
      if (worded(request) !== 'iam:CreateRole') return send(request);
      theirs = /RoleName=([^&]+)/.exec(String(request.body))?.[1] ?? '';
      return Promise.resolve(refusal('EntityAlreadyExists', `Role ${theirs} already exists.`));
    };
    const ran = await run('bedrock diagnose --deep --yes', { send: taken });
    expect(theirs).toMatch(/^portai-preflight-/);
    expect(ran.code).toBe(5);
    expect(seen.filter((words) => words.includes('Delete'))).toEqual([]);
  });
});

describe('cleanup', () => {
  const lookFails = { status: 503, headers: {}, body: '' };

  test('keeps a role that Port uses, says who uses it, and takes it with --force', async () => {
    await setup(create);
    const { send, changed } = wire();
    const ran = await run('bedrock cleanup --yes --json', { send });
    expect(ran.code).toBe(5);
    expect(changed()).toEqual([]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      roles: [{ name: 'port-bedrock', action: 'kept', usedBy: ['bedrock'] }],
    });
    expect((await run('bedrock cleanup --yes --force')).code).toBe(0);
    expect(await account().roles.get('port-bedrock')).toBeUndefined();
  });

  test('takes the role once the provider is gone', async () => {
    await setup(create);
    await run('providers delete bedrock --yes --force');
    expect((await run('bedrock cleanup --yes')).code).toBe(0);
  });

  test('does not take a look at Port that failed for a role that nobody uses', async () => {
    await setup(create);
    await run('providers delete bedrock --yes --force');
    const answer = (words: string) => (words === 'GET /v1/llm-providers' ? lookFails : undefined);
    const { send, changed } = wire({ answer });
    const ran = await run('bedrock cleanup --yes', { send });
    expect(ran.code).toBe(6);
    expect(ran.stdout).toContain('whether Port uses it could not be seen');
    expect(changed()).toEqual([]);
    const forced = await run('bedrock cleanup --yes --force', { send: wire({ answer }).send });
    expect(forced.code).toBe(0);
  });

  test('says once that a role is removed', async () => {
    await setup(create);
    const ran = await run('bedrock cleanup --yes --force', { screen: true });
    expect((ran.stdout + ran.stderr).match(/removed/g)).toHaveLength(1);
  });

  test('that stops in the middle says what is gone, and a second one takes the rest', async () => {
    const { roles } = account();
    for (const name of ['port-a', 'port-b']) {
      const trust = trustPolicy([portPrincipals.eu], 'port-some-external-id');
      await roles.create({ name, description: '', trust, tags: { 'managed-by': 'portai' } });
      await roles.putInlinePolicy(name, permissionsName, { Version: '2012-10-17', Statement: [] });
    }
    let removed = 0;
    const { send } = wire();
    const stop = new AbortController();
    const cut: Send = async (request) => {
      if (worded(request) === 'iam:DeleteRolePolicy' && removed === 1) stop.abort('interrupted');
      request.signal?.throwIfAborted();
      const answer = await send(request);
      if (worded(request) === 'iam:DeleteRole') removed += 1;
      return answer;
    };
    const ran = await run('bedrock cleanup --yes', { send: cut, signal: stop.signal });
    expect(ran.code).toBe(130);
    expect(ran.stderr).toContain('port-a');
    expect(await roles.get('port-a')).toBeUndefined();
    expect((await run('bedrock cleanup --yes')).code).toBe(0);
    expect(await roles.managed()).toEqual([]);
  });
});
