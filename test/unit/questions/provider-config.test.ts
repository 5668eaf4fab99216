import { describe, expect, test } from 'vitest';
import { anthropicCompatible } from '../../../src/planes/port/provider-types/anthropic-compatible.ts';
import { azureOpenai } from '../../../src/planes/port/provider-types/azure-openai.ts';
import { bedrock } from '../../../src/planes/port/provider-types/bedrock.ts';
import type { Variant } from '../../../src/planes/port/provider-types/define.ts';
import { openai } from '../../../src/planes/port/provider-types/openai.ts';
import { openaiCompatible } from '../../../src/planes/port/provider-types/openai-compatible.ts';
import { vertexAnthropic } from '../../../src/planes/port/provider-types/vertex-anthropic.ts';
import { nobody } from '../../../src/ui/asker.ts';
import { askForConfig } from '../../../src/questions/provider-config.ts';
import { keys, terminal } from '../../support/terminal.ts';

const [assumeRole, accessKeys] = bedrock.variants;
const [resource, hosted] = azureOpenai.variants;
const [serviceAccount] = vertexAnthropic.variants;
const [endpoint] = openaiCompatible.variants;
const role = 'arn:aws:iam::123456789012:role/port';

describe('a conversation', () => {
  test('Bedrock: choose assume role, mistype the ARN, mend it, give the region', async () => {
    const { asker, shows, type } = terminal();
    const answered = askForConfig(bedrock, {}, asker);
    const { roleArn, externalIdSecretName, region, guardrailIdentifier } = assumeRole.fields;

    await shows('AWS Bedrock: how Port connects');
    type(keys.enter);
    await shows(roleArn.label);
    type(`port${keys.enter}`);
    await shows('Use arn:aws:iam::<12 digits>:role/<name>');
    type(`${keys.clear}${role}${keys.enter}`);
    await shows(externalIdSecretName.label);
    type(keys.enter);
    await shows(region.label);
    type(keys.enter);
    await shows('An answer is needed');
    type(`eu-west-1${keys.enter}`);
    await shows(guardrailIdentifier.label);
    type(keys.enter);

    const { variant, answers } = await answered;
    expect(variant.id).toBe('assume-role');
    expect(answers).toEqual({ roleArn: role, region: 'eu-west-1' });
  });

  test('Bedrock: access keys with a guardrail, whose version is asked for as well', async () => {
    const { asker, shows, type } = terminal();
    const answered = askForConfig(bedrock, {}, asker);
    const { fields } = accessKeys;

    await shows('AWS Bedrock: how Port connects');
    type(`${keys.down}${keys.enter}`);
    await shows(fields.accessKeyIdSecretName.label);
    type(`AKIAIOSFODNN7EXAMPLE${keys.enter}`);
    await shows('this is a secret value, not the name of one');
    await shows('clear the screen');
    type(`${keys.clear}aws-id${keys.enter}`);
    await shows(fields.secretAccessKeySecretName.label);
    type(`aws-key${keys.enter}`);
    await shows(fields.region.label);
    type(`us-east-1${keys.enter}`);
    await shows(fields.guardrailIdentifier.label);
    type(`gr-1${keys.enter}`);
    await shows(fields.guardrailVersion.label);
    type(`DRAFT${keys.enter}`);

    const { variant, answers } = await answered;
    expect(variant.id).toBe('access-keys');
    expect(answers).toEqual({
      accessKeyIdSecretName: 'aws-id',
      secretAccessKeySecretName: 'aws-key',
      region: 'us-east-1',
      guardrailIdentifier: 'gr-1',
      guardrailVersion: 'DRAFT',
    });
  });

  test('Vertex: one way to connect, so the fields are asked for at once', async () => {
    const { asker, shows, type, screen } = terminal();
    const answered = askForConfig(vertexAnthropic, {}, asker);
    const { fields } = serviceAccount;

    await shows(fields.clientEmailSecretName.label);
    type(`google-email${keys.enter}`);
    await shows(fields.privateKeySecretName.label);
    type(`google-key${keys.enter}`);
    await shows(fields.project.label);
    type(`my-project${keys.enter}`);
    await shows(fields.location.label);
    type(`us-east5${keys.enter}`);
    await shows(fields.models.label);
    type(`claude-sonnet-4-5@20250929${keys.enter}`);

    const { answers } = await answered;
    expect(answers).toEqual({
      clientEmailSecretName: 'google-email',
      privateKeySecretName: 'google-key',
      project: 'my-project',
      location: 'us-east5',
      models: [{ name: 'claude-sonnet-4-5@20250929' }],
    });
    expect(screen()).not.toContain('how Port connects');
  });

  test('an OpenAI-compatible endpoint: two models, after one with a slip in its settings', async () => {
    const { asker, shows, type } = terminal();
    const answered = askForConfig(openaiCompatible, {}, asker);
    const { fields } = endpoint;

    await shows(fields.baseUrl.label);
    type(`llm.example.com${keys.enter}`);
    await shows('give a whole URL');
    type(`${keys.clear}https://llm.example.com/v1${keys.enter}`);
    await shows(fields.apiKeySecretName.label);
    type(keys.enter);
    await shows(fields.models.label);
    type(`llama-3,tools${keys.enter}`);
    await shows('"tools" is not a model setting');
    type(`${keys.clear}llama-3,context=8192,caching=false  mixtral${keys.enter}`);

    const { answers } = await answered;
    expect(answers).toEqual({
      baseUrl: 'https://llm.example.com/v1',
      models: [
        { name: 'llama-3', contextWindow: 8192, supportedFeatures: { caching: false } },
        { name: 'mixtral' },
      ],
    });
  });

  test.each<[Variant, string, Readonly<Record<string, string>>]>([
    [resource, keys.enter, { resourceName: 'my-resource', deploymentId: 'gpt-5-eu' }],
    [
      hosted,
      `${keys.down}${keys.enter}`,
      { endpoint: 'https://my-resource.openai.azure.com', deployment: 'gpt-5-eu' },
    ],
  ])('Azure OpenAI: %o', async (variant, choice, typed) => {
    const { asker, shows, type } = terminal();
    const answered = askForConfig(azureOpenai, {}, asker);
    const expected: Readonly<Record<string, string>> = { apiKeySecretName: 'azure-key', ...typed };

    await shows('Azure OpenAI: how Port connects');
    type(choice);
    for (const [key, field] of Object.entries(variant.fields)) {
      await shows(field.label);
      type(`${expected[key] ?? ''}${keys.enter}`);
    }

    expect(await answered).toEqual({ variant, answers: expected });
  });

  test('asks only for what is still open: the variant follows from what was given', async () => {
    const { asker, shows, type, screen } = terminal();
    const given = { roleArn: role, region: 'eu-west-1', guardrailIdentifier: 'gr-1' };
    expect(await askForConfig(bedrock, given, asker)).toEqual({
      variant: assumeRole,
      answers: given,
    });
    expect(screen()).toBe('');

    const answered = askForConfig(bedrock, { roleArn: role, externalIdSecretName: 'x' }, asker);
    await shows(assumeRole.fields.region.label);
    type(`eu-west-1${keys.enter}`);
    await shows(assumeRole.fields.guardrailIdentifier.label);
    type(keys.enter);
    expect((await answered).answers).toEqual({
      roleArn: role,
      externalIdSecretName: 'x',
      region: 'eu-west-1',
    });
    expect(screen()).not.toContain('how Port connects');
  });
});

