import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder, portai, runningTime, type RunOptions } from '../support/run.ts';

/** `bedrock setup` with flags alone, against the AWS and the Port that the sandbox simulates. */

const env = { PORTAI_SANDBOX: '1' };
const role = 'arn:aws:iam::111122223333:role/port-bedrock';
const haiku = 'claude-haiku-4-5-20251001';

const run = (dir: string, words: string, options: RunOptions = {}) =>
  portai(words, { dir, now: runningTime, ...options, env: { ...env, ...options.env } });

const setup = (dir: string, more = '', options: RunOptions = {}) =>
  run(dir, `bedrock setup --region eu-west-1${more}`, options);

const create = ' --create --yes';

const resultSchema = z.looseObject({
  action: z.string(),
  role: z.object({ arn: z.string(), action: z.string() }),
  provider: z.looseObject({
    config: z.record(z.string(), z.unknown()),
    effectiveModels: z.record(z.string(), z.looseObject({ enabled: z.boolean().optional() })),
  }),
});

const errorSchema = z.object({
  error: z.looseObject({
    name: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    next: z.array(z.object({ command: z.string(), why: z.string() })),
  }),
});
const errorIn = (stderr: string) => {
  const line = stderr.split('\n').find((each) => each.startsWith('{"error"')) ?? '';
  return errorSchema.parse(JSON.parse(line)).error;
};

async function stored(dir: string): Promise<string[]> {
  const { stdout } = await run(dir, 'secrets list');
  return stdout.split('\n').flatMap((line) => line.split('\t').slice(0, 1).filter(Boolean));
}

const isConnected = async (dir: string) => (await run(dir, 'providers get bedrock')).code === 0;
const rolesIn = async (dir: string) =>
  (await run(dir, 'bedrock cleanup --dry-run')).stdout.match(/role\/\S+/g) ?? [];

/** A clock that jumps when somebody waits for IAM: so long nothing else waits to the end. */
function quickClock() {
  let time = runningTime().getTime();
  const waits: number[] = [];
  const propagation = [2000, 4000, 8000, 16_000, 30_000];
  const clock: RunOptions = {
    now: () => new Date(time),
    sleep: (milliseconds, signal) => {
      // The pause before a repeat of one request.
      if (milliseconds < 2000) return Promise.resolve();
      if (!propagation.includes(milliseconds)) {
        // A limit: called off when the answer is there.
        return new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('woken up')), { once: true });
        });
      }
      waits.push(milliseconds);
      time += milliseconds;
      return Promise.resolve();
    },
  };
  return { waits, clock };
}

