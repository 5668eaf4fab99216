import { expect, test } from 'vitest';
import { filesBelow } from '../support/folders.ts';
import { keys, terminal } from '../support/pty.ts';
import { freshFolder } from '../support/run.ts';
import { shell } from '../support/spawn.ts';

const arn = 'arn:aws:iam::123456789012:role/port-example';
const bedrock: Conversation = {
  words: 'providers put bedrock',
  answers: [
    ['How to begin', keys.down],
    ['how Port connects', ''],
    ['ARN of the IAM role', arn],
    ['external ID', ''],
    ['AWS region', 'eu-west-1'],
    ['Bedrock guardrail', 'gr-abc123'],
    ['version of the guardrail', '1'],
    ['models that requests may use', ''],
    ['Let Port test the connection before saving', ''],
  ],
};
const anthropic: Conversation = {
  words: 'providers put anthropic',
  answers: [
    ['secret that holds the Anthropic API key', ''],
    ['name of the new secret', 'claude-key'],
    ['value of claude-key', 'sk-ant-half-of-a-val'],
    ['models that requests may use', ''],
    ['Test it from this machine first', 'n'],
    ['Let Port test the connection before saving', ''],
  ],
};

interface Conversation {
  readonly words: string;
  /** What is asked, and what is typed. */
  readonly answers: readonly (readonly [question: string, answer: string])[];
  readonly env?: Readonly<Record<string, string>>;
}

const conversations: readonly Conversation[] = [
  bedrock,
  anthropic,
  { words: 'secrets add fresh', answers: [['value of fresh', 'half-of-a-val']] },
  { words: 'secrets set key', answers: [['value of key', 'half-of-a-val']] },
  { words: 'secrets delete key --force', answers: [['(type key)', 'ke']] },
  { words: 'providers delete openai', answers: [['(type openai)', 'openai']] },
  { words: 'profiles delete spare', answers: [['(type spare)', 'spare']] },
  {
    words: 'defaults set',
    answers: [
      ['default provider', ''],
      ['default model', ''],
    ],
  },
  {
    words: 'auth login',
    env: { PORTAI_SANDBOX: '0' },
    answers: [
      ['Region of the organization', ''],
      ['Client id', 'some-client'],
      ['Client secret', 'half-of-a-val'],
    ],
  },
  {
    words: 'auth login --with-token',
    env: { PORTAI_SANDBOX: '0', PORT_REGION: 'eu' },
    answers: [['Access token', 'half-of-a-val']],
  },
];

/** Every question that there is, each reached by answering those before it. */
const prompts = conversations.flatMap((conversation) =>
  conversation.answers.map(([question], index) => ({ question, index, ...conversation })),
);

async function furnished(): Promise<string> {
  const dir = freshFolder();
  const env = { PORTAI_SANDBOX: '1', VALUE: 'sk-proj-abcdefghijklmnop' };
  await shell('secrets add key --value-env VALUE', { dir, env });
  await shell('providers put openai --api-key-secret key', { dir, env });
  await shell('profiles set spare --timeout 20', { dir });
  return dir;
}

test.for(prompts)(
  'Ctrl-C at "$question" of $words: 130, said, and nothing was changed',
  async ({ words, answers, index, env }) => {
    const dir = await furnished();
    const before = filesBelow(dir);
    const { type, shows, screen, ended } = terminal(words, {
      dir,
      env: { PORTAI_SANDBOX: '1', ...env },
    });
    for (const [place, [question, answer]] of answers.slice(0, index + 1).entries()) {
      await shows(question);
      type(place < index ? `${answer}${keys.enter}` : answer);
    }
    type(keys.ctrlC);
    expect(await ended).toBe(130);
    expect(screen().match(/Cancelled; nothing was changed/g)).toHaveLength(1);
    expect(screen()).not.toContain('half-of-a-val');
    expect(filesBelow(dir)).toEqual(before);
  },
);

test('the end of the input in a question (Ctrl-D) cancels as well', async () => {
  const dir = await furnished();
  const { type, shows, screen, ended } = terminal('--sandbox providers delete openai', { dir });
  await shows('(type openai)');
  type(keys.ctrlD);
  expect(await ended).toBe(130);
  expect(screen()).toContain('Cancelled; nothing was changed');
  expect((await shell('--sandbox providers list', { dir })).stdout).toContain('openai\t');
});
