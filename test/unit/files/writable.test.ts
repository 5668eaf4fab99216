import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { problemInWriting } from '../../../src/files/writable.ts';
import { scratch } from '../../support/scratch.ts';

const fresh = () => mkdtempSync(join(scratch(), 'writable-'));

test('a folder of one’s own, and one that could be made in it, are fine', async () => {
  const folder = fresh();
  expect(await problemInWriting(folder)).toBeUndefined();
  expect(await problemInWriting(join(folder, 'not', 'there', 'yet'))).toBeUndefined();
});

test('a file in the place of the folder, or above it, is named', async () => {
  const file = join(fresh(), 'file');
  writeFileSync(file, '');
  expect((await problemInWriting(file))?.message).toBe(
    `Cannot write to ${file}: it is a file, not a folder`,
  );
  const below = join(file, 'below');
  expect((await problemInWriting(below))?.message).toContain(below);
});

// Root may write where nobody else may.
test.skipIf(process.getuid?.() === 0)('a folder that may not be changed is named', async () => {
  const folder = join(fresh(), 'closed');
  mkdirSync(folder, { mode: 0o500 });
  expect((await problemInWriting(folder))?.message).toBe(
    `Cannot write to ${folder}: permission denied`,
  );
});