describe('creating the role', () => {
  test('ends with a provider that Port has tested, and a role that is found again', async () => {
    const dir = freshFolder();
    const first = await setup(dir, `${create} --json`);
    expect(first.code).toBe(0);
    const made = resultSchema.parse(JSON.parse(first.stdout));
    expect(made).toMatchObject({
      action: 'created',
      validated: true,
      role: { arn: role, action: 'created' },
      externalIdSecretName: 'aws-external-id',
    });
    expect(made.provider.config).toEqual({
      region: 'eu-west-1',
      roleArn: role,
      externalIdSecretName: 'aws-external-id',
    });
    expect(await stored(dir)).toEqual(['aws-external-id']);
    const again = await setup(dir, `${create} --json`);
    expect(resultSchema.parse(JSON.parse(again.stdout))).toMatchObject({
      action: 'unchanged',
      validated: false,
      role: { action: 'unchanged' },
    });
  });

  test('takes only the models that were named, and switches the others off in Port', async () => {
    const dir = freshFolder();
    const { stdout } = await setup(dir, `${create} --model ${haiku} --json`);
    const { effectiveModels } = resultSchema.parse(JSON.parse(stdout)).provider;
    const enabled = Object.entries(effectiveModels).filter(([, model]) => model.enabled !== false);
    expect(enabled.map(([name]) => name)).toEqual([haiku]);
  });

  test('switches nothing off in Port that another region has, unless a flag says so', async () => {
    const dir = freshFolder();
    const now = () => new Date(runningTime().getTime() + 315 * 86_400_000);
    const words = 'bedrock setup --region ap-south-1 --create --yes --json';
    const refused = await run(dir, words, { now });
    expect(refused.code).toBe(2);
    expect(errorIn(refused.stderr)).toMatchObject({
      name: 'ModelsUnavailable',
      message: 'claude-sonnet-4-5-20250929 would have to be switched off in Port',
    });
    expect(await isConnected(dir)).toBe(false);
    expect(await rolesIn(dir)).toEqual([]);
    const told = await run(dir, `${words} --disable-unavailable`, { now });
    expect(told.code).toBe(0);
    const { effectiveModels } = resultSchema.parse(JSON.parse(told.stdout)).provider;
    const enabled = Object.entries(effectiveModels).filter(([, model]) => model.enabled !== false);
    expect(enabled.map(([name]) => name)).toEqual([haiku]);
  });

  test('makes the default on request', async () => {
    const dir = freshFolder();
    expect((await setup(dir, `${create} --make-default ${haiku}`)).code).toBe(0);
    expect((await run(dir, 'defaults get')).stdout).toContain(`bedrock\t${haiku}`);
  });

  test('needs --yes where nobody can be asked, and has made nothing without', async () => {
    const dir = freshFolder();
    const ran = await setup(dir, ' --create --json');
    expect(ran.code).toBe(2);
    expect(errorIn(ran.stderr)).toMatchObject({ name: 'ConfirmationNeeded' });
    expect(await rolesIn(dir)).toEqual([]);
    expect(await stored(dir)).toEqual([]);
  });

  test('leaves a role that differs alone, shows how, and changes it when told to', async () => {
    const dir = freshFolder();
    await setup(dir, create);
    const refused = await setup(dir, `${create} --principals eu`);
    expect(refused.code).toBe(5);
    expect(refused.stderr).toContain('- PortLlmGateway: Principal AWS');
    expect(refused.stderr).toContain('role/port-ai-bring-your-own-llm-us-east-1');
    const changed = await setup(dir, `${create} --principals eu --update-role --json`);
    expect(resultSchema.parse(JSON.parse(changed.stdout)).role.action).toBe('updated');
  });

  test('waits for IAM after its own change, and not otherwise', async () => {
    const dir = freshFolder();
    const { waits, clock } = quickClock();
    const ran = await setup(dir, `${create} --role-name slowiam`, clock);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('IAM has not spread the change yet; trying again in 2 s');
    expect(waits.slice(0, 2)).toEqual([2000, 4000]);

    const before = waits.length;
    const wrong = { roleArn: 'arn:aws:iam::111122223333:role/denied' };
    const refused = await setup(
      dir,
      ` --role-arn ${wrong.roleArn} --no-external-id --force`,
      clock,
    );
    expect(refused.code).toBe(8);
    expect(waits.length).toBe(before);
  });
});

