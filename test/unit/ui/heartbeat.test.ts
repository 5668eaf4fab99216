import { describe, expect, test } from 'vitest';
import { heartbeat } from '../../../src/ui/heartbeat.ts';
import { sink } from '../../support/screens.ts';

/** A clock that stands until it is turned; sleepers wake when their time has come. */
function clock() {
  let time = 0;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  return {
    now: () => new Date(time),
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const sleeper = { at: time + milliseconds, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(new Error('woken up'));
        });
      }),
    turn: async (seconds: number) => {
      for (let second = 0; second < seconds; second++) {
        time += 1_000;
        for (const sleeper of sleepers) {
          if (sleeper.at > time) continue;
          sleepers.delete(sleeper);
          sleeper.wake();
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

function beating({ isTTY = false } = {}) {
  const { now, sleep, turn } = clock();
  const { stream, text } = sink({ isTTY, columns: 60 });
  const notes: string[] = [];
  const redact = (words: string) => words.replaceAll('hidden', '[secret]');
  const heart = heartbeat({ stream, note: (line) => notes.push(line), redact, now, sleep });
  return { heart, turn, notes, screen: text };
}

describe('a heartbeat in a pipe', () => {
  test('says nothing in the first three seconds', async () => {
    const { heart, turn, notes } = beating();
    heart.sent('1', 'the model gpt-5');
    await turn(2);
    heart.answered('1');
    await turn(60);
    expect(notes).toEqual([]);
  });

  test('says after three seconds what is waited for, then every fifteen', async () => {
    const { heart, turn, notes } = beating();
    heart.sent('1', 'the model gpt-5');
    await turn(34);
    expect(notes).toEqual([
      'waiting for the model gpt-5, 3 s',
      'waiting for the model gpt-5, 18 s',
      'waiting for the model gpt-5, 33 s',
    ]);
  });

  test('names the one that is waited for longest, and counts the others', async () => {
    const { heart, turn, notes } = beating();
    heart.sent('1', 'the model a');
    heart.sent('2', 'the model hidden');
    heart.sent('3', 'the model c');
    await turn(1);
    heart.answered('1');
    await turn(2);
    expect(notes).toEqual(['waiting for the model [secret] and 1 more, 3 s']);
  });

  test('starts anew for a later wait', async () => {
    const { heart, turn, notes } = beating();
    heart.sent('1', 'the model a');
    await turn(4);
    heart.answered('1');
    await turn(10);
    heart.sent('2', 'the model b');
    await turn(4);
    expect(notes).toEqual(['waiting for the model a, 3 s', 'waiting for the model b, 3 s']);
  });

  test('says nothing after its end', async () => {
    const { heart, turn, notes } = beating();
    heart.sent('1', 'the model a');
    heart.stop();
    await turn(60);
    expect(notes).toEqual([]);
  });
});

describe('a heartbeat on a terminal', () => {
  test('rewrites one line every second, and leaves none behind', async () => {
    const { heart, turn, notes, screen } = beating({ isTTY: true });
    heart.sent('1', 'the model gpt-5');
    await turn(5);
    heart.answered('1');
    expect(notes).toEqual([]);
    expect(screen()).toBe(
      [3, 4, 5].map((s) => `\r\u001b[Kwaiting for the model gpt-5, ${s} s`).join('') + '\r\u001b[K',
    );
  });

  test('stays on one line, and takes no orders from a name', async () => {
    const { heart, turn, screen } = beating({ isTTY: true });
    heart.sent('1', `a\u001b[2Jb ${'long '.repeat(40)}`);
    await turn(3);
    const [, line = ''] = screen().split('\r\u001b[K');
    expect(line.length).toBeLessThan(60);
    expect(line).toMatch(/^waiting for ab long/);
  });
});
