import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { converse, keys, type Conversation } from '../support/conversation.ts';
import { connectOpenai } from '../support/portkey-sandbox.ts';
import { freshFolder, portai } from '../support/run.ts';
import { script, type Answer } from '../support/script.ts';

/** `integrations create` on a terminal: conversations with the sandbox, key by key. */

const { enter, down, space, interrupt } = keys;
/** Takes away what was typed on this line. */
const clearLine = '\u0015';
const key = 'a-key-nobody-saw-4711';

/** A question, by words of it, and what is typed when it is there. */
type Turn = readonly [question: string, typed: string];

async function take({ shows, type }: Conversation, turns: readonly Turn[]): Promise<void> {
  for (const [question, typed] of turns) {
    await shows(question);
    type(typed);
  }
}

const found = (provider: string, choice: string): readonly Turn[] => [
  ['provider (type to search):', provider],
  [`❯ ${choice}`, enter],
];
const named = (name: string): readonly Turn[] => [
  ['name of the integration:', `${name}${enter}`],
  ['slug', enter],
  ['description (Enter for none):', enter],
];
const typedKey = (title: string): readonly Turn[] => [[`key of ${title}:`, `${key}${enter}`]];
const nothingMore: readonly Turn[] = [['more to set (Enter for none):', enter]];
const noWorkspaces: readonly Turn[] = [
  ['workspaces to let in (Enter for none):', enter],
  ['let in workspaces that are made later?', enter],
];
const allModels: readonly Turn[] = [['models that requests may use:', `${down}${enter}`]];
const createIt = (slug: string): readonly Turn[] => [[`create ${slug}:`, enter]];

