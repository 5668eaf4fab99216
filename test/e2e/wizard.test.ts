import { describe, expect, test } from 'vitest';
import { keys, terminal } from '../support/pty.ts';
import { freshFolder } from '../support/run.ts';
import { shell } from '../support/spawn.ts';

const arn = 'arn:aws:iam::123456789012:role/port-example';

describe('providers put on a terminal', () => {
  test('asks for everything, mends a slip, tests, and ends with the command that does the same', async () => {
    const dir = freshFolder();
    const { type, shows, screen, ended } = terminal('--sandbox providers put bedrock --validate', {
      dir,
    });
    await shows('How to begin');
    await shows('I have a role or access keys');
    type(`${keys.down}${keys.enter}`);
    await shows('AWS Bedrock: how Port connects');
    await shows('Access keys');
    type(keys.enter);
    await shows('ARN of the IAM role');
    type(`port${keys.enter}`);
    await shows('Use arn:aws:iam::<12 digits>:role/<name>');
    type(`${keys.ctrlU}${arn}${keys.enter}`);
    await shows('secret that holds the external ID');
    type(keys.enter);
    await shows('AWS region that serves the models');
    type(`eu-west-1${keys.enter}`);
    await shows('Bedrock guardrail');
    type(keys.enter);
    await shows('models that requests may use');
    type(keys.enter);
    await shows('bedrock created, enabled');
    await shows('the connection works');
    await shows('Make it the default');
    type(keys.enter);
    await shows('The same without questions');
    expect(await ended).toBe(0);

    const command = /portai (--sandbox providers put bedrock .*?)\r?\n/.exec(screen())?.[1];
    expect(command).toBe(
      `--sandbox providers put bedrock --role-arn ${arn} --region eu-west-1 --disable-model claude-sonnet-4-20250514 --validate`,
    );
    expect(screen()).not.toContain('version of the guardrail');
    expect(await shell((command ?? '').replace(' --validate', ''), { dir })).toMatchObject({
      code: 0,
      stdout: 'unchanged\tbedrock\tenabled\t\n',
    });
    expect(await shell(command ?? '', { dir })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^unchanged\t/),
    });
  });

  test('asks for the other way to connect when that is chosen', async () => {
    const dir = freshFolder();
    const env = { PORTAI_SANDBOX: '1', ID: 'AKIAABCDEFGHIJKLMNOP', KEY: 'wJalrXUtnFEMI-K7MDENG' };
    await shell('secrets add aws-id --value-env ID --skip-client-checks', { dir, env });
    await shell('secrets add aws-key --value-env KEY', { dir, env });
    const { type, shows, ended } = terminal('providers put bedrock', { dir, env });
    await shows('How to begin');
    type(`${keys.down}${keys.enter}`);
    await shows('Access keys');
    type(`${keys.down}${keys.enter}`);
    await shows('AWS access key ID');
    type(`aws-id${keys.enter}`);
    await shows('AWS secret access key');
    type(`aws-key${keys.enter}`);
    await shows('AWS region');
    type(`us-east-1${keys.enter}`);
    await shows('guardrail');
    type(`gr-abc123${keys.enter}`);
    await shows('version of the guardrail');
    type(`DRAFT${keys.enter}`);
    await shows('models that requests may use');
    type(keys.enter);
    await shows('Let Port test the connection before saving');
    type(`n${keys.enter}`);
    await shows('bedrock created, enabled');
    await shows('Make it the default');
    type(keys.enter);
    expect(await ended).toBe(0);
    const got = await shell('providers get bedrock --json', { dir, env });
    expect(JSON.parse(got.stdout)).toMatchObject({
      config: {
        accessKeyIdSecretName: 'aws-id',
        secretAccessKeySecretName: 'aws-key',
        region: 'us-east-1',
        guardrailVersion: 'DRAFT',
      },
    });
  });

  test('asks only for what the flags left open', async () => {
    const { type, shows, screen, ended } = terminal([
      ...['--sandbox', 'providers', 'put', 'bedrock', '--role-arn', arn],
    ]);
    await shows('external ID');
    type(keys.enter);
    await shows('AWS region');
    type(`eu-west-1${keys.enter}`);
    await shows('guardrail');
    type(keys.enter);
    await shows('models that requests may use');
    type(keys.enter);
    await shows('Let Port test the connection before saving');
    type(`n${keys.enter}`);
    await shows('bedrock created');
    await shows('Make it the default');
    type(keys.enter);
    expect(await ended).toBe(0);
    expect(screen()).not.toContain('how Port connects');
    expect(screen()).not.toContain('ARN of the IAM role');
  });
});