describe('fields that name a secret', () => {
  test('are asked for by whoever knows the secrets, each with its key; the others as ever', async () => {
    const { asker, shows, type, screen } = terminal();
    const asked: string[] = [];
    const answered = askForConfig(azureOpenai, { resourceName: 'r' }, asker, {
      askForSecret: (key, field) => {
        asked.push(`${key}: ${field.label}`);
        return Promise.resolve('azure-key');
      },
    });
    await shows(resource.fields.deploymentId.label);
    type(`gpt-5-eu${keys.enter}`);
    expect((await answered).answers).toEqual({
      apiKeySecretName: 'azure-key',
      resourceName: 'r',
      deploymentId: 'gpt-5-eu',
    });
    expect(asked).toEqual([`apiKeySecretName: ${resource.fields.apiKeySecretName.label}`]);
    expect(screen()).not.toContain(resource.fields.apiKeySecretName.label);
  });

  test('are left out where nothing comes back', async () => {
    const { asker, shows, type } = terminal();
    const answered = askForConfig(bedrock, { roleArn: role }, asker, {
      askForSecret: () => Promise.resolve(undefined),
    });
    await shows(assumeRole.fields.region.label);
    type(`eu-west-1${keys.enter}`);
    await shows(assumeRole.fields.guardrailIdentifier.label);
    type(keys.enter);
    expect((await answered).answers).toEqual({ roleArn: role, region: 'eu-west-1' });
  });
});

