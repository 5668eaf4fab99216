import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freshFolder, portai } from '../support/run.ts';
import { script } from '../support/script.ts';

/** Keys with no shape of a real one. */
const env = { KEY: 'sk-simulated-0001', NEW: 'sk-simulated-0002', MASK: 'pa*****X7a' };

async function withOpenai(): Promise<string> {
  const dir = freshFolder();
  const words = ['create', 'openai', '--name', 'Prod', '--value-env', 'KEY'];
  const access = ['--workspace', 'eng,budget-usd=500,reset=monthly'];
  const made = await sandboxed([...words, ...access], dir);
  expect(made.code, made.stderr).toBe(0);
  return dir;
}

const sandboxed = (words: readonly string[], dir: string) =>
  portai(['--sandbox', 'integrations', ...words], { env, dir });

const errorOf = ({ stderr }: { stderr: string }) =>
  z
    .looseObject({ error: z.looseObject({ name: z.string(), message: z.string() }) })
    .parse(JSON.parse(stderr.trim().split('\n').at(-1) ?? '')).error;

describe('integrations update', () => {
  test('renames; the same once more writes nothing', async () => {
    const dir = await withOpenai();
    const words = ['update', 'prod', '--name', 'Production', '--json'];
    expect(JSON.parse((await sandboxed(words, dir)).stdout)).toMatchObject({
      action: 'updated',
      changed: ['name'],
      integration: { slug: 'prod', name: 'Production' },
    });
    expect(JSON.parse((await sandboxed(words, dir)).stdout)).toMatchObject({ action: 'unchanged' });
  });

  test('changes a field, and the key stays', async () => {
    const dir = await withOpenai();
    const done = await sandboxed(['update', 'prod', '--openai-project', 'proj-1'], dir);
    expect(done.code, done.stderr).toBe(0);
    const got = await sandboxed(['get', 'prod', '--json'], dir);
    expect(JSON.parse(got.stdout)).toMatchObject({
      masked_key: expect.stringContaining('***'),
      configurations: { openai_project: 'proj-1' },
    });
  });

  test('refuses the field of another kind: exit 2', async () => {
    const dir = await withOpenai();
    const done = await sandboxed(['update', 'prod', '--aws-region', 'eu-west-1', '--json'], dir);
    expect(done.code).toBe(2);
    expect(errorOf(done)).toMatchObject({ name: 'InvalidConfig' });
  });

  test('says so where a server has lost the secret', async () => {
    const before = {
      slug: 'prod',
      name: 'Prod',
      ai_provider_id: 'openai',
      masked_key: 'sk*****001',
    };
    const server = script({
      'GET /v1/integrations/prod': [
        { json: before },
        { json: { ...before, name: 'New', masked_key: null } },
      ],
      'PUT /v1/integrations/prod': { json: {} },
    });
    const ran = await portai('integrations update prod --name New --json', {
      env: { PORTKEY_API_KEY: 'key-of-this-test' },
      send: server.send,
    });
    expect(ran.code, ran.stderr).toBe(9);
    expect(errorOf(ran).message).toContain('lost its key');
    expect(server.seen[1]?.body).toEqual({ name: 'New' });
  });
});

describe('what integrations update is given', () => {
  const azure = async () => {
    const dir = freshFolder();
    const deployment = 'name=gpt4o,api-version=2024-10-21,model=gpt-4o,default';
    const words = ['create', 'azure-openai', '--name', 'Azure', '--value-env', 'KEY'];
    const own = ['--resource-name', 'contoso', '--deployment', deployment];
    const made = await sandboxed([...words, ...own], dir);
    expect(made.code, made.stderr).toBe(0);
    return dir;
  };

  test('nothing is a usage error that names what can be changed: 2', async () => {
    const done = await sandboxed(['update', 'azure', '--json'], await azure());
    expect(done).toMatchObject({ code: 2, stdout: '' });
    const { message } = errorOf(done);
    for (const flag of ['--name', '--description', '--resource-name', '--deployment']) {
      expect(message).toContain(flag);
    }
    expect(message).not.toContain('--aws-region');
  });

  test.each([
    ['--aws-region eu-west-1', '--aws-region'],
    ['--vertex-region us-east5', '--vertex-region'],
    ['--resource-name contoso', '--resource-name'],
    ['--snowflake-account acme', '--snowflake-account'],
  ])('%s of another kind is named by its flag', async (words, flag) => {
    const done = await sandboxed(
      ['update', 'prod', ...words.split(' '), '--json'],
      await withOpenai(),
    );
    expect(done.code).toBe(2);
    expect(errorOf(done).message).toContain(flag);
    expect(errorOf(done).message).not.toMatch(/_/);
  });

  test.each(['2024-10-21', '2025-01-01-preview', 'v1', 'preview', 'latest'])(
    'the version %s of Azure’s API is taken',
    async (version) => {
      const spec = `name=gpt4o,api-version=${version},model=gpt-4o,default`;
      const words = ['update', 'azure', '--deployment', spec, '-n'];
      expect((await sandboxed(words, await azure())).code).toBe(0);
    },
  );

  test.each(['banana', '2024-13-01', '2024-10', '2024-10-21-beta'])(
    'the version %s is refused, and sent with --force',
    async (version) => {
      const dir = await azure();
      const spec = `name=gpt4o,api-version=${version},model=gpt-4o,default`;
      const words = ['update', 'azure', '--deployment', spec];
      const refused = await sandboxed([...words, '--json'], dir);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('--force');
      expect((await sandboxed([...words, '--force'], dir)).code).toBe(0);
      // What is stored is not judged again with a change of something else.
      expect((await sandboxed(['update', 'azure', '--resource-name', 'other'], dir)).code).toBe(0);
    },
  );

  test.each(['name=my deployment', 'name=gpt4o,alias=a,model=gpt 4o'])(
    'a deployment with a blank in %s is refused',
    async (part) => {
      const model = part.includes('model=') ? '' : ',model=gpt-4o';
      const spec = `${part},api-version=2024-10-21${model},default`;
      const done = await sandboxed(
        ['update', 'azure', '--deployment', spec, '--json'],
        await azure(),
      );
      expect(done.code).toBe(2);
      expect(errorOf(done).message).toContain('blank');
    },
  );
});

