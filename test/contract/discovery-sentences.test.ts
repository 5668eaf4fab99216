import { describe, expect, test } from 'vitest';
import type { HttpResponse } from '../../src/core/http.ts';
import { freshFolder, portai } from '../support/run.ts';

/** What is said of servers whose answer to the question for their models is not the expected one. */

const url = 'http://127.0.0.1:4000/v1';
const put = `--sandbox providers put openai-compatible --base-url ${url} --api-key-secret K --value-env KEY`;

const answer = (body: unknown, status = 200): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const run = (words: string, list: HttpResponse, dir = freshFolder()) =>
  portai(words, {
    dir,
    env: { KEY: 'sk-of-this-server-0123456789' },
    send: ({ url: { pathname } }) =>
      Promise.resolve(pathname === '/v1/models' ? list : answer({ detail: 'Not Found' }, 404)),
  });

const listing = (...ids: string[]) => answer({ data: ids.map((id) => ({ id })) });

describe('an answer that is no list of models', () => {
  test.each([
    ['an object without a list', answer({ object: 'list' }), 'the answer is no list of models'],
    ['nothing', answer(''), 'the answer is empty'],
    ['no content', answer('', 204), 'the answer is empty'],
    ['a missing page', answer({ error: { message: 'no' } }, 404), 'it has none at this address'],
    ['a method that is refused', answer('', 405), 'it has none at this address'],
    [
      'a limit',
      answer({ error: { message: 'Rate limit reached for requests' } }, 429),
      'it was asked too often',
    ],
  ])('%s is said in words of a list', async (_, list, sentence) => {
    const ran = await run(`${put} --discover`, list);
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(ran.stderr).toContain(`gave no list of models: ${sentence}`);
    expect(ran.stderr).not.toMatch(/completion|accepted|Model not found|management API/);
    expect(ran.stderr).toContain('providers put openai-compatible --help');
  });
});

describe('a list without a model that can be used', () => {
  test.each([
    ['has no entry', listing(), 'its list is empty'],
    ['has entries without a name', answer({ data: ['a-model', 5] }), 'none of its 2 entries names'],
    ['has short names', listing('a', 'ab'), 'a: a model name has at least 3 characters'],
  ])('%s, which is said', async (_, list, sentence) => {
    const ran = await run(`${put} --discover`, list);
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(ran.stderr).toContain(sentence);
    expect(ran.stderr).toContain('lists 0 models for chats');
  });
});

describe('a pattern', () => {
  test('that takes nothing is repeated, with what is listed', async () => {
    const ran = await run(`${put} --discover zzz*`, listing('gpt-five'));
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('lists no model that zzz* takes');
    expect(ran.stderr).toContain('It lists gpt-five.');
  });

  test('that could be a key is not repeated', async () => {
    const pasted = 'sk-proj-Zx81jQmT4vYb2nLw*';
    const ran = await run(`${put} --discover ${pasted}`, listing('gpt-five'));
    expect(ran.code).toBe(2);
    expect(ran.stderr).not.toContain('Zx81');
  });
});

test('a pasted route is stored as the base URL before it', async () => {
  const words = put.replace(url, `${url}/chat/completions`);
  const ran = await run(`${words} --discover --dry-run --json`, listing('gpt-five'));
  expect(ran.stdout).toContain(`"baseUrl": "${url}"`);
});

test('a value without a test is refused with both flags that take one', async () => {
  const ran = await run(`${put} --model gpt-five`, listing('gpt-five'));
  expect(ran).toMatchObject({ code: 2 });
  expect(ran.stderr).toContain('--value-env goes with --preflight or --discover only');
});

describe('a model that is listed and still not offered', () => {
  const many = Array.from({ length: 2500 }, (_, at) => `model-${at}`);

  test('beyond those that are looked at is neither gone nor pruned', async () => {
    const dir = freshFolder();
    const first = await run(`${put} --discover`, listing('model-2400', 'gone-model'), dir);
    expect(first, first.stderr).toMatchObject({ code: 0 });
    const sync = '--sandbox providers models sync openai-compatible --value-env KEY --no-add';
    const ran = await run(`${sync} --check`, listing(...many), dir);
    expect(ran).toMatchObject({ code: 10, stdout: 'gone-model\tgone\t-\tstored\tnot listed\n' });
    expect((await run(`${sync} --prune`, listing(...many), dir)).code).toBe(0);
    const { stdout } = await run(
      '--sandbox providers get openai-compatible --json',
      listing(),
      dir,
    );
    expect(stdout).toContain('model-2400');
    expect(stdout).not.toContain('gone-model');
  });

  test('beyond them is not refused where it is named', async () => {
    const words = `${put} --model model-2400 --preflight --dry-run`;
    expect(await run(words, listing(...many))).toMatchObject({ code: 0 });
  });

  test('for another use is not called unlisted, and not pruned', async () => {
    const dir = freshFolder();
    await run(`${put} --discover`, listing('embed', 'chat-model'), dir);
    const ofLitellm = (id: string, mode: string) => ({ id, mode });
    const now: HttpResponse = {
      ...answer({ data: [ofLitellm('embed', 'embedding'), ofLitellm('chat-model', 'chat')] }),
      headers: { 'content-type': 'application/json', 'x-litellm-version': '1.106.2' },
    };
    const sync = '--sandbox providers models sync openai-compatible --value-env KEY';
    expect(await run(`${sync} --prune`, now, dir)).toMatchObject({ code: 0 });
    const { stdout } = await run('--sandbox providers get openai-compatible --json', now, dir);
    expect(stdout).toContain('embed');
    const named = await run(`${put} --model embed --preflight --dry-run`, now);
    expect(named.stderr).toContain('lists embed, but it is an embedding model');
  });
});

test('what is added by sync has what its server states, so that nothing differs afterwards', async () => {
  const dir = freshFolder();
  const env = { KEY: 'sk-of-this-server-0123456789' };
  const ollama = (...names: string[]) => ({
    dir,
    env,
    send: ({ url: { pathname }, body }: { url: URL; body?: unknown }) => {
      const list = answer({ data: names.map((id) => ({ id, owned_by: 'library' })) });
      const shown = answer({ parameters: 'num_ctx 8192', capabilities: ['completion'] });
      if (pathname === '/v1/models') return Promise.resolve(list);
      return Promise.resolve(body === undefined ? answer('', 404) : shown);
    },
  });
  await portai(`${put} --discover`, ollama('llama:8b'));
  const sync = '--sandbox providers models sync openai-compatible --value-env KEY';
  expect(await portai(sync, ollama('llama:8b', 'qwen:4b'))).toMatchObject({ code: 0 });
  const { stdout } = await portai('--sandbox providers get openai-compatible --json', ollama());
  expect(stdout.match(/"contextWindow": 8192/g)).toHaveLength(2);
  expect(await portai(`${sync} --check`, ollama('llama:8b', 'qwen:4b'))).toMatchObject({ code: 0 });
});