describe('providers put on a terminal, with a key that Port does not have yet', () => {
  const value = 'sk-proj-hush-hush-4711';

  test('takes it in place, tests it, stores it, saves, and makes the provider the default', async () => {
    const dir = freshFolder();
    const { type, shows, screen, ended } = terminal('--sandbox providers put openai', {
      dir,
      columns: 80,
    });
    await shows('name of the new secret that holds the OpenAI API key: (openai-api-key)');
    type(keys.enter);
    await shows('value of openai-api-key:');
    type(`${value}${keys.enter}`);
    await shows('Received 22 characters.');
    await shows('Test it from this machine first?');
    type(keys.enter);
    await shows('Stored the secret openai-api-key.');
    await shows('openai created, enabled');
    await shows('Make it the default:');
    type(`${keys.down}${keys.enter}`);
    await shows('Default: openai / gpt-5.');
    await shows('The same without questions');
    expect(await ended).toBe(0);
    expect(screen()).not.toContain('4711');
    const sandbox = { dir, env: { PORTAI_SANDBOX: '1' } };
    expect((await shell('secrets list', sandbox)).stdout).toMatch(/^openai-api-key\t/);
    const defaults = await shell('defaults get --json', sandbox);
    expect(JSON.parse(defaults.stdout)).toMatchObject({ provider: 'openai', model: 'gpt-5' });
  });

  test('is left at the last question: what is saved stays, and that is said', async () => {
    const dir = freshFolder();
    const { type, shows, ended } = terminal('--sandbox providers put openai --validate', { dir });
    await shows('name of the new secret');
    type(keys.enter);
    await shows('value of openai-api-key:');
    type(`${value}${keys.enter}`);
    await shows('Make it the default:');
    type(keys.ctrlC);
    await shows('Cancelled; openai is saved, and the default is as it was');
    expect(await ended).toBe(130);
  });
});

describe('integrations create on a terminal of 80 columns', () => {
  test('takes the three steps, creates, and prints a command that does the same', async () => {
    const dir = freshFolder();
    const value = 'a-key-nobody-saw-4711';
    const words = '--sandbox integrations create';
    const { type, shows, screen, ended } = terminal(words, { dir, columns: 80 });
    await shows('Step 1 of 3');
    await shows('❯ OpenAI');
    type('groq');
    await shows('❯ Groq');
    type(keys.enter);
    await shows('Name of the integration: (Groq)');
    type(keys.enter);
    await shows('(as in @slug/model; never changes): (groq)');
    type(keys.enter);
    await shows('Description (Enter for none):');
    type(keys.enter);
    await shows('More to set (Enter for none):');
    type(keys.enter);
    await shows('Key of Groq:');
    type(`${value}${keys.enter}`);
    await shows('Step 2 of 3');
    await shows('Workspaces to let in (Enter for none):');
    type(` ${keys.enter}`);
    await shows('Budget of eng (500 USD, 2M tokens; Enter for none):');
    type(`500 USD${keys.enter}`);
    await shows('It begins anew:');
    type(keys.enter);
    await shows('Tell its owners at');
    type(keys.enter);
    await shows('Rate of eng (requests:100/min; Enter for none):');
    type(keys.enter);
    await shows('Let in workspaces that are made later?');
    type(keys.enter);
    await shows('Step 3 of 3');
    await shows('Models that requests may use:');
    type(keys.enter);
    await shows('Names of the models');
    type(`llama-3.3-70b${keys.enter}`);
    await shows('eng: 500 USD a month');
    await shows('Create groq:');
    type(keys.enter);
    await shows('groq created.');
    await shows('The same without questions');
    expect(await ended).toBe(0);
    expect(screen()).not.toContain('4711');
    const command = /portai (--sandbox integrations create [^]*)$/.exec(screen())?.[1];
    expect(command?.replace(/\r?\n/g, ' ').trim()).toBe(
      '--sandbox integrations create groq --name Groq --slug groq --value-file <file> --model llama-3.3-70b --workspace eng,budget-usd=500,reset=monthly',
    );
    const got = await shell('--sandbox integrations get groq --json', { dir });
    expect(JSON.parse(got.stdout)).toMatchObject({
      ai_provider_id: 'groq',
      models: [{ slug: 'llama-3.3-70b', enabled: true }],
    });
  });
});

describe('a hidden prompt', () => {
  const value = 'hush-hush-value-4711';

  test.each(['add', 'set'])(
    'secrets %s shows asterisks and a length, never the value',
    async (verb) => {
      const dir = freshFolder();
      const { type, shows, screen, ended } = terminal(`--sandbox secrets ${verb} key`, { dir });
      await shows('value of key');
      type(value);
      await shows('*'.repeat(value.length));
      type(keys.enter);
      await shows('Received 20 characters.');
      await shows('key created');
      expect(await ended).toBe(0);
      expect(screen()).not.toContain('hush');
      expect(screen()).not.toContain('4711');
      expect((await shell('--sandbox secrets list', { dir })).stdout).toMatch(/^key\t/);
    },
  );
});
