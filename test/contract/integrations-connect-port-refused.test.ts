import { describe, expect, test } from 'vitest';
import {
  command,
  list,
  secrets,
  store,
  create,
  portkeyWith,
  row,
  portWith,
  gatewayWith,
  wrongKey,
  budgetSpent,
  run,
  writes,
} from '../support/connected-planes.ts';
import { script, type Answer } from '../support/script.ts';

/** `integrations connect-port` where it is refused, before anything is written and in the middle. */

describe('what cannot be connected', () => {
  test('an integration that is not there is looked for in the list', async () => {
    const port = portWith();
    const ran = await run('integrations connect-port two --value-env KEY', { port });
    expect(ran.code).toBe(7);
    expect(ran.stderr).toContain('the list of integrations has no two');
    expect(writes(port)).toEqual([]);
  });

  test.each([
    ['no model is allowed', { allow_all_models: false, models: [row('gpt-4o', false)] }, 'enable'],
    ['all are, and none is listed', { allow_all_models: true, models: [] }, '--model'],
  ])('where %s nothing is sent', async (_, models, advice) => {
    const [port, gateway] = [portWith(), gatewayWith()];
    const ran = await run(command, { portkey: portkeyWith(models), port, gateway });
    expect(ran.code).toBe(12);
    expect(ran.stderr).toContain(advice);
    expect([writes(port), gateway.seen]).toEqual([[], []]);
  });

  test('of models that are all off it suggests one of them, and where they are listed', async () => {
    const models = { allow_all_models: false, models: [row('gpt-4o', false)] };
    const { stderr } = await run(command, { portkey: portkeyWith(models) });
    expect(stderr).toContain('portai integrations models enable one gpt-4o');
    expect(stderr).toContain('portai integrations models list one');
  });

  test.each([
    ['a budget', budgetSpent],
    [
      'a rate',
      {
        status: 429,
        json: {
          error: {
            message: 'Rate Limit Exceeded',
            type: 'integration_rate_limit_error',
            code: null,
          },
        },
      },
    ],
  ])(
    '%s that ended the preflight ends with 11, as integrations validate does',
    async (_, limit) => {
      const ran = await run(command, { gateway: gatewayWith(limit) });
      expect(ran.code).toBe(11);
      expect(ran.stderr).toContain('says nothing against the key');
    },
  );

  test.each([
    ['is switched off', 'gpt-old', 'does not allow the model gpt-old'],
    ['is not listed', 'sonnet', 'lists no model'],
  ])('a model that %s is refused', async (_, model, says) => {
    const portkey = portkeyWith({
      allow_all_models: false,
      models: [row('gpt-4o'), row('gpt-old', false)],
    });
    const port = portWith();
    const ran = await run(`${command} --model ${model}`, { portkey, port });
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
    expect(writes(port)).toEqual([]);
  });

  test.each([
    ['a wrong key', wrongKey],
    ['a spent budget', budgetSpent],
  ])('with %s nothing is stored or written', async (_, answer) => {
    const port = portWith();
    const ran = await run(command, { port, gateway: gatewayWith(answer) });
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('nothing was stored or written');
    expect(ran.stderr).not.toContain('From now on');
    expect(writes(port)).toEqual([]);
  });
});

describe('a refusal in the middle', () => {
  const refusedTest: Answer = {
    status: 400,
    json: {
      ok: false,
      error: {
        name: 'LLMProviderModelTestError',
        message: "Connection test failed for provider 'openai-compatible'",
        details: { testedModels: { '@one/gpt-4o': { isValid: false, message: 'unreachable' } } },
      },
    },
  };

  test('by Port says that the secret stands, and how to take it back', async () => {
    const port = portWith({ write: refusedTest });
    const ran = await run(command, { port });
    expect(ran.code).toBe(8);
    expect(writes(port)).toEqual([store, create]);
    expect(ran.stderr).toContain('secret portkey-one');
    expect(ran.stderr).toContain('secrets delete portkey-one');
    expect(ran.stderr).not.toContain('From now on');
  });

  test('of the secret says that nothing was saved', async () => {
    const port = script({
      [list]: { json: { result: [] } },
      [secrets]: { json: { secrets: [] } },
      [store]: { status: 403, json: { ok: false, error: 'forbidden', message: 'No permission' } },
    });
    expect(await run(command, { port })).toMatchObject({ code: 7 });
    expect(writes(port)).toEqual([store]);
  });
});
