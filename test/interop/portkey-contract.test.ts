import { beforeAll, describe, expect, test } from 'vitest';
import { isContractHere } from '../support/portkey-contract.ts';
import { requireBuild, shell } from '../support/spawn.ts';
import { startPrism, type Exchanged, type Prism } from './support/prism.ts';

/**
 * The program before Prism, which serves Portkey's OpenAPI document: it refuses requests that the
 * document does not allow, and answers with its examples. It keeps nothing, so that a change is never
 * found again: portai then says so, and ends with 9, or with 12 where nothing could be compared.
 */

if (!isContractHere) {
  process.stderr.write('portkey.openapi.json is not here: nothing is asked of Prism\n');
}

/**
 * Faults of the document, by the last word of the place that Prism names in its own examples. Limits are
 * integers that are not nullable, and null is their default.
 */
const faultyExamples = ['credit_limit', 'alert_threshold'];

const integration = '/integrations/string';
const kept = { code: 0 } as const;
const notKept = { code: 9, stderr: expect.stringContaining('NotAsSent') } as const;

/** A new key, of which neither the mask nor the time of the last change shows anything. */
const notSeen = {
  code: 12,
  stderr: expect.stringContaining('Portkey accepted the new key'),
} as const;

/** Commands, what they come to, and a request that they make. */
const commands: readonly (readonly [words: string, outcome: object, change: string])[] = [
  ['integrations list', kept, 'GET /integrations'],
  ['integrations list --connected', kept, 'GET /integrations'],
  ['integrations list --workspace-created --workspace string', kept, 'GET /integrations'],
  ['integrations get string', kept, 'GET /integrations/string'],
  ['integrations models list string', kept, 'GET /integrations/string/models'],
  ['integrations models enable string gpt-5', notKept, `PUT ${integration}/models`],
  ['integrations models set string string --allow-all off', notKept, `PUT ${integration}/models`],
  ['integrations models delete string string --yes', notKept, `DELETE ${integration}/models`],
  ['integrations workspaces list string', kept, 'GET /integrations/string/workspaces'],
  [
    'integrations workspaces grant string string --budget-usd 500 --reset monthly --alert-at 80%',
    notKept,
    `PUT ${integration}/workspaces`,
  ],
  [
    'integrations workspaces limits string string --budget-tokens 2000000 --rate tokens:100/hour',
    notKept,
    `PUT ${integration}/workspaces`,
  ],
  [
    'integrations workspaces limits string --auto-provision on --budget-usd 50',
    notKept,
    `PUT ${integration}/workspaces`,
  ],
  ['integrations workspaces revoke string string', notKept, `PUT ${integration}/workspaces`],
  ['integrations update string --name other', notKept, `PUT ${integration}`],
  ['integrations rotate-key string --value-env KEY', notSeen, `PUT ${integration}`],
  ['integrations access', kept, 'GET /integrations/string/workspaces'],
  ['integrations delete string --yes', notKept, `DELETE ${integration}`],
  ['workspaces list', kept, 'GET /admin/workspaces'],
  ['workspaces get string', kept, 'GET /admin/workspaces/string'],
];

const named = '--name New --slug new --value-env KEY';

/**
 * Creations with different configurations. What is read back afterwards is an example of the document, with
 * another name and other workspaces: each is said to be stored otherwise.
 */
const creations = [
  `openai ${named}`,
  `openai ${named} --custom-host https://llm.example.com/v1`,
  `openai ${named} --workspace string`,
  `azure-openai ${named} --resource-name contoso --deployment alias=a,name=b,api-version=2024-10-21,model=gpt-4o,default`,
  'bedrock --name New --slug new --aws-region eu-west-1 --aws-access-key-id AKIAIOSFODNN7EXAMPLE --aws-secret-access-key-env KEY',
  'bedrock --name New --slug new --aws-auth assumedRole --aws-region eu-west-1 --role-arn arn:aws:iam::123456789012:role/portkey',
];

describe.runIf(isContractHere)('before Prism with the document of Portkey', () => {
  let prism: Prism;

  beforeAll(async () => {
    requireBuild();
    prism = await startPrism();
    return () => prism.close();
  });

  async function run(words: string) {
    const ran = await shell(words, {
      env: {
        PORTKEY_BASE_URL: prism.url,
        PORTKEY_API_KEY: 'key-of-this-test',
        KEY: 'sk-proj-abcdefghijklmnopqrstuvwxyz',
      },
    });
    return { ran, exchanged: prism.exchanged() };
  }

  /** What the document has against requests, and against answers but for its known faults. */
  const problems = (exchanged: readonly Exchanged[]) =>
    exchanged.flatMap(({ call, status, violations, answer }) => [
      ...(status < 300 ? [] : [`${call}: ${status} ${answer}`]),
      ...violations
        .filter(({ location }) => !faultyExamples.includes(location.at(-1) ?? ''))
        .map(({ location, message }) => `${call}: ${location.join('.')}: ${message}`),
    ]);

  test.each(commands)('%s', async (words, outcome, request) => {
    const { ran, exchanged } = await run(words);
    expect(problems(exchanged)).toEqual([]);
    expect(exchanged.map(({ call }) => call)).toContain(request);
    expect(ran).toMatchObject(outcome);
  });

  test.each(creations)('integrations create %s', async (words) => {
    const { ran, exchanged } = await run(`integrations create ${words}`);
    expect(problems(exchanged)).toEqual([]);
    expect(exchanged.map(({ call }) => call)).toContain('POST /integrations');
    expect(ran).toMatchObject(notKept);
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain('name is string, asked was New');
  });

  test('what the document does not allow is refused, so that the above proves something', async () => {
    const refused = async (path: string, body: object) => {
      const answer = await fetch(`${prism.url}${path}`, {
        method: 'POST',
        headers: { 'x-portkey-api-key': 'k', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return answer.status;
    };
    expect(await refused('/integrations', { name: 'n', ai_provider_id: 'openai' })).toBe(200);
    expect(await refused('/integrations', { name: 'n' })).toBe(422);
    expect(await refused('/no-such-path', {})).toBe(404);
  });

  test('the known faults of the document are still in its examples', async () => {
    const { exchanged } = await run('integrations get string');
    const places = exchanged.flatMap(({ violations }) =>
      violations.map(({ location }) => location.at(-1)),
    );
    expect([...new Set(places)].sort()).toEqual([...faultyExamples].sort());
  });
});