async function stored(dir: string, slug: string): Promise<unknown> {
  const { stdout, stderr } = await portai(['--sandbox', 'integrations', 'get', slug, '--json'], {
    dir,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

async function slugsIn(dir: string): Promise<string[]> {
  const { stdout } = await portai('--sandbox integrations list', { dir });
  return stdout.split('\n').flatMap((line) => line.split('\t').slice(0, 1).filter(Boolean));
}

/** The command that a conversation ended with, without the program's name. */
const commandOf = ({ screen }: Conversation) =>
  /^ {2}(?: {2})?portai (integrations create .*)$/m.exec(screen())?.[1]?.trim();

const azure: readonly Turn[] = [
  ...found('azure', 'Azure OpenAI'),
  ...named('Azure Production - US East'),
  ['how Portkey signs in to Azure OpenAI:', enter],
  ['name of the Azure OpenAI resource:', `contoso-eastus${enter}`],
  ['name of the deployment in Azure:', `gpt4o-e1${enter}`],
  ['alias that requests name as their model:', `gpt-4o-deploy${enter}`],
  ['model that it serves', `gpt-4o${enter}`],
  ['version of Azure’s API', `2024-10-21${enter}`],
  ['add another deployment?', `y${enter}`],
  ['name of deployment 2 in Azure:', `gpt35-e1${enter}`],
  ['alias that requests name as their model:', `gpt-4o-deploy${enter}`],
  ['is another deployment’s alias', `${clearLine}gpt-35-deploy${enter}`],
  ['model that it serves', `gpt-35-turbo${enter}`],
  ['version of Azure’s API: (2024-10-21)', enter],
  ['add another deployment?', enter],
  ['default, for requests that name no alias:', enter],
  ...nothingMore,
  ...typedKey('Azure OpenAI'),
  ['workspaces to let in (Enter for none):', `${space}${down}${space}${enter}`],
  ['budgets and rate limits:', enter],
  ['budget of eng', `500 USD${enter}`],
  ['it begins anew:', enter],
  ['tell its owners at', `80%${enter}`],
  ['rate of eng', `requests:100/min${enter}`],
  ['budget of research', `2M tokens${enter}`],
  ['it begins anew:', `${down}${enter}`],
  ['tell its owners at', enter],
  ['rate of research', enter],
  ['let in workspaces that are made later?', `y${enter}`],
  ['budget of each new one', `$50${enter}`],
  ['it begins anew:', `${down}${down}${down}${enter}`],
  ['tell its owners at', enter],
  ['rate of each new one', enter],
  ['models that requests may use:', enter],
  ['models (Enter for none):', enter],
  ['others by name', enter],
];
const azureCommand = [
  'integrations create azure-openai --name',
  "'Azure Production - US East' --slug azure-production-us-east --azure-auth default",
  '--resource-name contoso-eastus',
  '--deployment alias=gpt-4o-deploy,name=gpt4o-e1,api-version=2024-10-21,model=gpt-4o,default',
  '--deployment alias=gpt-35-deploy,name=gpt35-e1,api-version=2024-10-21,model=gpt-35-turbo',
  '--value-file <file> --model gpt-4o --model gpt-35-turbo',
  '--workspace eng,budget-usd=500,reset=monthly,alert-at=400,rate=requests:100/min',
  '--workspace research,budget-tokens=2000000,reset=weekly --auto-provision budget-usd=50',
].join(' ');

describe('the three steps of the page', () => {
  test('connect OpenAI with nothing but answers that are suggested, and a key', async () => {
    const dir = freshFolder();
    const talk = converse('integrations create', { dir });
    await take(talk, [
      ['step 1 of 3', ''],
      ['provider (type to search):', ''],
      ['❯ OpenAI', enter],
      ['name of the integration: (OpenAI)', enter],
      ['slug (as in @slug/model; never changes): (openai)', enter],
      ['description (Enter for none):', enter],
      ...nothingMore,
      ...typedKey('OpenAI'),
      ['step 2 of 3', ''],
      ...noWorkspaces,
      ['step 3 of 3', ''],
      ...allModels,
      ...createIt('openai'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).toContain('Created the integration openai.');
    expect(commandOf(talk)).toBe(
      'integrations create openai --name OpenAI --slug openai --value-file <file> --allow-all',
    );
    expect(talk.screen() + talk.stdout()).not.toContain(key);
    expect(await stored(dir, 'openai')).toMatchObject({ name: 'OpenAI', allow_all_models: true });
  });

  test('connect Azure OpenAI with two deployments, and the command printed does the same', async () => {
    const dir = freshFolder();
    const slug = 'azure-production-us-east';
    const talk = converse('integrations create', { dir });
    await take(talk, [...azure, ...createIt(slug)]);
    expect(await talk.ended).toBe(0);
    expect(commandOf(talk)).toBe(azureCommand);
    expect(talk.screen()).not.toContain(key);
    const made = await stored(dir, slug);
    expect(made).toMatchObject({
      configurations: {
        azure_deployment_config: [
          { alias: 'gpt-4o-deploy', azure_model_slug: 'gpt-4o', is_default: true },
          { alias: 'gpt-35-deploy', azure_model_slug: 'gpt-35-turbo', is_default: false },
        ],
      },
      allow_all_models: false,
      models: [
        { slug: 'gpt-4o', enabled: true },
        { slug: 'gpt-35-turbo', enabled: true },
      ],
      global_workspace_access: { usage_limits: [{ type: 'cost', credit_limit: 50 }] },
    });
    expect(made).toMatchObject({
      workspaces: expect.arrayContaining([
        expect.objectContaining({
          id: 'eng',
          usage_limits: [
            expect.objectContaining({
              credit_limit: 500,
              alert_threshold: 400,
              periodic_reset: 'monthly',
            }),
          ],
          rate_limits: [{ type: 'requests', unit: 'rpm', value: 100 }],
        }),
      ]),
    });

    const other = freshFolder();
    const file = join(other, 'key');
    writeFileSync(file, key);
    const words = (commandOf(talk) ?? '')
      .replace("'Azure Production - US East'", '%')
      .replace('<file>', file)
      .split(' ')
      .map((word) => (word === '%' ? 'Azure Production - US East' : word));
    expect(await portai(['--sandbox', ...words], { dir: other })).toMatchObject({ code: 0 });
    expect(await stored(other, slug)).toMatchObject({
      configurations: expect.objectContaining({ azure_resource_name: 'contoso-eastus' }),
      models: [{ slug: 'gpt-4o' }, { slug: 'gpt-35-turbo' }],
    });
  });

  test('connect Bedrock by a role that Portkey assumes', async () => {
    const dir = freshFolder();
    const talk = converse('integrations create bedrock --name Bedrock', { dir });
    const arn = 'arn:aws:iam::123456789012:role/portkey';
    await take(talk, [
      ['slug', enter],
      ['description', enter],
      ['how Portkey signs in to AWS Bedrock:', `${down}${enter}`],
      ['AWS region that serves the models:', `ireland${enter}`],
      ['It is a region such as eu-west-1', `${clearLine}eu-west-1${enter}`],
      ['ARN of the IAM role that Portkey assumes:', `${arn}${enter}`],
      ['external ID that the trust policy asks for (Enter for none):', `x-1${enter}`],
      ...nothingMore,
      ...noWorkspaces,
      ['models that requests may use:', enter],
      ['names of the models (several with blanks between):', enter],
      ['An answer is needed', `anthropic.claude-v2 my-own${enter}`],
      ...createIt('bedrock'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain('name of the integration');
    expect(commandOf(talk)).toBe(
      `integrations create bedrock --name Bedrock --slug bedrock --aws-auth assumedRole --aws-region eu-west-1 --role-arn ${arn} --external-id x-1 --model anthropic.claude-v2 --model my-own`,
    );
    expect(await stored(dir, 'bedrock')).toMatchObject({
      configurations: { aws_auth_type: 'assumedRole', aws_role_arn: arn },
      models: [{ slug: 'anthropic.claude-v2' }, { slug: 'my-own' }],
    });
  });

  test('connect Bedrock by an access key, whose secret is typed unseen', async () => {
    const dir = freshFolder();
    const talk = converse('integrations create bedrock --name Bedrock --allow-all', { dir });
    await take(talk, [
      ['slug', enter],
      ['description', enter],
      ['how Portkey signs in to AWS Bedrock:', enter],
      ['AWS region that serves the models:', `eu-west-1${enter}`],
      ['AWS access key ID:', `AKIAABCDEFGHIJKLMNOP${enter}`],
      ['AWS secret access key:', `${key}${enter}`],
      ...nothingMore,
      ...noWorkspaces,
      ...createIt('bedrock'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(commandOf(talk)).toContain(
      '--aws-access-key-id <id> --aws-secret-access-key-file <file>',
    );
    expect(talk.screen()).not.toContain(key);
    expect(talk.screen()).not.toContain('[secret]');
    expect(talk.screen()).not.toContain('Step 3');
  });

  test('connect Vertex by the key file of a service account', async () => {
    const dir = freshFolder();
    const file = join(dir, 'account.json');
    writeFileSync(file, '{"type":"service_account"}');
    const talk = converse('integrations create vertex-ai --name Vertex', { dir });
    await take(talk, [
      ['slug', enter],
      ['description', enter],
      ['how Portkey signs in to Google Vertex AI:', enter],
      ['region of Vertex AI', `us-central1${enter}`],
      ['file that holds the key file of the service account:', `${file}${enter}`],
      ['lacks project_id', ''],
    ]);
    writeFileSync(
      file,
      JSON.stringify({ type: 'service_account', project_id: 'p', private_key: key }),
    );
    await take(talk, [
      ['file that holds the key file of the service account:', `${file}${enter}`],
      ...nothingMore,
      ...noWorkspaces,
      ...allModels,
      ...createIt('vertex'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(commandOf(talk)).toContain('--service-account-file <file>');
    expect(talk.screen()).not.toContain(key);
  });

  test('connect a model server of one’s own, with its address and a header', async () => {
    const dir = freshFolder();
    const talk = converse('integrations create', { dir });
    await take(talk, [
      ...found('self', 'Self-hosted'),
      ['API that the server speaks', ''],
      ['❯ OpenAI', enter],
      ...named('vLLM'),
      ['URL of the self-hosted provider', `http://10.0.0.7/v1${enter}`],
      ['private or reserved', `${clearLine}https://llm.example.com/v1${enter}`],
      ['header to send to it', `x team${enter}`],
      ['takes the name of a header', `${clearLine}x-team${enter}`],
      ['value of x-team:', `${key}${enter}`],
      ['another header (Enter for none):', enter],
      ...nothingMore,
      ['key of the server:', enter],
      ...noWorkspaces,
      ['models that requests may use:', enter],
      ['models (Enter for none):', enter],
      ['others by name', `my-llama${enter}`],
      ...createIt('vllm'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(commandOf(talk)).toBe(
      "integrations create openai --name vLLM --slug vllm --custom-host https://llm.example.com/v1 --custom-header 'x-team=@<file>' --model my-llama",
    );
    expect(talk.screen()).not.toContain(key);
    expect(await stored(dir, 'vllm')).toMatchObject({
      configurations: { custom_host: 'https://llm.example.com/v1' },
      models: [{ slug: 'my-llama', enabled: true }],
    });
  });
});

test('the value of a header may begin with Bearer, for it is no key', async () => {
  const dir = freshFolder();
  const talk = converse('integrations create openai --custom-host https://llm.example.com/v1', {
    dir,
  });
  await take(talk, [
    ...named('vLLM'),
    ['more to set (Enter for none):', `${down}${down}${space}${enter}`],
    ['header to send to it', `Authorization${enter}`],
    ['value of Authorization:', `Bearer tok-4711${enter}`],
    ['another header (Enter for none):', enter],
    ['key of the server:', enter],
    ...noWorkspaces,
    ...allModels,
    ...createIt('vllm'),
  ]);
  expect(await talk.ended).toBe(0);
  expect(talk.screen()).not.toContain('tok-4711');
  expect(commandOf(talk)).toContain('Authorization=@<file>');
});

describe('a step that is answered again', () => {
  const first: readonly Turn[] = [
    ['slug', enter],
    ['description', enter],
    ...nothingMore,
    ...typedKey('OpenAI'),
    ...noWorkspaces,
    ...allModels,
  ];
  const start = (dir: string) => converse('integrations create openai --name Prod', { dir });

  test('the connection keeps what was typed: only what is to be other is typed', async () => {
    const dir = freshFolder();
    const talk = start(dir);
    await take(talk, [
      ...first,
      ['create prod:', `${down}${enter}`],
      ['step 1 of 3', ''],
      ['slug (as in @slug/model; never changes): (prod)', `production${enter}`],
      ['description', `for everybody${enter}`],
      ...nothingMore,
      ['key of OpenAI:', ''],
      ['❯ The one given before', enter],
      ...createIt('production'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(await stored(dir, 'production')).toMatchObject({
      description: 'for everybody',
      masked_key: expect.stringContaining('***'),
    });
    expect(await slugsIn(dir)).toEqual(['production']);
  });

  test('the workspaces', async () => {
    const dir = freshFolder();
    const talk = start(dir);
    await take(talk, [
      ...first,
      ['create prod:', `${down}${down}${enter}`],
      ['step 2 of 3', ''],
      ['workspaces to let in', `${space}${enter}`],
      ['budget of eng', enter],
      ['rate of eng', `tokens:2M/day${enter}`],
      ['let in workspaces that are made later?', enter],
      ['eng: 2,000,000 tokens/day', ''],
      ...createIt('prod'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(commandOf(talk)).toContain('--workspace eng,rate=tokens:2000000/day');
    expect(await stored(dir, 'prod')).toMatchObject({
      workspaces: expect.arrayContaining([
        expect.objectContaining({
          id: 'eng',
          enabled: true,
          rate_limits: [{ type: 'tokens', unit: 'rpd', value: 2_000_000 }],
        }),
      ]),
    });
  });

  test('the workspaces, whose limits stay with Enter alone and go with none', async () => {
    const talk = start(freshFolder());
    await take(talk, [
      ...first.slice(0, -3),
      ['workspaces to let in', `${space}${down}${space}${enter}`],
      ['budgets and rate limits:', enter],
      ['budget of eng', `500 USD${enter}`],
      ['it begins anew:', `${down}${enter}`],
      ['tell its owners at', `80%${enter}`],
      ['rate of eng', `requests:100/min${enter}`],
      ['budget of research', `2M tokens${enter}`],
      ['it begins anew:', `${down}${down}${enter}`],
      ['after how many days', `30${enter}`],
      ['tell its owners at', enter],
      ['rate of research', `tokens:2M/day${enter}`],
      ['let in workspaces', `y${enter}`],
      ['budget of each new one', `50 USD${enter}`],
      ['it begins anew:', enter],
      ['tell its owners at', enter],
      ['rate of each new one', enter],
      ...allModels,
      ['create prod:', `${down}${down}${enter}`],
      ['workspaces to let in', enter],
      ['budgets and rate limits:', enter],
      ['budget of eng (none takes it away): (500 USD)', enter],
      ['it begins anew:', enter],
      ['tell its owners at (none takes it away): (400)', enter],
      ['rate of eng (none takes it away): (requests:100/min)', `none${enter}`],
      ['budget of research (none takes it away): (2000000 tokens)', enter],
      ['it begins anew:', enter],
      ['after how many days: (30)', enter],
      ['tell its owners at', enter],
      ['rate of research (none takes it away): (tokens:2000000/day)', enter],
      ['let in workspaces', enter],
      ['budget of each new one (none takes it away): (50 USD)', `none${enter}`],
      ['rate of each new one', enter],
      ...createIt('prod'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(commandOf(talk)).toMatch(
      / --workspace eng,budget-usd=500,reset=weekly,alert-at=400 --workspace research,budget-tokens=2000000,reset=30,rate=tokens:2000000\/day --auto-provision$/,
    );
  });

  test('the workspaces, whose common limits are suggested as common ones', async () => {
    const talk = start(freshFolder());
    await take(talk, [
      ...first.slice(0, -3),
      ['workspaces to let in', `${space}${down}${space}${enter}`],
      ['budgets and rate limits:', `${down}${enter}`],
      ['budget of each of them', enter],
      ['rate of each of them', `requests:5/min${enter}`],
      ['let in workspaces', enter],
      ...allModels,
      ['create prod:', `${down}${down}${enter}`],
      ['workspaces to let in', enter],
      ['❯ the same for all of them', enter],
      ['budget of each of them', enter],
      ['rate of each of them (none takes it away): (requests:5/min)', enter],
      ['let in workspaces', enter],
      ...createIt('prod'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(commandOf(talk)).toContain(
      '--workspace eng,rate=requests:5/min --workspace research,rate=requests:5/min',
    );
  });

  test('the models, twice: what was picked is still picked', async () => {
    const dir = freshFolder();
    const talk = start(dir);
    await take(talk, [
      ...first,
      ['create prod:', `${down}${down}${down}${enter}`],
      ['models that requests may use:', enter],
      ['models (Enter for none):', enter],
      ['others by name', `one, two${enter}`],
      ['create prod:', `${down}${down}${down}${enter}`],
      ['models that requests may use:', enter],
      ['◉ one', enter],
      ['others by name', enter],
      ...createIt('prod'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(await stored(dir, 'prod')).toMatchObject({
      allow_all_models: false,
      models: [
        { slug: 'one', enabled: true },
        { slug: 'two', enabled: true },
      ],
    });
  });

  test('the connection to another provider, whose models are asked for anew', async () => {
    const dir = freshFolder();
    const talk = converse('integrations create', { dir });
    const slug = 'azure-production-us-east';
    await take(talk, [
      ...azure,
      [`create ${slug}:`, `${down}${enter}`],
      ...found('groq', 'Groq'),
      ['name of the integration: (Azure Production - US East)', `Groq${enter}`],
      ['slug (as in @slug/model; never changes): (groq)', enter],
      ['description', enter],
      ...nothingMore,
      ...typedKey('Groq'),
      ['models that requests may use:', enter],
      ['names of the models', `llama${enter}`],
      ...createIt('groq'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(commandOf(talk)).toContain(
      'groq --name Groq --slug groq --value-file <file> --model llama --workspace eng,',
    );
  });

  test('the connection of Azure, whose deployments stay as they were', async () => {
    const talk = converse('integrations create');
    await take(talk, [
      ...azure,
      ['create azure-production-us-east:', `${down}${enter}`],
      ...found('azure', 'Azure OpenAI'),
      ['name of the integration:', enter],
      ['slug', enter],
      ['description', enter],
      ['how Portkey signs in', enter],
      ['name of the Azure OpenAI resource: (contoso-eastus)', `contoso-west${enter}`],
      ['deployments to offer', ''],
      ['❯ The ones given before', enter],
      ...nothingMore,
      ['❯ The one given before', enter],
      ...createIt('azure-production-us-east'),
    ]);
    expect(await talk.ended).toBe(0);
    expect(commandOf(talk)).toBe(azureCommand.replace('contoso-eastus', 'contoso-west'));
  });

  test('is not offered where flags have decided it', async () => {
    const talk = converse('integrations create openai --name Prod --model one');
    await take(talk, [...first.slice(0, -1), ['create prod:', '']]);
    await talk.shows('change the workspaces');
    expect(talk.screen()).not.toContain('change the models');
    talk.type(interrupt);
    expect(await talk.ended).toBe(130);
  });

  test('or nothing is created, and the answers are kept in a command', async () => {
    const dir = freshFolder();
    const talk = start(dir);
    await take(talk, [...first, ['create prod:', `${down.repeat(4)}${enter}`]]);
    await talk.shows('Nothing was created');
    expect(await talk.ended).toBe(2);
    expect(commandOf(talk)).toBe(
      'integrations create openai --name Prod --slug prod --value-file <file> --allow-all',
    );
    expect(await slugsIn(dir)).toEqual([]);
  });
});

describe('an answer that cannot be is asked again', () => {
  test('a slug that is taken', async () => {
    const dir = freshFolder();
    await connectOpenai(dir);
    const talk = converse('integrations create openai', { dir });
    await take(talk, [
      ['name of the integration', `OpenAI Prod${enter}`],
      ['slug (as in @slug/model; never changes): (openai-prod-2)', `openai-prod${enter}`],
      ['There is an integration openai-prod already', `${clearLine}open ai${enter}`],
      ['takes letters, digits', `${clearLine}openai-next${enter}`],
      ['description', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
  });

  test('a key in the place of the name, the slug and the description, and none of it is suggested', async () => {
    const pasted = 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789';
    const talk = converse('integrations create openai');
    await take(talk, [
      ['name of the integration', `${pasted}${enter}`],
      ['could be a secret value', `${clearLine}Prod${enter}`],
      ['slug (as in @slug/model; never changes): (prod)', `${pasted}${enter}`],
      ['could be a secret value', `${clearLine}prod${enter}`],
      ['description', `${pasted}${enter}`],
      ['could be a secret value', `${clearLine}for all${enter}`],
      ['more to set', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
    expect(commandOf(talk)).toBe(
      "integrations create openai --name Prod --slug prod --description 'for all'",
    );
  });

  test.each([
    ['500', 'Say how much of what'],
    ['0 USD', 'It takes 1 or more'],
    ['half a USD', 'Say how much of what'],
    ['1.5 USD', 'It takes a whole number of dollars'],
  ])('the budget %j', async (slip, words) => {
    const talk = converse('integrations create openai --name Prod --workspace eng');
    await take(talk, [
      ['slug', enter],
      ['description', enter],
      ...nothingMore,
      ...typedKey('OpenAI'),
      ['let in workspaces that are made later?', `y${enter}`],
      ['budget of each new one', `${slip}${enter}`],
      [words, `${clearLine}1,000 tokens${enter}`],
      ['it begins anew:', `${down}${down}${enter}`],
      ['after how many days', `400${enter}`],
      ['takes weekly, monthly, never, or a number of days', `${clearLine}30${enter}`],
      ['tell its owners at', `2000${enter}`],
      ['is above the budget of 1,000', `${clearLine}80%${enter}`],
      ['rate of each new one', `100${enter}`],
      ['takes requests:<number>/min', `${clearLine}requests:5/min${enter}`],
      ...allModels,
      ['1,000 tokens every 30 days, alert at 800 tokens, 5 requests/min', ''],
      ['create prod:', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
    expect(talk.screen()).not.toContain('workspaces to let in');
  });

  test('what Portkey shows in place of a key', async () => {
    const talk = converse('integrations create openai --name Prod');
    await take(talk, [
      ['slug', enter],
      ['description', enter],
      ...nothingMore,
      ['key of OpenAI:', `pa*****X7a${enter}`],
      ['what Portkey shows in place of a secret', ''],
      ['key of OpenAI:', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
  });
});

describe('Ctrl-C', () => {
  const self: readonly Turn[] = [
    ...found('self', 'Self-hosted'),
    ['API that the server speaks', ''],
    ['❯ OpenAI', enter],
    ...named('vLLM'),
    ['URL of the self-hosted provider', `https://llm.example.com/v1${enter}`],
    ['header to send to it', `x-team${enter}`],
    ['value of x-team:', `${key}${enter}`],
    ['another header (Enter for none):', enter],
    ...nothingMore,
    ['key of the server:', enter],
  ];
  const whole: readonly Turn[] = [...azure, ['create azure-production-us-east:', '']];
  const places = [
    ...whole.map((_, index) => ({ turns: whole, index })),
    ...self.map((_, index) => ({ turns: self, index })),
  ].map(({ turns, index }) => ({
    before: turns.slice(0, index),
    question: turns[index]?.[0] ?? '',
    at: index + 1,
  }));

  test.each(places)(
    'at question $at, "$question", ends with exit 130 and nothing is created',
    async ({ before, question }) => {
      const dir = freshFolder();
      const talk = converse('integrations create', { dir });
      await take(talk, [...before, [question, interrupt]]);
      await talk.shows('Cancelled; nothing was created');
      expect(await talk.ended).toBe(130);
      expect(talk.screen()).not.toContain(key);
      expect(await slugsIn(dir)).toEqual([]);
    },
  );

  test('comes with the command that goes on with the answers given', async () => {
    const talk = converse('integrations create bedrock --model a');
    await take(talk, [
      ['name of the integration', `Prod${enter}`],
      ['slug', enter],
      ['description', enter],
      ['how Portkey signs in', `${down}${enter}`],
      ['AWS region', `eu-west-1${enter}`],
      ['ARN of the IAM role', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
    expect(commandOf(talk)).toBe(
      'integrations create bedrock --name Prod --slug prod --aws-auth assumedRole --aws-region eu-west-1 --model a',
    );
  });

  const start = 'integrations create openai --name Prod --slug prod';
  const connected: readonly Turn[] = [
    ['provider (type to search):', ''],
    ['❯ OpenAI', enter],
    ...named('Prod'),
    ...nothingMore,
    ...typedKey('OpenAI'),
  ];
  const bothIn: Turn = ['workspaces to let in', `${space}${down}${space}${enter}`];
  const ofEng: readonly Turn[] = [
    ['budgets and rate limits:', enter],
    ['budget of eng', `500 USD${enter}`],
    ['it begins anew:', enter],
    ['tell its owners at', enter],
  ];
  const untilUrl = self.findIndex(([question]) => question.startsWith('URL of'));
  const withHost = 'integrations create openai --name vLLM --slug vllm --custom-host';

  test.each<[string, readonly Turn[], string]>([
    [
      'the choice of a server of one’s own',
      [...self.slice(0, untilUrl), ['URL of the self-hosted provider', interrupt]],
      `${withHost} <url> --ask`,
    ],
    [
      'a header, before the next one',
      [
        ...self.slice(0, untilUrl + 3),
        ['another header (Enter for none):', `x-other${enter}`],
        ['value of x-other:', interrupt],
      ],
      `${withHost} https://llm.example.com/v1 --custom-header 'x-team=@<file>' --ask`,
    ],
    [
      'the connection, before workspaces and models',
      [...connected, ['workspaces to let in', interrupt]],
      `${start} --value-file <file> --ask`,
    ],
    [
      'the workspaces, before their limits',
      [...connected, bothIn, ['budgets and rate limits:', interrupt]],
      `${start} --value-file <file> --workspace eng --workspace research --ask`,
    ],
    [
      'the budget of one, before its rate',
      [...connected, bothIn, ...ofEng, ['rate of eng', interrupt]],
      `${start} --value-file <file> --workspace eng,budget-usd=500,reset=monthly --workspace research --ask`,
    ],
    [
      'the models that were picked, before others by name',
      [
        ...connected,
        ...noWorkspaces,
        ['models that requests may use:', enter],
        ['models (Enter for none)', `${space}${enter}`],
        ['others by name', interrupt],
      ],
      `${start} --value-file <file> --model MODEL --ask`,
    ],
  ])('keeps %s, in a command that asks again', async (_, turns, command) => {
    const talk = converse('integrations create');
    await take(talk, turns);
    expect(await talk.ended).toBe(130);
    expect(commandOf(talk)?.replace(/(?<=--model )\S+/, 'MODEL')).toBe(command);
    expect(talk.screen()).toContain('start again with the answers given');
    expect(talk.screen()).not.toContain('go on with');
  });

  test.each<[string, string, string]>([
    [
      'the first deployment of Azure',
      'model that it serves',
      "--deployment 'alias=gpt-4o-deploy,name=gpt4o-e1,api-version=<version>,model=<model>,default'",
    ],
    [
      'a further deployment of Azure',
      'version of Azure’s API: (2024-10-21)',
      "--deployment alias=gpt-4o-deploy,name=gpt4o-e1,api-version=2024-10-21,model=gpt-4o,default --deployment 'alias=gpt-35-deploy,name=gpt35-e1,api-version=<version>,model=gpt-35-turbo'",
    ],
  ])('keeps what was typed of %s, with places for the rest', async (_, question, words) => {
    const before = azure.findIndex(([asked]) => asked === question);
    const talk = converse('integrations create');
    await take(talk, [...azure.slice(0, before), [question, interrupt]]);
    expect(await talk.ended).toBe(130);
    expect(commandOf(talk)).toBe(
      `integrations create azure-openai --name 'Azure Production - US East' --slug azure-production-us-east --azure-auth default --resource-name contoso-eastus ${words}`,
    );
  });

  test('names the workspaces whose limits are not answered', async () => {
    const talk = converse('integrations create');
    await take(talk, [
      ...connected,
      bothIn,
      ...ofEng,
      ['rate of eng', enter],
      ['budget of research', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
    expect(talk.screen().replace(/\s+/g, ' ')).toContain(
      'but for the limits of research: add them to --workspace',
    );
  });

  test('at the summary comes with a command that goes on, for nothing is open', async () => {
    const talk = converse('integrations create');
    await take(talk, [...connected, ...noWorkspaces, ...allModels, ['create prod:', interrupt]]);
    expect(await talk.ended).toBe(130);
    expect(commandOf(talk)).toBe(`${start} --value-file <file> --allow-all`);
    expect(talk.screen()).toContain('go on with the answers given');
  });

  test('in another provider leaves nothing of the first one in the command', async () => {
    const talk = converse('integrations create');
    await take(talk, [
      ...connected,
      ...noWorkspaces,
      ...allModels,
      ['create prod:', `${down}${enter}`],
      ...found('groq', 'Groq'),
      ['name of the integration', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
    expect(commandOf(talk)).toMatch(/^integrations create groq --name Prod --slug prod(?: {2}#|$)/);
  });
});

describe('--ask', () => {
  const file = join(freshFolder(), 'key');
  writeFileSync(file, key);
  const words = `integrations create groq --name Groq --value-file ${file}`;

  test('asks for workspaces and models where all else is given', async () => {
    const dir = freshFolder();
    const talk = converse(`${words} --ask`, { dir });
    await take(talk, [
      ['slug', enter],
      ['description', enter],
      ...nothingMore,
      ...noWorkspaces,
      ['models that requests may use:', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
    expect(await slugsIn(dir)).toEqual([]);
  });

  test('is refused where nobody can be asked', async () => {
    const dir = freshFolder();
    const ran = await portai(`--sandbox ${words} --ask`, { dir });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('--ask asks on a terminal');
    expect(await slugsIn(dir)).toEqual([]);
  });
});

describe('with a Portkey that answers as it likes', () => {
  const base = '/v1/integrations';
  const listOf = (...data: readonly object[]): Answer => ({
    json: { object: 'list', total: data.length, data },
  });
  const server = {
    [`GET ${base}`]: listOf(),
    'GET /v1/secret-references': listOf(),
    'GET /v1/admin/workspaces': listOf({ id: 'w-1', slug: 'eng', name: 'Engineering' }),
    'GET /v1/admin/workspaces/eng': { json: { id: 'w-1', slug: 'eng', name: 'Engineering' } },
    [`POST ${base}`]: { json: { id: 'i-1', slug: 'prod' } },
    [`GET ${base}/prod/models`]: { json: { models: [], allow_all_models: true } },
    [`GET ${base}/prod/workspaces`]: { json: { workspaces: [] } },
  };
  const start = (send: ReturnType<typeof script>['send'], more = '') =>
    converse(`integrations create openai --name Prod${more}`, {
      env: { PORTKEY_API_KEY: 'key-of-this-test', PORTAI_SANDBOX: '' },
      connect: () => send,
    });
  const beforeKey: readonly Turn[] = [['slug', enter], ['description', enter], ...nothingMore];
  const afterKey: readonly Turn[] = [
    ['workspaces to let in', `${space}${enter}`],
    ['budget of eng', enter],
    ['rate of eng', enter],
    ['let in workspaces', enter],
    ['models that requests may use', enter],
    ['models (Enter for none)', enter],
    ['others by name', `one${enter}`],
    ...createIt('prod'),
  ];

  test('a key out of a vault is chosen, and no value is asked for', async () => {
    const { send, seen } = script({
      ...server,
      'GET /v1/secret-references': listOf({
        ...{ id: 'r-1', slug: 'openai-key', name: 'Key of OpenAI', manager_type: 'aws_sm' },
      }),
      [`PUT ${base}/prod/models`]: { status: 400, json: { success: false } },
    });
    const talk = start(send);
    await take(talk, [
      ...beforeKey,
      ['key of OpenAI:', down],
      ['❯ From a vault: openai-key Key of OpenAI', enter],
      ['key inside that secret (where it holds several values; Enter for none):', `prod${enter}`],
      ...afterKey,
    ]);
    await talk.ended;
    expect(seen.find(({ method }) => method === 'POST')?.body).toMatchObject({
      secret_mappings: [
        { target_field: 'key', secret_reference_id: 'openai-key', secret_key: 'prod' },
      ],
    });
    expect(talk.screen()).toContain('from the vault: openai-key, prod');
  });

  test('a failure between the calls says what stands and how to go on', async () => {
    const { send, asked } = script({
      ...server,
      [`PUT ${base}/prod/models`]: { status: 400, json: { success: false } },
    });
    const talk = start(send);
    await take(talk, [...beforeKey, ...typedKey('OpenAI'), ...afterKey]);
    await talk.shows('This stands: the integration prod.');
    await talk.shows('portai integrations create --resume prod --model one --workspace eng');
    expect(await talk.ended).toBe(9);
    expect(asked().slice(-2)).toEqual([`GET ${base}/prod/workspaces`, `PUT ${base}/prod/models`]);
  });

  test('a refusal of the integration itself comes with the answers given', async () => {
    const { send } = script({
      ...server,
      [`POST ${base}`]: { status: 400, json: { success: false } },
    });
    const talk = start(send);
    await take(talk, [...beforeKey, ...typedKey('OpenAI'), ...afterKey]);
    await talk.shows('begin again with the answers given');
    expect(await talk.ended).toBe(9);
    expect(commandOf(talk)).toBe(
      'integrations create openai --name Prod --slug prod --value-file <file> --model one --workspace eng',
    );
  });

  test('Ctrl-C between the calls says what stands', async () => {
    let stop: () => void = () => undefined;
    const { send } = script({
      ...server,
      [`PUT ${base}/prod/models`]: () => {
        stop();
        return { json: {} };
      },
    });
    const talk = start((request) => send(request));
    stop = talk.stop;
    await take(talk, [...beforeKey, ...typedKey('OpenAI'), ...afterKey]);
    await talk.shows('the integration prod');
    expect(await talk.ended).toBe(130);
    expect(talk.screen()).toContain('--resume prod');
  });

  test('models that it lists for another integration of the same provider are offered', async () => {
    const other = { slug: 'other', name: 'Other', ai_provider_id: 'openai' };
    const { send } = script({
      ...server,
      [`GET ${base}`]: listOf(other, { ...other, slug: 'groq', ai_provider_id: 'groq' }),
      [`GET ${base}/other/models`]: { json: { models: [{ slug: 'ft:mine', enabled: false }] } },
    });
    const talk = start(send, ' --workspace eng');
    await take(talk, [
      ...beforeKey,
      ...typedKey('OpenAI'),
      ['let in workspaces', enter],
      ['models that requests may use', enter],
      ['models (Enter for none):', ''],
      ['◯ ft:mine', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
  });

  test('a failure between questions comes with the answers given', async () => {
    const { send } = script({
      ...server,
      'GET /v1/admin/workspaces': {
        status: 403,
        json: { success: false, data: { message: 'not allowed', errorCode: 'AB03' } },
      },
    });
    const talk = start(send);
    await take(talk, [...beforeKey, ...typedKey('OpenAI')]);
    await talk.shows('organization’s Admin API key');
    expect(await talk.ended).toBe(7);
    expect(talk.screen()).toContain(
      'integrations create openai --name Prod --slug prod --value-file <file>',
    );
  });

  test('of many workspaces, each is searched for', async () => {
    const many = Array.from({ length: 90 }, (_, at) => ({
      ...{ id: `w-${at}`, slug: `team-${at}`, name: `Team ${at}` },
    }));
    const { send } = script({ ...server, 'GET /v1/admin/workspaces': listOf(...many) });
    const talk = start(send);
    await take(talk, [
      ...beforeKey,
      ...typedKey('OpenAI'),
      ['workspaces to let in (type to search):', '77'],
      ['❯ team-77', enter],
      ['❯ done: 1 chosen', '78'],
      ['❯ team-78', enter],
      ['❯ done: 2 chosen', '78'],
      ['❯ ✓ team-78', enter],
      ['❯ done: 1 chosen', enter],
      ['budget of team-77', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
  });
});

describe('nothing is asked', () => {
  test('that flags have answered: with all of it, no question comes', async () => {
    const dir = freshFolder();
    const file = join(dir, 'key');
    writeFileSync(file, key);
    const talk = converse(`integrations create groq --name Groq --value-file ${file}`, { dir });
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain('?');
    expect(talk.screen()).not.toContain('without questions');
    expect(talk.screen()).toContain('All models are allowed. No workspace has access.');
    expect(talk.screen()).toMatch(
      /Next:\n {2}portai (?:--sandbox )?integrations models set groq <model>\n {2}portai (?:--sandbox )?integrations workspaces grant groq <workspace>\n/,
    );
  });

  const sandboxed = '--sandbox integrations create groq --name Groq --value-env K';
  test.each([
    ['--allow-all', 'No workspace has access.', 'workspaces grant', 'models set'],
    ['--workspace eng', 'All models are allowed.', 'models set', 'workspaces grant'],
    ['--allow-all --auto-provision', 'only those that are made later', 'workspaces grant', 'set'],
  ])('with %s, what is not decided is said: %s', async (flags, says, command, other) => {
    const { code, stderr } = await portai(`${sandboxed} ${flags}`, { env: { K: 'x' } });
    expect(code).toBe(0);
    expect(stderr).toContain('Received 1 character.');
    expect(stderr).toContain(says);
    expect(stderr).toContain(`integrations ${command} groq`);
    expect(stderr).not.toContain(other);
  });

  test.each(['--allow-all --workspace eng', '--dry-run'])(
    'with %s nothing more is said',
    async (flags) => {
      const { code, stderr } = await portai(`${sandboxed} ${flags}`, { env: { K: 'x' } });
      expect(code).toBe(0);
      expect(stderr).not.toContain('Next:');
    },
  );

  test('with --yes at the end, where the summary is shown all the same', async () => {
    const talk = converse('integrations create openai --name Prod --yes --workspace eng');
    await take(talk, [
      ['slug', enter],
      ['description', enter],
      ...nothingMore,
      ...typedKey('OpenAI'),
      ['let in workspaces that are made later?', enter],
      ...allModels,
      ['Created the integration prod.', ''],
    ]);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain('Create prod:');
  });

  test('in a dry run for a secret, and nothing is sent', async () => {
    const dir = freshFolder();
    const talk = converse('integrations create openai --dry-run', { dir });
    await take(talk, [...named('Prod'), ...nothingMore, ...noWorkspaces, ...allModels]);
    expect(await talk.ended).toBe(0);
    expect(talk.stdout()).toContain('POST	/integrations');
    expect(talk.screen()).not.toContain('key of OpenAI');
    expect(await slugsIn(dir)).toEqual([]);
  });

  test('where nobody is to be asked: the flags that are missing are named', async () => {
    const { code, stderr } = await portai('--sandbox integrations create openai');
    expect(code).toBe(2);
    expect(stderr).toContain('--name is missing');
  });

  test('about an integration that flags make impossible', async () => {
    const words = 'integrations create azure-openai --name Prod --resource-name a.openai.azure.com';
    const talk = converse(words);
    await talk.shows('--resource-name is the first word of the resource’s host name only');
    expect(await talk.ended).toBe(2);
    expect(talk.screen()).not.toContain('Slug');
  });

  test('about the way of signing in where the flags leave one', async () => {
    const talk = converse('integrations create bedrock --name Prod --external-id x-1');
    await take(talk, [
      ['slug', enter],
      ['description', enter],
      ['AWS region', interrupt],
    ]);
    expect(await talk.ended).toBe(130);
    expect(talk.screen()).not.toContain('how Portkey signs in');
    expect(commandOf(talk)).toContain('--external-id x-1 --aws-auth assumedRole');
  });
});
