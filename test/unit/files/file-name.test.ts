import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileNameOf, nameOfFile } from '../../../src/files/file-name.ts';

/** Names that Windows keeps for devices, from its documentation on naming files. */
const devices = [
  ...['CON', 'PRN', 'AUX', 'NUL'],
  ...['1', '2', '3', '4', '5', '6', '7', '8', '9'].flatMap((n) => [`COM${n}`, `LPT${n}`]),
];

const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,12}$/);
const cased = name.chain((text) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((flips) => [
      text,
      text.replace(/./g, (c, i: number) => (flips[i] ? c.toUpperCase() : c.toLowerCase())),
    ]),
);

describe('the file of a name', () => {
  test('is the name itself where that is small', () => {
    expect(['default', 'prod-eu', '_a.b'].map(fileNameOf)).toEqual(['default', 'prod-eu', '_a.b']);
  });

  test('is not shared by names that differ in case only, on a file system that ignores case', () => {
    fc.assert(
      fc.property(cased, ([one = '', other = '']) => {
        const share = fileNameOf(one).toLowerCase() === fileNameOf(other).toLowerCase();
        return share === (one === other);
      }),
    );
  });

  test('leads back to the name', () => {
    fc.assert(fc.property(name, (each) => nameOfFile(fileNameOf(each)) === each));
  });

  test.each(devices.flatMap((d) => [d, d.toLowerCase(), `${d.toLowerCase()}.x`, `${d}.X`]))(
    'is no device of Windows for the name %s, and leads back to it',
    (each) => {
      const [base = ''] = `${fileNameOf(each)}.json`.split('.');
      expect(devices).not.toContain(base.toUpperCase());
      expect(nameOfFile(fileNameOf(each))).toBe(each);
    },
  );

  test.each(['Prod', '.DS_Store', 'a+', '++a', 'con'])("%s is nobody's file", (file) => {
    expect(nameOfFile(file)).toBeUndefined();
  });
});