test('headers that a server has lost are given anew by update, not by rotate-key', async () => {
  const before = {
    slug: 'prod',
    name: 'Prod',
    ai_provider_id: 'openai',
    configurations: { custom_host: 'https://llm.example.com/v1', custom_headers: { a: 'x***y' } },
  };
  const server = script({
    'GET /v1/integrations/prod': [
      { json: before },
      {
        json: {
          ...before,
          name: 'New',
          configurations: { custom_host: before.configurations.custom_host },
        },
      },
    ],
    'PUT /v1/integrations/prod': { json: {} },
  });
  const ran = await portai('integrations update prod --name New', {
    env: { PORTKEY_API_KEY: 'key-of-this-test' },
    send: server.send,
  });
  expect(ran.code, ran.stderr).toBe(9);
  expect(ran.stderr).toContain('integrations update prod --custom-header');
  expect(ran.stderr).not.toContain('rotate-key');
});

describe('integrations rotate-key', () => {
  test('stores a new key, and says which workspaces and providers use it', async () => {
    const dir = await withOpenai();
    const done = await sandboxed(['rotate-key', 'prod', '--value-env', 'NEW'], dir);
    expect(done.code, done.stderr).toBe(0);
    expect(done.stderr).toContain('1 workspace uses prod:');
    expect(done.stderr).toContain('@prod');
    const got = await sandboxed(['get', 'prod', '--json'], dir);
    expect(JSON.parse(got.stdout)).toMatchObject({ masked_key: expect.stringMatching(/002$/) });
  });

  test('rotates the secret of an AWS access key where it lies', async () => {
    const dir = freshFolder();
    const id = ['--aws-access-key-id', 'AKIAIOSFODNN7EXAMPLE'];
    const words = ['create', 'bedrock', '--name', 'B', '--aws-region', 'eu-west-1', ...id];
    const made = await sandboxed([...words, '--aws-secret-access-key-env', 'KEY'], dir);
    expect(made.code, made.stderr).toBe(0);
    const planned = await sandboxed(['rotate-key', 'b', '--value-env', 'NEW', '-n', '--json'], dir);
    expect(JSON.parse(planned.stdout)).toMatchObject({
      requests: [{ body: { configurations: { aws_secret_access_key: '[secret]' } } }],
    });
    expect((await sandboxed(['rotate-key', 'b', '--value-env', 'NEW'], dir)).code).toBe(0);
  });

  test('never sends what Portkey shows in place of a key: exit 2', async () => {
    const dir = await withOpenai();
    const done = await sandboxed(['rotate-key', 'prod', '--value-env', 'MASK', '--json'], dir);
    expect(done.code).toBe(2);
    expect(errorOf(done)).toMatchObject({ name: 'SECRET_MALFORMED' });
  });
});

describe('integrations delete', () => {
  test('shows what workspaces lose; needs --yes where nobody is asked', async () => {
    const dir = await withOpenai();
    const held = await sandboxed(['delete', 'prod'], dir);
    expect(held.code).toBe(2);
    expect(held.stderr).toContain('1 workspace loses prod:');
    expect(held.stderr).toContain('500 USD a month');
    const done = await sandboxed(['delete', 'prod', '--yes'], dir);
    expect(done.code, done.stderr).toBe(0);
    expect((await sandboxed(['get', 'prod'], dir)).code).toBe(4);
  });
});