describe('what goes wrong', () => {
  test('after the role was made is said with what stands and how to remove it', async () => {
    const dir = freshFolder();
    const { waits, clock } = quickClock();
    // Another limit than the usual 30 s, which is as long as the last two waits.
    const ran = await setup(dir, `${create} --role-name port-denied --json --timeout 29`, clock);
    expect(ran.code).toBe(8);
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000]);
    const { hint, next } = errorIn(ran.stderr);
    expect(hint).toContain("It is about the role's trust policy, or its external ID.");
    expect(hint).toContain(
      'These stand: secret aws-external-id; role port-denied in account 111122223333.',
    );
    expect(next.map(({ command }) => command)).toEqual(
      expect.arrayContaining([
        'portai bedrock diagnose --region eu-west-1 --role-arn arn:aws:iam::111122223333:role/port-denied --external-id-secret aws-external-id --deep',
        'portai bedrock cleanup --role-name port-denied',
        'portai secrets delete aws-external-id',
      ]),
    );
    // The ID is equal to that of the trust policy: another one would break what is right.
    expect(next.filter(({ command }) => command.includes('secrets set'))).toEqual([]);
    expect(hint).not.toContain('Rotate');
    expect(await isConnected(dir)).toBe(false);
  });

  test('in AWS names the permission that is missing, and nothing was made', async () => {
    const dir = freshFolder();
    const ran = await setup(dir, `${create} --aws-profile forbidden --json`);
    expect(ran.code).toBe(7);
    expect(await stored(dir)).toEqual([]);
  });

  test('a secret of that name is not replaced', async () => {
    const dir = freshFolder();
    await run(dir, 'secrets add aws-external-id --value-stdin', { stdin: 'somebody-elses' });
    const ran = await setup(dir, `${create} --external-id-secret aws-external-id --json`);
    expect(ran.code).toBe(5);
    expect(await rolesIn(dir)).toEqual([]);
    const other = await setup(dir, `${create} --json`);
    expect(JSON.parse(other.stdout)).toMatchObject({ externalIdSecretName: 'aws-external-id-2' });
  });

  test('another configuration of Port is replaced only when told to', async () => {
    const dir = freshFolder();
    const other = 'arn:aws:iam::123456789012:role/other';
    await run(dir, `providers put bedrock --region us-east-1 --role-arn ${other}`);
    const ran = await setup(dir, `${create} --json`);
    expect(ran.code).toBe(5);
    expect(errorIn(ran.stderr).message).toContain(other);
    expect((await setup(dir, `${create} --force`)).code).toBe(0);
  });

  test('a model that no profile gives in the region is named, with the flag that may help', async () => {
    const ran = await portai(
      'bedrock setup --region ap-south-1 --model claude-opus-4-6 --create --yes --json',
      { env, now: runningTime },
    );
    expect(ran.code).toBe(2);
    expect(errorIn(ran.stderr)).toMatchObject({
      message:
        'No inference profile of a geography gives claude-opus-4-6 in ap-south-1 (Mumbai). Ways out: another region, such as ap-southeast-2 (Sydney), ap-southeast-4 (Melbourne), ca-central-1 (Canada Central), ca-west-1 (Calgary); or --global, which allows global.anthropic.claude-opus-4-6-v1: data may then go anywhere.',
    });
  });

  test('all that is missing is named at once', async () => {
    const ran = await run(freshFolder(), 'bedrock setup --json');
    expect(ran.code).toBe(2);
    expect(errorIn(ran.stderr).message).toBe(
      'Missing: --region <region>; --create, --emit <form> or --role-arn <arn>',
    );
  });
});

describe('--dry-run', () => {
  test('prints every call that would change something, and makes none of them', async () => {
    const dir = freshFolder();
    const ran = await setup(dir, `${create} --make-default ${haiku} --dry-run`);
    expect(ran.code).toBe(0);
    expect(ran.stdout.trim().split('\n')).toEqual([
      'AWS   iam:CreateRole port-bedrock',
      'AWS   iam:PutRolePolicy port-bedrock/bedrock-invoke',
      'Port  POST /v1/organization/secrets aws-external-id',
      'Port  POST /v1/llm-providers?validate_connection=true',
      'Port  PUT /v1/llm-providers/defaults',
    ]);
    expect(await rolesIn(dir)).toEqual([]);
    expect(await stored(dir)).toEqual([]);
    expect(await isConnected(dir)).toBe(false);
  });

  test('has nothing to print where nothing would change', async () => {
    const dir = freshFolder();
    await setup(dir, create);
    const ran = await setup(dir, `${create} --dry-run --json`);
    expect(JSON.parse(ran.stdout)).toMatchObject({ dryRun: true, calls: [] });
  });
});

