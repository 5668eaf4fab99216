import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { terminal } from '../support/pty.ts';
import { serveHttp, type TestServer } from '../support/servers.ts';
import { start } from '../support/spawn.ts';

let server: TestServer;
let answer: Promise<ServerResponse>;
let env: Record<string, string>;

const said = (text: string) => `event: execution\ndata: ${text}\n\n`;
const done = 'event: done\ndata: {}\n\n';

// It sends the first event of an answer, and the rest when the test says so.
beforeEach(async () => {
  const arrival = new EventTarget();
  let response: ServerResponse | undefined;
  answer = once(arrival, 'request').then(() => {
    if (!response) throw new Error('nothing arrived');
    return response;
  });
  server = await serveHttp((request, outgoing) => {
    request.resume();
    response = outgoing;
    outgoing.on('error', () => undefined);
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
    outgoing.write(said('the first'));
    arrival.dispatchEvent(new Event('request'));
  });
  env = { PORT_BASE_URL: server.url, PORT_ACCESS_TOKEN: 'a-token-of-this-test' };
});
afterEach(() => server.close());

describe('an answer that is written slowly', () => {
  test.each(['ask hello', 'ask hello --json'])(
    'is in the pipe before the last event is sent: %s',
    async (words) => {
      const running = start(words, { env });
      await running.says('the first', 'stdout');
      (await answer).end(`${said(' and the last')}${done}`);
      const ran = await running.ended;
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.stdout).toContain('and the last');
    },
  );

  test('is on the screen before the last event is sent', async () => {
    const screen = terminal('ask hello', { env });
    await screen.shows('the first');
    (await answer).end(`${said(' and the last')}${done}`);
    expect(await screen.ended).toBe(0);
    expect(screen.screen()).toContain('the first and the last');
  });

  test('is cut by Ctrl-C: what was written stays, and the rest may go on at Port', async () => {
    const running = start('ask hello', { env });
    await running.says('the first', 'stdout');
    running.signal('SIGINT');
    const ran = await running.ended;
    expect(ran).toMatchObject({ code: 130, stdout: 'the first\n' });
    expect(ran.stderr).toContain('may go on at Port');
  });

  test('that the server cuts is an incomplete one', async () => {
    const running = start('ask hello', { env });
    await running.says('the first', 'stdout');
    (await answer).destroy();
    const ran = await running.ended;
    expect(ran).toMatchObject({ code: 6, stdout: 'the first\n' });
    expect(ran.stderr).toContain('AnswerIncomplete');
  });
});