describe('a server that does not do what it answers', () => {
  const signedIn = { PORTKEY_API_KEY: 'admin-key-of-this-test', NEW: env.NEW };
  const stored = {
    id: 'i-1',
    slug: 'prod',
    name: 'Prod',
    ai_provider_id: 'openai',
    masked_key: 'sk*****001',
    last_updated_at: '2026-01-01T00:00:00.000Z',
  };
  const reads = {
    'GET /v1/integrations/prod': { json: stored },
    'GET /v1/integrations/prod/workspaces': { json: { workspaces: [] } },
    'GET /v1/integrations/prod/models': { json: { models: [] } },
    'GET /v1/providers': { json: { data: [], total: 0 } },
  };
  const gone = {
    status: 403,
    json: { success: false, data: { message: 'Not allowed', errorCode: 'AB03' } },
  };

  test('a deletion that was not made is not called one', async () => {
    const { send } = script({ ...reads, 'DELETE /v1/integrations/prod': { json: {} } });
    const ran = await portai('integrations delete prod --yes --json', { env: signedIn, send });
    expect(ran).toMatchObject({ code: 9, stdout: '' });
    expect(errorOf(ran)).toMatchObject({ name: 'NotAsSent' });
  });

  test('a deletion that was made and refused when it was repeated is one', async () => {
    const { send } = script({
      ...reads,
      'GET /v1/integrations/prod': [{ json: stored }, gone],
      'DELETE /v1/integrations/prod': gone,
    });
    const ran = await portai('integrations delete prod --yes', { env: signedIn, send });
    expect(ran, ran.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('deleted') });
  });

  test('a deletion that is refused stays refused', async () => {
    const { send } = script({ ...reads, 'DELETE /v1/integrations/prod': gone });
    const ran = await portai('integrations delete prod --yes', { env: signedIn, send });
    expect(ran).toMatchObject({ code: 7, stdout: '' });
  });

  test.each([
    ['was answered, and is then out of reach', { json: {} }, /answered that prod is deleted/],
    ['was not answered, and neither is the look', { status: 500 }, /may have been made/],
  ])('a deletion that %s is not called done: exit 6', async (_, answer, says) => {
    const { send } = script({
      ...reads,
      'GET /v1/integrations/prod': [{ json: stored }, { status: 500 }],
      'DELETE /v1/integrations/prod': answer,
    });
    const ran = await portai('integrations delete prod --yes --json', { env: signedIn, send });
    expect(ran).toMatchObject({ code: 6, stdout: '' });
    expect(errorOf(ran)).toMatchObject({
      hint: expect.stringMatching(says),
      next: [{ command: 'portai integrations get prod' }],
    });
  });

  test('a new key that nothing shows is not proved: 12, and the old one is to stay', async () => {
    const { send } = script({ ...reads, 'PUT /v1/integrations/prod': { json: {} } });
    const ran = await portai('integrations rotate-key prod --value-env NEW', {
      env: signedIn,
      send,
    });
    expect(ran.code).toBe(12);
    expect(ran.stderr).toContain('Do not revoke the old key');
  });

  test('a new key that shows in its mask is', async () => {
    const { send } = script({
      ...reads,
      'GET /v1/integrations/prod': [
        { json: stored },
        { json: { ...stored, masked_key: 'sk*****002' } },
      ],
      'PUT /v1/integrations/prod': { json: {} },
    });
    const ran = await portai('integrations rotate-key prod --value-env NEW', {
      env: signedIn,
      send,
    });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
  });

  test('a creation under another slug is said, and goes no further', async () => {
    const { send, asked } = script({
      'GET /v1/integrations': { json: { data: [], total: 0 } },
      'POST /v1/integrations': { json: { id: 'i-2', slug: 'prod-7f3a' } },
    });
    const words = 'integrations create openai --name Prod --value-env NEW --model gpt-4o --json';
    const ran = await portai(words, { env: signedIn, send });
    expect(ran.code).toBe(9);
    expect(errorOf(ran).message).toContain('prod-7f3a');
    expect(asked().filter((line) => line.startsWith('PUT'))).toEqual([]);
  });
});

test('a page of access masks what a server repeats of a key', async () => {
  const key = 'admin-key-of-this-test';
  const file = `${freshFolder()}/access.html`;
  const { send } = script({
    'GET /v1/admin/workspaces': { json: { data: [{ id: 'w', slug: 'eng', name: key }], total: 1 } },
    'GET /v1/integrations': {
      json: { data: [{ id: 'i', slug: 'one', name: 'One', ai_provider_id: key }], total: 1 },
    },
    'GET /v1/integrations/one/workspaces': { json: { workspaces: [{ id: 'eng', enabled: true }] } },
  });
  const ran = await portai(['integrations', 'access', '--html', file], {
    env: { PORTKEY_API_KEY: key },
    send,
  });
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).not.toContain(key);
});
