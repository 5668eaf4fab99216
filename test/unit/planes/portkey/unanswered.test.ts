import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../../../src/core/errors.ts';
import { cancelled } from '../../../../src/core/interruption.ts';
import type { Send } from '../../../../src/core/http.ts';
import { Secret } from '../../../../src/core/secret.ts';
import { transportFailure } from '../../../../src/core/transport-causes.ts';
import type { calls } from '../../../../src/planes/portkey/calls.ts';
import { portkeyClient, type PortkeyClient } from '../../../../src/planes/portkey/client.ts';
import { portkeyApi } from '../../../../src/planes/portkey/open-client.ts';

type Calls = typeof calls;
type WriteCall = {
  [Name in keyof Calls]: ReturnType<Calls[Name]>['method'] extends 'GET' ? never : Name;
}[keyof Calls];

type Write = (client: PortkeyClient) => Promise<unknown>;

const creation = { name: 'A', slug: 'a', ai_provider_id: 'openai' };
const provider = { name: 'P', integration_id: 'a', workspace_id: 'w' };

/** Every call that changes something, and the command that shows it: a new one does not compile without. */
const writes: Readonly<Record<WriteCall, readonly [write: Write, look: string]>> = {
  createIntegration: [({ integrations }) => integrations.create(creation), 'integrations get a'],
  updateIntegration: [
    ({ integrations }) => integrations.update('a', { name: 'B' }),
    'integrations get a',
  ],
  deleteIntegration: [({ integrations }) => integrations.delete('a'), 'integrations get a'],
  putModels: [({ models }) => models.put('a', { models: [] }), 'integrations models list a'],
  deleteModels: [({ models }) => models.delete('a', ['m']), 'integrations models list a'],
  deleteModelsByBody: [
    ({ models }) => models.delete('a', ['m'], 'body'),
    'integrations models list a',
  ],
  putWorkspaceAccess: [
    ({ workspaceAccess }) =>
      workspaceAccess.put('a', { workspaces: [], override_existing_workspace_access: false }),
    'integrations workspaces list a',
  ],
  createProvider: [({ providers }) => providers.create(provider), 'integrations access'],
  updateProvider: [({ providers }) => providers.update('p', { name: 'Q' }), 'integrations access'],
  deleteProvider: [({ providers }) => providers.delete('p'), 'integrations access'],
};

const table = Object.entries(writes).map(([name, [write, look]]) => ({ name, write, look }));

const clientOf = (send: Send, signal?: AbortSignal) =>
  portkeyClient(
    portkeyApi({
      baseUrl: 'https://portkey.example.com/v1',
      apiKey: () => Promise.resolve(new Secret('pk-test-key')),
      redact: (text) => text,
      userAgent: 'test',
      send,
      ...(signal === undefined ? {} : { signal }),
    }),
  );

/** The refusal of a write, and the commands that it comes with. */
async function failureOf(write: Write, send: Send, signal?: AbortSignal) {
  const error: unknown = await write(clientOf(send, signal)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PortaiError)) return expect.fail(`no refusal: ${String(error)}`);
  const { hint = '', next = [], exit } = error.failure;
  return { exit, hint, next: next.map(({ command }) => command.join(' ')) };
}

const answering =
  (status: number, body: string): Send =>
  () =>
    Promise.resolve({ status, headers: {}, body });

const refusing =
  (error: PortaiError): Send =>
  () =>
    Promise.reject(error);

const lost: readonly (readonly [string, Send])[] = [
  [
    'runs out of time',
    refusing(transportFailure('TIMEOUT', 'timed out', { details: { sent: true } })),
  ],
  [
    'is cut off',
    refusing(transportFailure('CONNECTION_RESET', 'closed', { details: { sent: true } })),
  ],
  ['is answered 500', answering(500, '{"success":false,"data":{"errorCode":"AB04"}}')],
  ['is answered 502 by a gateway', answering(502, '<!doctype html><title>Bad gateway</title>')],
  ['is answered 504', answering(504, '')],
  ['is answered with half a body', answering(200, '{"success": tr')],
];

describe.each(table)('$name', ({ write, look }) => {
  test.each(lost)(
    'that %s may have been made, and names the command that shows it',
    async (...[, send]) => {
      const { hint, next } = await failureOf(write, send);
      expect(hint).toContain('may have been made');
      expect(next[0]).toBe(look);
    },
  );

  test('that was on its way at Ctrl-C may have been made', async () => {
    const stop = new AbortController();
    const send: Send = () => {
      stop.abort('interrupted');
      return Promise.reject(new Error('woken up'));
    };
    const { exit, hint, next } = await failureOf(write, send, stop.signal);
    expect({ exit, next }).toEqual({ exit: 'interrupted', next: [look] });
    expect(hint).toContain('may have been made');
  });

  test('that was stopped by what reports the stop itself may have been made', async () => {
    const { exit, next } = await failureOf(write, refusing(cancelled('Stopped', 'terminated')));
    expect({ exit, next }).toEqual({ exit: 'terminated', next: [look] });
  });

  test.each([
    [
      'never left',
      refusing(transportFailure('CONNECT_REFUSED', 'refused', { details: { sent: false } })),
    ],
    ['was refused', answering(400, '{"success":false,"data":{"errorCode":"AB01"}}')],
  ])('that %s was not made, and nothing else is said', async (_, send) => {
    expect((await failureOf(write, send)).hint).not.toContain('may have been made');
  });
});

test('a read that fails changes nothing, and says nothing of a change', async () => {
  const { hint } = await failureOf(({ integrations }) => integrations.get('a'), answering(500, ''));
  expect(hint).not.toContain('may have been made');
});
