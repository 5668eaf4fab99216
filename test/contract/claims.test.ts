import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { HttpResponse, Send } from '../../src/core/http.ts';
import { freshFolder, portai } from '../support/run.ts';

/** What a configuration claims of a model is tested by --preflight, and named where it does not hold. */

const url = 'http://127.0.0.1:4000/v1';
const put = `--sandbox providers put openai-compatible --base-url ${url} --api-key-secret K --value-env KEY --preflight --no-discover`;

const asked = z.looseObject({
  stream: z.boolean().optional(),
  response_format: z.unknown().optional(),
});
type Asked = Readonly<Record<string, unknown>>;

const json = (body: unknown, status = 200): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const says = (content: string) =>
  json({
    id: 'c',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  });

/** In the words of OpenAI. */
const refused = (name: string) =>
  json(
    {
      error: {
        message: `Unsupported parameter: '${name}' is not supported with this model.`,
        type: 'invalid_request_error',
        param: name,
        code: 'unsupported_parameter',
      },
    },
    400,
  );

/** A server whose model takes neither of these parameters, and obeys schemas or does not. */
function server(refuses: readonly string[], obeys = true) {
  const seen: Asked[] = [];
  const send: Send = ({ url: { pathname }, body }) => {
    if (!pathname.endsWith('/chat/completions')) return Promise.resolve(json({}, 404));
    const sent = asked.parse(JSON.parse(String(body)));
    seen.push(sent);
    const denied = refuses.find((name) => name in sent);
    if (denied !== undefined) return Promise.resolve(refused(denied));
    const schema = 'response_format' in sent;
    return Promise.resolve(says(schema && obeys ? '{"zq7":true}' : 'pong'));
  };
  return { seen, send };
}

const run = (words: string, send: Send, dir = freshFolder()) =>
  portai(words, { dir, send, env: { KEY: 'sk-of-this-server-0123456789' } });

describe('a claim that does not hold is named with the flag that corrects it', () => {
  test.each([
    ['temperature', 'gpt-five,temperature=true', 'gpt-five,temperature=false'],
    ['reasoning_effort', 'gpt-five,reasoningEffort=true', 'gpt-five,reasoningEffort=false'],
    ['max_tokens', 'gpt-five', 'gpt-five,useLegacyMaxTokens=false'],
    [
      'max_completion_tokens',
      'gpt-five,useLegacyMaxTokens=false',
      'gpt-five,useLegacyMaxTokens=true',
    ],
    [
      'response_format',
      'gpt-five,supportsStructuredOutputs=true',
      'gpt-five,supportsStructuredOutputs=false',
    ],
  ])('%s', async (parameter, model, corrected) => {
    const { send } = server([parameter]);
    const ran = await run(`${put} --model ${model} --json`, send);
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain(`--model ${corrected}`);
  });

  test('a schema that is claimed and ignored stops the put, and writes nothing', async () => {
    const dir = freshFolder();
    const { send } = server([], false);
    const model = 'gpt-five,supportsStructuredOutputs=true';
    const ran = await run(`${put} --model ${model}`, send, dir);
    expect(ran).toMatchObject({ code: 8, stdout: '' });
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain(
      'set supportsStructuredOutputs to false for gpt-five',
    );
    const { stdout } = await run('--sandbox providers list --json', send, dir);
    expect(stdout).not.toContain('openai-compatible');
  });
});

describe('a claim that holds is proved by an answer', () => {
  test.each([
    ['for a model', '--model gpt-five,supportsStructuredOutputs=true'],
    ['for the endpoint', '--model gpt-five --structured-outputs'],
  ])('output after a schema, claimed %s', async (_, words) => {
    const { send, seen } = server([]);
    const ran = await run(`${put} ${words}`, send);
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(seen.filter((each) => 'response_format' in each)).not.toEqual([]);
  });

  test('of two models only the one of which it is claimed is asked for a schema', async () => {
    const { send, seen } = server([]);
    await run(`${put} --model gpt-five,supportsStructuredOutputs=true --model other-model`, send);
    const schemas = seen.filter((each) => 'response_format' in each);
    expect(new Set(schemas.map(({ model }) => model))).toEqual(new Set(['gpt-five']));
  });

  test('what is not claimed is not tested', async () => {
    const { send, seen } = server([]);
    await run(`${put} --model gpt-five`, send);
    expect(seen.flatMap((each) => Object.keys(each))).not.toContain('response_format');
  });
});

test('streaming, which no flag claims, is tested by validate --direct --stream', async () => {
  const { send } = server([]);
  const dir = freshFolder();
  await run(`${put} --model gpt-five`, send, dir);
  const ran = await run(
    '--sandbox validate openai-compatible --direct --stream --secret K --value-env KEY',
    send,
    dir,
  );
  expect(ran.code).not.toBe(0);
  expect(`${ran.stdout}${ran.stderr}`).toContain('came in one piece');
});
