import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { terminalJson, terminalLine, terminalText } from '../../../../src/core/text/terminal.ts';

describe('text for a terminal', () => {
  test.each([
    ['colour', 'a\u001b[31mb\u001b[0mc', 'abc'],
    ['true colour', 'a\u001b[38;2;255;0;0mb', 'ab'],
    ['colour with colons', 'a\u001b[38:2::255:0:0mb', 'ab'],
    ['cursor movement', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
    ['private modes', 'a\u001b[?25l\u001b[>4;1mb', 'ab'],
    ['a window title', 'a\u001b]0;owned\u0007b', 'ab'],
    ['a link', '\u001b]8;;https://evil.example\u001b\\text\u001b]8;;\u001b\\', 'text'],
    ['a clipboard write', 'a\u001b]52;c;ZWNobyBoaQ==\u0007b', 'ab'],
    ['an OSC that never ends', 'a\u001b]0;owned', 'a'],
    ['a device control string', 'a\u001bP1$r0m\u001b\\b', 'ab'],
    ['a privacy message', 'a\u001b^hidden\u001b\\b', 'ab'],
    ['an application command', 'a\u001b_hidden\u001b\\b', 'ab'],
    ['8-bit CSI', 'a\u009b31mb', 'ab'],
    ['8-bit OSC', 'a\u009d0;owned\u009cb', 'ab'],
    ['8-bit DCS', 'a\u0090q#0\u009cb', 'ab'],
    ['8-bit controls by themselves', 'a\u0085\u008db', 'ab'],
    ['a reset', 'a\u001bcb', 'ab'],
    ['a character set', 'a\u001b(0b', 'ab'],
    ['backspaces', 'rm\b\bls', 'rmls'],
    ['a bell and a delete', 'a\u0007\u007fb', 'ab'],
    ['direction overrides', 'a\u202egnp.exe\u202c\u2066b\u2069\u200f\u061c', 'agnp.exeb'],
    ['a zero-width blank and a byte order mark', 'a\u200b\ufeffb', 'ab'],
    ['a soft hyphen and a word joiner', 'a\u00ad\u2060b', 'ab'],
    ['line ends of another kind', 'a\u2028\u2029b', 'ab'],
    ['a Mongolian separator and a filler', 'a\u180e\u3164b', 'ab'],
    ['tags', 'a\u{e0001}\u{e0068}\u{e0069}b', 'ab'],
    ['a lone escape at the end', 'a\u001b', 'a'],
  ])('loses %s', (_, text, safe) => {
    expect(terminalText(text)).toBe(safe);
    expect(terminalLine(text)).toBe(safe);
  });

  test('keeps its lines and tabs, while a line has neither', () => {
    expect(terminalText('a\r\n\tb')).toBe('a\n\tb');
    expect(terminalLine(' a\r\n\tb\rc ')).toBe('a b c');
  });
});

/** Characters that steer terminals, mixed with the printable ones that follow them. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('\u001b\u009b\u009d\u0090\u009c\u0007\\[]();?0123456789mHJPX^_ab \n\t\r\u202e'),
    ),
    maxLength: 40,
  }),
);

describe('whatever comes in', () => {
  test('a text has no control characters but line ends and tabs', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(terminalText(text).replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }),
    );
  });

  test('a line has none at all', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(terminalLine(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  test('nothing is left to be taken out a second time', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(terminalText(terminalText(text))).toBe(terminalText(text));
      }),
    );
  });

  test('printable text stays as it is', () => {
    const printable = fc
      .string({ unit: 'grapheme' })
      .filter(
        (text) => !/[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/u.test(text),
      );
    fc.assert(
      fc.property(printable, (text) => {
        expect(terminalText(text)).toBe(text);
      }),
    );
  });

  test.each([
    'Größe 👩‍💻 ok',
    '日本語テキスト',
    'עברית',
    'e\u0301',
    '[31m',
    '𝒳',
    'می\u200cخواهم',
    '❤\ufe0f',
  ])('%s stays', (text) => {
    expect(terminalText(text)).toBe(text);
    expect(terminalLine(text)).toBe(text);
  });
});

describe('JSON for a terminal', () => {
  test('says the same, and shows nothing that steers or hides', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = terminalJson(JSON.stringify({ [text]: text }, null, 2));
        expect(shown.replaceAll('\n', '')).toBe(terminalText(shown).replaceAll('\n', ''));
        expect(JSON.parse(shown)).toEqual({ [text]: text });
      }),
    );
  });

  test('escapes tags, which take two units', () => {
    expect(terminalJson('"\u{e0068}"')).toBe('"\\udb40\\udc68"');
  });
});
