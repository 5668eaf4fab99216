import { expect, test } from 'vitest';
import { readLimitsFile } from '../../../../src/operations/integrations/limits-file.ts';

const messagesOf = (text: string) =>
  readLimitsFile(text, 'l.csv').problems.map(({ error }) => error.message);

test('a file is read by its header, whatever the order of its columns', () => {
  const { targets, problems } = readLimitsFile(
    'rate,workspace\r\n"requests:1/min",eng\r\n',
    'l.csv',
  );
  expect(problems).toEqual([]);
  expect(targets).toEqual([
    {
      workspace: 'eng',
      place: { file: 'l.csv', line: 2 },
      words: expect.objectContaining({ rates: ['requests:1/min'] }),
    },
  ]);
});

test('a mistake of the header hides none of the lines below it, and no line is told of a missing column', () => {
  expect(messagesOf('workspace,budget,rate\neng,5,\n,5,\n')).toEqual([
    'l.csv line 1: there is no column "budget"',
    'l.csv line 3: the workspace is missing',
  ]);
  expect(messagesOf('budget_usd\n0\n')).toEqual([
    'l.csv line 1: the header needs a column "workspace"',
    expect.stringContaining('l.csv line 2: budget_usd takes 1 or more'),
  ]);
});

test('a line without a workspace hides no other', () => {
  const { targets, problems } = readLimitsFile('workspace,budget_usd\n,5\neng,5\n', 'l.csv');
  expect(targets.map(({ workspace }) => workspace)).toEqual(['eng']);
  expect(problems).toHaveLength(1);
});

test('a file without lines is told so', () => {
  expect(messagesOf('workspace\n')).toEqual(['l.csv line 2: no workspace follows the header']);
});
