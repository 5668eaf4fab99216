import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecordedChange } from '../../../src/core/recorded-change.ts';
import { appendChange, appendEnding, readChanges } from '../../../src/settings/change-history.ts';
import { freshFolder } from '../../support/run.ts';

const change = (id: string, at = '2026-03-04T05:06:07.000Z'): RecordedChange => ({
  ...{ id, at, who: null, organization: null, profile: 'default', plane: 'port' },
  ...{ address: 'https://api.port.io', command: ['secrets', 'set'], action: 'updated' },
  ...{ kind: 'secret', name: 'key', changed: ['value'], requestId: null, outcome: 'unanswered' },
});

const idsIn = async (dir: string, limit?: number) =>
  (await readChanges(dir, () => true, limit)).changes.map(({ id }) => id);

describe('the history of changes', () => {
  test('takes how a change ended from the line that was written after it', async () => {
    const dir = freshFolder();
    const { at } = change('a');
    for (const id of ['a', 'b', 'c', 'd']) await appendChange(dir, change(id));
    await appendEnding(dir, { id: 'a', at, outcome: 'made', requestId: 'r-1' });
    await appendEnding(dir, { id: 'c', at, outcome: 'refused', requestId: 'r-2' });
    await appendEnding(dir, { id: 'd', at, outcome: 'unanswered', requestId: 'r-3' });
    expect(await readChanges(dir, () => true)).toEqual({
      changes: [
        { ...change('d'), requestId: 'r-3' },
        change('b'),
        { ...change('a'), outcome: 'made', requestId: 'r-1' },
      ],
      unreadable: 0,
    });
  });

  test('begins another file of the day before one is too large to be read', async () => {
    const dir = freshFolder();
    mkdirSync(join(dir, 'history'), { mode: 0o700 });
    const day = (name: string, id: string, length = 0) => {
      const line = JSON.stringify({ version: 1, ...change(id) });
      const text = `\n${line}\n${'\n'.repeat(length)}`;
      writeFileSync(join(dir, 'history', name), text, { mode: 0o600 });
    };
    day('2026-03-03.jsonl', 'day before');
    day('2026-03-04.jsonl', 'first', 4 * 1024 ** 2);
    for (let part = 2; part <= 10; part += 1) {
      day(`2026-03-04.${part}.jsonl`, `part ${part}`, 4 * 1024 ** 2);
    }
    await appendChange(dir, change('latest'));
    expect(readdirSync(join(dir, 'history'))).toContain('2026-03-04.11.jsonl');
    expect(await idsIn(dir)).toEqual([
      'latest',
      ...[10, 9, 8, 7, 6, 5, 4, 3, 2].map((part) => `part ${part}`),
      'first',
      'day before',
    ]);
    expect(await idsIn(dir, 2)).toEqual(['latest', 'part 10']);
  });

  test('passes over files that are not of the history', async () => {
    const dir = freshFolder();
    await appendChange(dir, change('a'));
    writeFileSync(join(dir, 'history', '2026-03-04.jsonl.bak'), 'x', { mode: 0o600 });
    writeFileSync(join(dir, 'history', 'notes.txt'), 'x', { mode: 0o600 });
    expect(await idsIn(dir)).toEqual(['a']);
  });
});
