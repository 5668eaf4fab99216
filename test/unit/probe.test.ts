import { describe, expect, test } from 'vitest';
import { PortaiError, type ExitClass } from '../../src/domain/errors.ts';
import type { HttpRequest, HttpResponse, Send } from '../../src/domain/http.ts';
import { bedrock } from '../../src/domain/provider-types/bedrock.ts';
import { openaiCompatible } from '../../src/domain/provider-types/openai-compatible.ts';
import { openai } from '../../src/domain/provider-types/openai.ts';
import { port } from '../../src/domain/provider-types/port.ts';
import { Secret } from '../../src/domain/secret.ts';
import { probeModels } from '../../src/operations/probe.ts';

const now = () => new Date('2026-01-02T03:04:05Z');
const completion = '{"choices":[{}]}';
const answer = (status: number, body: string): HttpResponse => ({ status, headers: {}, body });
const modelOf = (request: HttpRequest) => /"model":"([^"]+)"/.exec(request.body ?? '')?.[1] ?? '';
const failing = (name: string, exit: ExitClass, message = name) =>
  new PortaiError({ name, exit, message });

function world(send: Send, secret = new Secret('sk-simulated')) {
  const sent: HttpRequest[] = [];
  return {
    sent,
    now,
    secret: () => secret,
    send: (request: HttpRequest) => {
      sent.push(request);
      return send(request);
    },
  };
}

const [variant] = openai.variants;
const config = { apiKeySecretName: 'key' };
const models = ['a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'a-6'];

test('every model gets its own verdict, in the order asked for', async () => {
  const asked = world((request) =>
    Promise.resolve(modelOf(request) === 'a-2' ? answer(404, '{}') : answer(200, completion)),
  );
  const verdicts = await probeModels(variant, config, models, asked);
  expect(Object.keys(verdicts)).toEqual(models);
  expect(verdicts['a-2']).toEqual({ status: 'invalid', message: 'Model not found' });
  expect(verdicts['a-3']).toEqual({ status: 'valid', message: 'OK' });
});

test('each request has 30 seconds and is not repeated', async () => {
  const asked = world(() => Promise.resolve(answer(200, completion)));
  await probeModels(variant, config, ['a-1'], asked);
  expect(asked.sent).toMatchObject([{ timeoutMs: 30_000, repeatable: false, method: 'POST' }]);
});

test('the first model goes alone, the others three at a time', async () => {
  let inFlight = 0;
  const seen: number[] = [];
  const asked = world(async () => {
    inFlight += 1;
    seen.push(inFlight);
    await new Promise(setImmediate);
    inFlight -= 1;
    return answer(200, completion);
  });
  await probeModels(variant, config, models, asked);
  expect(seen).toEqual([1, 1, 2, 3, 3, 3]);
});

describe('what condemns the credential is asked once and said of every model', () => {
  test.each([401, 402])('a %i', async (status) => {
    const asked = world(() => Promise.resolve(answer(status, '{}')));
    const verdicts = await probeModels(variant, config, models, asked);
    expect(asked.sent).toHaveLength(1);
    expect(Object.values(verdicts).map((verdict) => verdict.status)).toEqual(
      models.map(() => 'invalid'),
    );
  });

  test('no connection', async () => {
    const asked = world(() =>
      Promise.reject(failing('DNS_FAILED', 'unreachable', 'Cannot reach x.example: no such host')),
    );
    const verdicts = await probeModels(variant, config, models, asked);
    expect(asked.sent).toHaveLength(1);
    expect(verdicts['a-6']).toEqual({
      status: 'unverifiable',
      message: 'Cannot reach x.example: no such host',
    });
  });

  test('a role that cannot be assumed: no model is asked', async () => {
    const asked = world(() => Promise.resolve(answer(403, '<ErrorResponse/>')));
    const verdicts = await probeModels(
      bedrock.variants[0],
      { roleArn: 'arn:aws:iam::111122223333:role/x', region: 'eu-west-1' },
      ['a-1', 'a-2'],
      asked,
    );
    expect(asked.sent.map(({ url }) => url.hostname)).toEqual(['sts.eu-west-1.amazonaws.com']);
    expect(verdicts['a-2']?.status).toBe('invalid');
  });
});

test('a model without access does not speak for the others', async () => {
  const asked = world(() => Promise.resolve(answer(403, '{}')));
  await probeModels(variant, config, models, asked);
  expect(asked.sent).toHaveLength(models.length);
});

describe('what keeps a request from being sent is a verdict', () => {
  test('a secret that does not exist', async () => {
    const asked = {
      ...world(() => Promise.resolve(answer(200, completion))),
      secret: () => {
        throw failing('not_found', 'notFound', "Secret 'key' was not found");
      },
    };
    const verdicts = await probeModels(variant, config, models, asked);
    expect(asked.sent).toHaveLength(0);
    expect(verdicts['a-1']).toEqual({ status: 'invalid', message: "Secret 'key' was not found" });
  });

  test.each(['sk-two\nlines', 'sk-\u00a0blank', 'sk-\ufeff'])(
    'a secret that no header can carry, without quoting it: %j',
    async (value) => {
      const asked = world(() => Promise.resolve(answer(200, completion)), new Secret(value));
      const verdict = (await probeModels(variant, config, ['a-1'], asked))['a-1'];
      expect(asked.sent).toHaveLength(0);
      expect(verdict?.status).toBe('invalid');
      expect(verdict?.message).not.toContain(value);
    },
  );

  test.each(['not a url', 'file:///etc/passwd'])('an address that is none: %s', async (baseUrl) => {
    const asked = world(() => Promise.resolve(answer(200, completion)));
    const verdicts = await probeModels(openaiCompatible.variants[0], { baseUrl }, ['abc'], asked);
    expect(asked.sent).toHaveLength(0);
    expect(verdicts['abc']?.status).toBe('invalid');
  });
});

test('a redirect proves that the address is wrong', async () => {
  const asked = world(() => Promise.reject(failing('REDIRECTED', 'unreachable')));
  expect((await probeModels(variant, config, ['a-1'], asked))['a-1']?.status).toBe('invalid');
});

test('an interruption and a bug are not verdicts', async () => {
  for (const error of [failing('Interrupted', 'interrupted'), new TypeError('bug')]) {
    const asked = world(() => Promise.reject(error));
    await expect(probeModels(variant, config, ['a-1'], asked)).rejects.toBe(error);
  }
});

test('where nothing can be tested from outside, nothing is green', async () => {
  const asked = world(() => Promise.resolve(answer(200, completion)));
  expect(await probeModels(port.variants[0], {}, ['a-1'], asked)).toEqual({
    'a-1': { status: 'unverifiable', message: 'Nothing to test from outside' },
  });
  expect(await probeModels(variant, config, [], asked)).toEqual({});
});

test('a role that only Port may assume is never called refused from outside of Port', async () => {
  const unsigned =
    '<ErrorResponse><Error><Code>MissingAuthenticationToken</Code></Error></ErrorResponse>';
  const asked = world(() => Promise.resolve(answer(403, unsigned)));
  const role = { roleArn: 'arn:aws:iam::123456789012:role/port', region: 'eu-west-1' };
  const verdicts = await probeModels(bedrock.variants[0], role, ['m-one', 'm-two'], asked);
  expect(Object.values(verdicts).map(({ status }) => status)).toEqual([
    'unverifiable',
    'unverifiable',
  ]);
  expect(asked.sent).toHaveLength(1);
});