describe('writing the role down', () => {
  test.each(['aws-cli', 'terraform', 'cloudformation'])(
    '%s: files of this user alone, the external ID beside them and not in them',
    async (form) => {
      const out = join(freshFolder(), 'role');
      const ran = await setup(freshFolder(), ` --emit ${form} --out ${out}`);
      expect(ran.code).toBe(0);
      const paths = ran.stdout.trim().split('\n');
      const [main = '', beside = ''] = paths;
      const id = /port-[0-9a-f]{32}/.exec(readFileSync(beside, 'utf8'))?.[0] ?? 'none';
      expect(paths).toHaveLength(2);
      for (const path of paths) expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readFileSync(main, 'utf8')).not.toContain(id);
      expect(ran.stdout + ran.stderr).not.toContain(id);
    },
  );

  test.each(['aws-cli', 'terraform', 'cloudformation'])(
    '%s ends with the command that comes back with the role',
    async (form) => {
      const out = join(freshFolder(), 'role');
      const ran = await setup(freshFolder(), ` --emit ${form} --out ${out} --model ${haiku}`);
      expect(ran.stderr).toContain('Nothing is in Port yet');
      const [, command = ''] = /portai (bedrock setup .*)$/m.exec(ran.stderr) ?? [];
      expect(command).toBe(
        `bedrock setup --region eu-west-1 --model ${haiku} --role-arn 'arn:aws:iam::<account>:role/port-bedrock' --yes --external-id-secret aws-external-id --external-id-env EXTERNAL_ID`,
      );
      const id = form === 'cloudformation' ? 'parameters.json' : 'external-id';
      expect(ran.stderr).toContain(join(out, id));
    },
  );

  test('the command that comes back stores the ID and connects the role', async () => {
    const out = join(freshFolder(), 'role');
    const dir = freshFolder();
    const ran = await setup(dir, ` --emit terraform --out ${out} --model ${haiku}`);
    const [, command = ''] = /portai (bedrock setup .*)$/m.exec(ran.stderr) ?? [];
    const words = command.replace("'arn:aws:iam::<account>:role/port-bedrock'", role);
    const id = readFileSync(join(out, 'external-id'), 'utf8').trim();
    await setup(dir, ` --create --yes --external-id-env ID --external-id-secret other`, {
      env: { ID: id },
    });
    const back = await run(dir, `${words} --force`, { env: { EXTERNAL_ID: id } });
    expect(back.stderr + back.stdout).not.toContain(id);
    expect(await stored(dir)).toEqual(['aws-external-id', 'other']);
    expect(back.code).toBe(0);
  });

  test('does not replace what lies there', async () => {
    const out = join(freshFolder(), 'role');
    const dir = freshFolder();
    await setup(dir, ` --emit terraform --out ${out}`);
    const id = readFileSync(join(out, 'external-id'), 'utf8');
    const ran = await setup(dir, ` --emit terraform --out ${out} --json`);
    expect(ran.code).toBe(5);
    expect(errorIn(ran.stderr).name).toBe('ExistsAlready');
    expect(readFileSync(join(out, 'external-id'), 'utf8')).toBe(id);
  });
});

describe('a role that is there', () => {
  test('is connected with the external ID that is given, which is stored', async () => {
    const dir = freshFolder();
    const ran = await setup(
      dir,
      ` --role-arn arn:aws:iam::123456789012:role/example-external --external-id-secret id --external-id-env ID`,
      { env: { ID: 'an-external-id' } },
    );
    expect(ran.code).toBe(0);
    expect(await stored(dir)).toEqual(['id']);
    expect(ran.stdout + ran.stderr).not.toContain('an-external-id');
  });

  test('keeps an external ID that AWS takes, although a new one would be stricter', async () => {
    const dir = freshFolder();
    const role = 'arn:aws:iam::123456789012:role/example-external';
    const ran = await setup(
      dir,
      ` --role-arn ${role} --external-id-secret id --external-id-env ID`,
      { env: { ID: 'my_org.ext-0042' } },
    );
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain(
      'AWS takes it and the role asks for it already',
    );
    expect(await stored(dir)).toEqual(['id']);
    expect(ran.stdout + ran.stderr).not.toContain('my_org.ext-0042');
  });

  test('that is to be made gets none that a gateway could break, and why is said', async () => {
    const dir = freshFolder();
    const ran = await setup(dir, `${create} --external-id-env ID --json`, {
      env: { ID: 'my_org.ext-0042' },
    });
    expect(ran.code).toBe(2);
    expect(errorIn(ran.stderr).message).toMatch(/AWS takes them.*--role-arn/);
    expect(await stored(dir)).toEqual([]);
  });

  test('with an external ID of a wrong form is refused before anything is stored', async () => {
    const dir = freshFolder();
    const ran = await setup(
      dir,
      ` --role-arn arn:aws:iam::123456789012:role/example-external --external-id-secret id --external-id-env ID --json`,
      { env: { ID: 'an-external-id ' } },
    );
    expect(ran.code).toBe(2);
    expect(errorIn(ran.stderr).message).toBe(
      'The external ID begins or ends with a blank or a line end',
    );
    expect(await stored(dir)).toEqual([]);
  });
});

