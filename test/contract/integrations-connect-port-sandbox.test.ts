import { describe, expect, test } from 'vitest';
import { sandboxPortkeyKeys } from '../../src/sandbox/portkey/keys.ts';
import { converse } from '../support/conversation.ts';
import { inSandbox, withIntegration } from '../support/portkey-integration.ts';
import { portai } from '../support/run.ts';

/** `integrations connect-port` against the sandbox, whose gateway is asked by both. */

describe('in the sandbox', () => {
  const env = { PORTAI_SANDBOX: '1', KEY: sandboxPortkeyKeys.member };
  const inPort = 'integrations connect-port openai-prod --value-env KEY';

  async function allowed(): Promise<string> {
    const dir = await withIntegration();
    await inSandbox(dir, 'PUT', '/integrations/openai-prod/models', {
      allow_all_models: false,
      models: [{ slug: 'gpt-5', enabled: true }],
    });
    return dir;
  }

  test('the gateway answers Port for a workspace that has access, and refuses one that has not', async () => {
    const dir = await allowed();
    expect(await portai(inPort, { dir, env })).toMatchObject({ code: 8 });
    await inSandbox(dir, 'PUT', '/integrations/openai-prod/workspaces', {
      workspaces: [{ id: 'eng', enabled: true }],
    });
    expect(await portai(inPort, { dir, env })).toMatchObject({ code: 0 });
    expect(await portai('validate openai-compatible', { dir, env })).toMatchObject({ code: 0 });
  });

  test('a model that is no longer allowed fails the test by Port', async () => {
    const dir = await allowed();
    await inSandbox(dir, 'PUT', '/integrations/openai-prod/workspaces', {
      workspaces: [{ id: 'eng', enabled: true }],
    });
    await portai(inPort, { dir, env });
    await inSandbox(dir, 'PUT', '/integrations/openai-prod/models', {
      allow_all_models: false,
      models: [{ slug: 'gpt-5', enabled: false }],
    });
    expect(await portai('validate openai-compatible', { dir, env })).toMatchObject({ code: 8 });
  });

  test('on a terminal another endpoint is replaced after a yes, and the key is typed unseen', async () => {
    const dir = await allowed();
    await inSandbox(dir, 'PUT', '/integrations/openai-prod/workspaces', {
      workspaces: [{ id: 'eng', enabled: true }],
    });
    const add = 'secrets add lite-key --value-env KEY';
    expect(await portai(add, { dir, env })).toMatchObject({ code: 0 });
    const put =
      'providers put openai-compatible --base-url https://llm.example.com/v1 --model my-model --api-key-secret lite-key';
    expect(await portai(put, { dir, env })).toMatchObject({ code: 0 });
    const talk = converse('integrations connect-port openai-prod', { dir, env });
    await talk.shows('now uses https://llm.example.com/v1');
    await talk.shows('Replace its configuration?');
    talk.type('y\r');
    await talk.shows('value of portkey-openai-prod');
    talk.type(`${sandboxPortkeyKeys.member}\r`);
    expect(await talk.ended).toBe(0);
    expect(talk.screen()).not.toContain(sandboxPortkeyKeys.member);
    expect(talk.screen()).toContain('Stored the secret portkey-openai-prod');
    expect((await portai('providers get openai-compatible', { dir, env })).stdout).toContain(
      '@openai-prod/gpt-5',
    );
  });
});
