import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cell, styleOf, time, wantsColor } from '../../../src/ui/style.ts';
import { now, pipe, screen, sink } from '../../support/screens.ts';

const terminal = sink({ isTTY: true }).stream;
const piped = sink().stream;

describe('colour', () => {
  test.each<[boolean, string, boolean, Record<string, string>]>([
    [true, 'on a terminal', true, {}],
    [false, 'on a pipe', false, {}],
    [false, 'with --no-color', true, { noColor: 'flag' }],
    [false, 'with --no-color and FORCE_COLOR', true, { noColor: 'flag', FORCE_COLOR: '1' }],
    [false, 'with NO_COLOR', true, { NO_COLOR: '1' }],
    [true, 'with NO_COLOR that is empty', true, { NO_COLOR: '' }],
    [false, 'with NO_COLOR and FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }],
    [false, 'on a dumb terminal', true, { TERM: 'dumb' }],
    [true, 'on a dumb terminal with FORCE_COLOR', true, { TERM: 'dumb', FORCE_COLOR: '1' }],
    [true, 'on a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1' }],
    [false, 'on a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }],
    [false, 'on a pipe with FORCE_COLOR that is empty', false, { FORCE_COLOR: '' }],
  ])('is %j %s', async (wanted, _, isTTY, { noColor, ...env }) => {
    const options = { env, color: noColor === undefined, now };
    const stream = isTTY ? terminal : piped;
    expect(wantsColor(stream, options)).toBe(wanted);
    const style = await styleOf(stream, options);
    expect(style.good('ok') !== 'ok').toBe(wanted);
    expect(style.layout).toBe(isTTY ? 'screen' : 'rows');
  });
});

test('a terminal that does not say how wide it is has 80 columns', async () => {
  const { width } = await screen(0);
  expect(width).toBe(80);
});

describe('a time', () => {
  test.each([
    ['2026-01-15T12:00:00.000Z', 'just now'],
    ['2026-01-15T11:59:01Z', 'just now'],
    ['2026-01-15T11:59:00Z', '1 minute ago'],
    ['2026-01-15T09:00:00Z', '3 hours ago'],
    ['2026-01-15T13:00:00+04:00', '3 hours ago'],
    ['2026-01-14T11:00:00Z', '1 day ago'],
    ['2025-12-01T12:00:00Z', '1 month ago'],
    ['2023-01-01T00:00:00Z', '3 years ago'],
    ['2026-01-15T12:05:00Z', 'in 5 minutes'],
    ['2026-01-15T12:00:30Z', 'just now'],
  ])('%s is %s on a screen', async (iso, words) => {
    expect(time(iso, await screen(80))).toBe(words);
  });

  test('is ISO 8601 in UTC on a pipe', async () => {
    expect(time('2026-01-15T13:00:00+04:00', await pipe())).toBe('2026-01-15T09:00:00.000Z');
  });

  test.each([
    [undefined, '-'],
    [null, '-'],
    ['', '-'],
    ['yester\u001b[31mday', 'yesterday'],
  ])('%j that is none is shown as %s', async (iso, shown) => {
    expect(time(iso, await screen(80))).toBe(shown);
    expect(time(iso, await pipe())).toBe(shown);
  });
});

describe('a cell', () => {
  test('is one line without control characters, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: false }), (value) => {
        fc.pre(value === undefined || typeof JSON.stringify(value) === 'string');
        expect(cell(value)).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }),
    );
  });

  test.each([
    [undefined, '-'],
    [null, '-'],
    ['', '-'],
    [false, 'false'],
    [0, '0'],
    [['a'], '["a"]'],
    ['a\tb\nc', 'a b c'],
  ])('%j is %s', (value, shown) => {
    expect(cell(value)).toBe(shown);
  });
});