describe('a check of its own that fails', () => {
  const nobody = '--role-arn arn:aws:iam::111122223333:role/nosuch --no-external-id';

  test('keeps the configuration out of Port, and says what failed', async () => {
    const dir = freshFolder();
    const ran = await setup(dir, ` ${nobody} --aws-profile --json`);
    expect(ran.code).toBe(8);
    expect(errorIn(ran.stderr)).toMatchObject({
      name: 'ChecksFailed',
      message: expect.stringContaining('there is no arn:aws:iam::111122223333:role/nosuch'),
    });
    expect(await isConnected(dir)).toBe(false);
  });

  test('is overruled by --force: then the word is with Port', async () => {
    const dir = freshFolder();
    const ran = await setup(dir, ` ${nobody} --aws-profile --force --json`);
    expect(errorIn(`${ran.stderr}\n{"error":{"name":"","message":"","next":[]}}`).name).not.toBe(
      'ChecksFailed',
    );
  });
});

describe('without an external ID', () => {
  test.each(['--no-external-id', ''])('a role that is there is warned of: "%s"', async (flag) => {
    const ran = await setup(
      freshFolder(),
      ` --role-arn arn:aws:iam::123456789012:role/port ${flag}`.trimEnd(),
    );
    expect(ran.stderr).toContain('Warning: Without an external ID any organization on Port');
  });
});

describe('access to the models', () => {
  const more = `${create} --aws-profile new-account`;

  test('that is missing stops the set-up before anything is made, and names the flags', async () => {
    const dir = freshFolder();
    const ran = await setup(dir, more);
    expect(ran.code).toBe(8);
    expect(ran.stderr).toContain('--submit-use-case');
    expect(await stored(dir)).toEqual([]);
  });

  test('is opened by the flags that say so, the form first and each agreement by name', async () => {
    const dir = freshFolder();
    const form = ['--submit-use-case', '--company-name', 'Acme', '--company-website'];
    const words = [
      ...`bedrock setup --region eu-west-1${more} --model ${haiku}`.split(' '),
      ...form,
      'https://acme.example',
      ...['--industry', 'Software', '--use-case', 'An assistant for our developers'],
      ...['--users', 'internal', '--accept-agreement', haiku],
    ];
    const ran = await portai(words, { dir, env, now: runningTime });
    expect(ran.stderr).toContain('✓ Use-case form submitted.');
    expect(ran.stderr).toContain(`✓ Terms of ${haiku} accepted.`);
  });
});