describe('a person who does not want to go on', () => {
  const cancelled = (exit: string): unknown =>
    expect.objectContaining({
      name: 'Cancelled',
      message: 'Cancelled; nothing was changed',
      failure: expect.objectContaining({ exit }),
    });

  test('presses Ctrl-C in a choice', async () => {
    const { asker, shows, type } = terminal();
    const refused = expect(askForConfig(bedrock, {}, asker)).rejects.toEqual(
      cancelled('interrupted'),
    );
    await shows('how Port connects');
    type(keys.interrupt);
    await refused;
  });

  test('presses Ctrl-C halfway through an answer', async () => {
    const { asker, shows, type } = terminal();
    const refused = expect(askForConfig(openai, {}, asker)).rejects.toEqual(
      cancelled('interrupted'),
    );
    await shows('OpenAI API key');
    type(`half${keys.interrupt}`);
    await refused;
  });

  test.each(['interrupted', 'terminated'])('is %s from outside', async (reason) => {
    const stop = new AbortController();
    const { asker, shows } = terminal(stop.signal);
    const refused = expect(askForConfig(openai, {}, asker)).rejects.toEqual(cancelled(reason));
    await shows('OpenAI API key');
    stop.abort(reason);
    await refused;
  });
});

describe('without a person', () => {
  test('every missing flag is in one error, way by way', async () => {
    await expect(askForConfig(bedrock, {}, nobody)).rejects.toMatchObject({
      name: 'MissingFlags',
      message:
        'Missing for AWS Bedrock: --role-arn <arn> --region <region>, or --access-key-id-secret <name> --secret-access-key-secret <name> --region <region>',
      failure: {
        exit: 'usage',
        details: {
          missing: [
            ['--role-arn', '--region'],
            ['--access-key-id-secret', '--secret-access-key-secret', '--region'],
          ],
        },
        next: [{ command: ['providers', 'put', 'bedrock', '--help'] }],
      },
    });
  });

  test('flags that decide for a way leave only what is missing there', async () => {
    const given = { authTokenSecretName: 'k' };
    await expect(askForConfig(anthropicCompatible, given, nobody)).rejects.toMatchObject({
      message: 'Missing for Anthropic-compatible endpoint: --base-url <url> --model <spec>',
    });
  });

  test('what is complete is taken as it is', async () => {
    const given = { apiKeySecretName: 'k' };
    expect(await askForConfig(openai, given, nobody)).toEqual({
      variant: openai.variants[0],
      answers: given,
    });
  });

  test.each([
    ['a text', () => nobody.text({ message: 'x', flag: '--x', check: () => true })],
    ['a secret', () => nobody.secret({ message: 'x', flag: '--x' })],
    ['a choice', () => nobody.pick({ message: 'x', flag: '--x' }, [])],
    ['a confirmation', () => nobody.retype({ message: 'x', flag: '--x' }, 'x')],
  ])('%s is never assumed', async (_, ask) => {
    await expect(ask()).rejects.toMatchObject({
      message: '--x is required',
      failure: { exit: 'usage' },
    });
  });
});

describe('other questions', () => {
  test('a secret is typed unseen', async () => {
    const { asker, shows, type, screen } = terminal();
    const answer = asker.secret({ message: 'Value', flag: '--value-stdin' });
    await shows('Value:');
    type('hunter2-hunter2');
    await shows('***************');
    type(keys.enter);
    expect(await answer).toBe('hunter2-hunter2');
    expect(screen()).not.toContain('hunter2');
  });

  test.each([
    ['openai', true],
    [' openai ', true],
    ['OpenAI', false],
    ['', false],
    ['y', false],
  ])('a deletion confirmed with %j: %j', async (typed, confirmed) => {
    const { asker, shows, type } = terminal();
    const answer = asker.retype({ message: 'Delete provider openai', flag: '--yes' }, 'openai');
    await shows('Delete provider openai (type openai):');
    type(`${typed}${keys.enter}`);
    expect(await answer).toBe(confirmed);
  });

  test('a suggestion is taken by Enter', async () => {
    const { asker, shows, type } = terminal();
    const question = { message: 'Name', flag: '--name', suggestion: 'default' };
    const answer = asker.text({ ...question, check: () => true });
    await shows('Name: (default)');
    type(keys.enter);
    expect(await answer).toBe('default');
  });
});

test.each([
  '-----BEGIN PRIVATE KEY-----',
  'sk-proj-7aB9cD1eF3gH5iJ7kL9mN1oP',
  'a8F3kQ9zL1xW7mB2cV5nT4pR',
])(
  'a value typed as a project is refused, and is to be cleared from the screen: %s',
  async (value) => {
    const { asker, shows, type } = terminal();
    const { project } = serviceAccount.fields;
    const given = {
      location: 'us-east5',
      clientEmailSecretName: 'email',
      privateKeySecretName: 'key',
      models: [{ name: 'claude-sonnet-4-5@20250929' }],
    };
    const answered = askForConfig(vertexAnthropic, given, asker);
    answered.catch(() => undefined); // the test ends in the middle of the conversation
    await shows(project.label);
    type(`${value}${keys.enter}`);
    await shows('could be a secret value');
    await shows('clear the screen');
  },
);