describe('access keys', () => {
  test('are tested from here with the values given, stored, and put', async () => {
    const dir = freshFolder();
    const ran = await setup(
      dir,
      ' --auth access-keys --access-key-id-env ID --secret-access-key-env KEY',
      {
        env: {
          ID: 'AKIAIOSFODNN7EXAMPLE',
          KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        },
      },
    );
    expect(ran.stderr).toContain('Preflight');
    expect(ran.code).toBe(0);
    expect(await stored(dir)).toEqual(['aws-access-key-id', 'aws-secret-access-key']);
  });

  test('that are temporary are refused before anything is sent', async () => {
    const dir = freshFolder();
    const ran = await setup(
      dir,
      ' --auth access-keys --access-key-id-env ID --secret-access-key-env KEY',
      { env: { ID: 'ASIAIOSFODNN7EXAMPLE', KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' } },
    );
    expect(ran.code).toBe(8);
    expect(await stored(dir)).toEqual([]);
  });

  test.each(['terraform', 'cloudformation'])(
    'have no %s form, which would keep the secret key: refused before anything is written',
    async (form) => {
      const out = join(freshFolder(), 'user');
      const ran = await setup(
        freshFolder(),
        ` --auth access-keys --emit ${form} --out ${out} --no-input`,
      );
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain(`There is no ${form} form of a user with access keys`);
      expect(existsSync(out)).toBe(false);
    },
  );

  test('that nobody has yet: the user is written down, with how to create it and come back', async () => {
    const out = join(freshFolder(), 'user');
    const dir = freshFolder();
    const ran = await setup(
      dir,
      ` --model ${haiku} --auth access-keys --emit aws-cli --out ${out} --guardrail-id abc123def456 --guardrail-version 1 --no-input`,
    );
    expect(ran.code).toBe(0);
    expect(ran.stdout.trim().split('\n')).toEqual([
      join(out, 'create-user.sh'),
      join(out, 'permissions.json'),
    ]);
    expect(ran.stderr).toContain(`  bash ${join(out, 'create-user.sh')}\n`);
    expect(ran.stderr).toContain(
      `  KEY_ID="$(cat ${join(out, 'access-key-id')})" SECRET_KEY="$(cat ${join(out, 'secret-access-key')})" portai bedrock setup --region eu-west-1 --model ${haiku} --auth access-keys --guardrail-id abc123def456 --guardrail-version 1 --access-key-id-env KEY_ID --secret-access-key-env SECRET_KEY`,
    );
    expect(readFileSync(join(out, 'permissions.json'), 'utf8')).toContain(
      'arn:aws:bedrock:eu-west-1:*:guardrail/abc123def456',
    );
    expect(await stored(dir)).toEqual([]);
  });

  test('come with a user of the least permissions on request', async () => {
    const out = join(freshFolder(), 'user');
    const dir = freshFolder();
    const ran = await setup(
      dir,
      ` --auth access-keys --emit aws-cli --out ${out} --access-key-id-env ID --secret-access-key-env KEY`,
      {
        env: {
          ID: 'AKIAIOSFODNN7EXAMPLE',
          KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        },
      },
    );
    expect(ran.code).toBe(0);
    expect(readFileSync(join(out, 'create-user.sh'), 'utf8')).toContain('put-user-policy');
  });
});

describe('a guardrail that works across regions', () => {
  const guarded = ' --guardrail-id exampleacross1 --guardrail-version 1';

  test('is read from AWS, and the role may apply it in every region of its profile', async () => {
    const dir = freshFolder();
    const ran = await setup(dir, `${create}${guarded} --model ${haiku}`);
    expect(ran.code).toBe(0);
    const found = await run(dir, `bedrock diagnose${guarded} --json`);
    expect(found.stdout).toContain('every call that it takes is allowed (7, by');
  });

  test('is written down in the compact form without an account, which is said with the reason', async () => {
    const out = join(freshFolder(), 'role');
    const ran = await setup(freshFolder(), ` --emit terraform --out ${out} --no-input`);
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain(
      'This is the compact form, with wildcards for regions: the account is not known.',
    );
  });

  test('is written down with its profile where a flag says so', async () => {
    const out = join(freshFolder(), 'role');
    const more = ` --emit terraform --out ${out} --no-input`;
    const ran = await setup(freshFolder(), `${more}${guarded} --guardrail-profile`);
    expect(ran.code).toBe(0);
    expect(readFileSync(join(out, 'main.tf'), 'utf8')).toContain(
      ':*:guardrail-profile/eu.guardrail.v1:0',
    );
  });
});
