import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Redactor } from '../../../src/core/redactor.ts';

/** Values a person could hold: no brackets, so that a mask never completes one. */
const held = fc
  .string({ minLength: 6, unit: 'binary' })
  .filter((text) => text.length >= 6 && !/[[\]]/.test(text) && !/^[A-Za-z]+$/.test(text));

const echoes: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'URL-encoded': (text) => encodeURIComponent(text),
  'form-encoded': (text) => new URLSearchParams([['', text]]).toString().slice(1),
  'JSON-escaped': (text) => JSON.stringify(text).slice(1, -1),
  base64: (text) => Buffer.from(text).toString('base64'),
};

describe('the Redactor', () => {
  test.each(Object.entries(echoes))('takes out a held value that is echoed %s', (_, echo) => {
    fc.assert(
      fc.property(held, fc.string(), fc.string(), (text, before, after) => {
        const redactor = new Redactor();
        redactor.hold(text);
        expect(redactor.redact(`${before}${echo(text)}${after}`)).not.toContain(echo(text));
      }),
    );
  });

  test('takes out the value without its outer blanks, and each line of several', () => {
    const redactor = new Redactor();
    redactor.hold('  first-line-of-it\r\nsecond-line-of-it\n');
    const redacted = redactor.redact('x first-line-of-it y second-line-of-it z');
    expect(redacted).toBe('x [secret] y [secret] z');
  });

  test('takes out several lines together without what stands around them, in Base64', () => {
    const redactor = new Redactor();
    redactor.hold('\n first-line-of-it\nsecond-line-of-it\n');
    const echoed = Buffer.from('first-line-of-it\nsecond-line-of-it').toString('base64');
    expect(redactor.redact(`no: ${echoed}`)).toBe('no: [secret]');
  });

  test('takes out a value with blanks that a form carries', () => {
    const redactor = new Redactor();
    redactor.hold('my pass 1');
    expect(redactor.redact('no: me&my+pass+1&more')).toBe('no: me&[secret]&more');
  });

  test('takes out the longer of two values that overlap, whatever came first', () => {
    const redactor = new Redactor();
    redactor.hold('abcde1');
    redactor.hold('abcde1-and-more');
    expect(redactor.redact('abcde1-and-more')).toBe('[secret]');
  });

  test('takes out a value that was cut off, and nothing behind it', () => {
    const redactor = new Redactor();
    redactor.hold('0123456789-abcdefghijklmnop');
    expect(redactor.redact('Key 0123456789-abcdefgh… is no good')).toBe('Key [secret]… is no good');
    expect(redactor.redact('0123456789-abcde0123456789-abcde')).toBe('[secret][secret]');
    expect(redactor.redact('Key 0123456789 is no good')).toBe('Key 0123456789 is no good');
  });

  test.each(['', 'u:', 'us:', 'use:'])(
    'takes out a value that %j stands before, in Base64',
    (user) => {
      const redactor = new Redactor();
      redactor.hold('p?~s-word>p?~s-word');
      for (const alphabet of ['base64', 'base64url'] as const) {
        const echoed = Buffer.from(`${user}p?~s-word>p?~s-word, and more`).toString(alphabet);
        const left = redactor.redact(echoed).replace('[secret]', '');
        expect(redactor.redact(echoed)).toContain('[secret]');
        expect(left.length).toBeLessThan(echoed.length / 2 + 5);
      }
    },
  );

  test('leaves short values alone, since they are words', () => {
    const redactor = new Redactor();
    redactor.hold('eu');
    expect(redactor.redact('region eu')).toBe('region eu');
  });
});

describe('a value that is an ordinary word', () => {
  const redactor = new Redactor();
  redactor.hold('secret');
  redactor.hold('providers');

  test.each([
    '--api-key-secret is required',
    'portai --sandbox secrets list',
    'portai providers put openai --api-key-secret openai-key',
    'The configuration names a secret that does not exist',
    'masked before: [secret]',
  ])('leaves our own words whole: %s', (text) => {
    expect(redactor.redact(text)).toBe(text);
  });

  test.each([
    ['your secret is secret!', 'your [secret] is [secret]!'],
    ['the value "Secret" is wrong', 'the value "[secret]" is wrong'],
    ['--api-key-secret is required', '--api-key-secret is required'],
    ['GET https://secret.example/v1/secrets', 'GET https://secret.example/v1/secrets'],
    ['masked before: [secret]', 'masked before: [secret]'],
  ])('goes as a whole word from the words of others: %s', (text, left) => {
    expect(redactor.redactForeign(text)).toBe(left);
  });

  test('goes where it stands alone as a value', () => {
    expect(redactor.redactValue(' secret\n')).toBe('[secret]');
    expect(redactor.redactValue('no secret here')).toBe('no secret here');
  });
});

describe('a value that is no ordinary word', () => {
  test.each(['hunter22', 'hunterTwo', 'huntersandtheirdogs'])(
    'goes from our own words as well: %s',
    (value) => {
      const redactor = new Redactor();
      redactor.hold(value);
      expect(redactor.redact(`The secret ${value} is wrong`)).toBe('The secret [secret] is wrong');
    },
  );
});

describe('a mask', () => {
  test('is never masked again, whatever is held', () => {
    const redactor = new Redactor();
    for (const value of ['secret', '[secret]', 'secret]-1', 'hunter2', 'hunter2-and-more']) {
      redactor.hold(value);
    }
    const once = redactor.redactForeign('hunter2-and-more, secret and hunter2');
    expect(once).toBe('[secret], [secret] and [secret]');
    expect(redactor.redactForeign(once)).toBe(once);
  });
});

test('a value that has a mask in it is taken out as a whole', () => {
  const redactor = new Redactor();
  redactor.hold('hunter2-[secret]-and-more');
  expect(redactor.redact('no: hunter2-[secret]-and-more!')).toBe('no: [secret]!');
});

/** Keys as vendors make them: letters of both cases and digits, nothing chosen. */
const key = fc
  .array(fc.constantFrom(...Array.from('aB3dE5gH7jK9mN1pQ2sT4vW6')), {
    minLength: 32,
    maxLength: 64,
  })
  .map((letters) => `k9Z${letters.join('')}`)
  .filter((text) => /\d/.test(text));

/** What a server may make of a key, each still enough to use it or to guess the rest. */
const disguises: Readonly<Record<string, (key: string) => string>> = {
  'without its first and last four': (text) => text.slice(4, -4),
  'only its last twenty': (text) => text.slice(-20),
  'only sixteen from its middle': (text) => text.slice(9, 25),
  'in capitals': (text) => text.toUpperCase(),
  'in small letters': (text) => text.toLowerCase(),
  'in hexadecimal': (text) => Buffer.from(text).toString('hex'),
  'in capital hexadecimal': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  backwards: (text) => Array.from(text).reverse().join(''),
  'broken by a line end': (text) => `${text.slice(0, 9)}\n  ${text.slice(9)}`,
  'with a zero-width blank inside': (text) => `${text.slice(0, 11)}\u200b${text.slice(11)}`,
};

/** Each character of a text in the way that pages, addresses and JSON write one they do not trust. */
const each = (write: (code: number) => string) => (text: string) =>
  Array.from(text, (letter) => write(letter.codePointAt(0) ?? 0)).join('');
const hex = (code: number) => code.toString(16);

const escapes: Readonly<Record<string, (text: string) => string>> = {
  'as decimal entities of HTML': each((code) => `&#${code};`),
  'as padded entities of HTML': each((code) => `&#${String(code).padStart(6, '0')};`),
  'as entities without their end': each((code) => `&#${code}`),
  'as hexadecimal entities of HTML': each((code) => `&#x${hex(code)};`),
  'as hexadecimal entities in capitals': each((code) => `&#X${hex(code).toUpperCase()};`),
  'percent-encoded throughout': each((code) => `%${hex(code).padStart(2, '0')}`),
  'percent-encoded twice': each((code) => `%25${hex(code).padStart(2, '0')}`),
  'percent-encoded three times': each((code) => `%2525${hex(code).padStart(2, '0')}`),
  'as escapes of JSON': each((code) => `\\u${hex(code).padStart(4, '0')}`),
  'as escapes of JSON in JSON': each((code) => `\\\\u${hex(code).padStart(4, '0')}`),
  'as escapes of JavaScript': each((code) => `\\x${hex(code).padStart(2, '0')}`),
  'as escapes with braces': each((code) => `\\u{${hex(code)}}`),
  'as entities that were escaped again': each((code) => `&amp;#${code};`),
  'in Base64': (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  'in Base64 of URLs': (text) => Buffer.from(text).toString('base64url'),
  'in Base64 that a URL carries': (text) =>
    encodeURIComponent(Buffer.from(text).toString('base64').replace(/=+$/, '')),
  'with one character as an entity': (text) =>
    `&#${text.codePointAt(0) ?? 0};${Array.from(text).slice(1).join('')}`,
};

describe('a value that a server escapes', () => {
  test.each(Object.entries(escapes))('is taken out %s, long and short', (_, write) => {
    for (const value of ['sk-a1', 'sk-proj-T3stT3stT3stT3st', 'p:ss/w+rd=1']) {
      const redactor = new Redactor();
      redactor.hold(`${value}_x9`);
      expect(redactor.redact(`You sent <${write(`${value}_x9`)}>.`)).toBe('You sent <[secret]>.');
    }
  });

  test.each([
    ['&lt;b&gt;sk&hyphen;', 'a name that keys do not need'],
    ['100&#37; of &#9999999; and %zz', 'numbers and octets that mean no character'],
    ['C:\\new\\users', 'paths'],
  ])('and what is no value stays as it was written: %s', (text) => {
    const redactor = new Redactor();
    redactor.hold('sk-a1_x9');
    expect(redactor.redact(text)).toBe(text);
  });

  test('is taken out with the signs that HTML has names for', () => {
    const redactor = new Redactor();
    redactor.hold('a+b/c="d&1>');
    expect(redactor.redact('no: a&plus;b&sol;c&equals;&quot;d&amp;1&gt;!')).toBe('no: [secret]!');
  });
});

describe('a long key that a server disguises', () => {
  test.each(Object.entries(disguises))('is taken out %s', (_, disguise) => {
    fc.assert(
      fc.property(key, (text) => {
        const redactor = new Redactor();
        redactor.hold(text);
        expect(redactor.redact(`You sent <${disguise(text)}>.`)).toBe('You sent <[secret]>.');
      }),
    );
  });

  test.each([
    ['a soft hyphen', '\u00ad'],
    ['a vowel separator', '\u180e'],
    ['a joiner', '\u200d'],
    ['a mark of direction', '\u202e'],
    ['a word joiner', '\u2060'],
    ['an isolate', '\u2067'],
    ['a byte order mark', '\ufeff'],
  ])('is taken out with %s inside, which nobody sees', (_, unseen) => {
    const redactor = new Redactor();
    redactor.hold('k9ZaB3dE5gH7jK9mN1pQ2sT4vW6');
    const text = `no: k9ZaB3dE5gH${unseen}7jK9mN1pQ2sT4vW6!`;
    expect(redactor.redact(text)).toBe('no: [secret]!');
  });

  test('is taken out in both forms where it is there twice', () => {
    const redactor = new Redactor();
    redactor.hold('k9ZaB3dE5gH7jK9mN1pQ2sT4vW6');
    const text = 'a k9ZaB3dE5gH7jK9mN1pQ b ZAB3DE5GH7JK9MN1PQ2ST4VW6 c';
    expect(redactor.redact(text)).toBe('a [secret] b [secret] c');
  });
});

describe('a key that nobody registered', () => {
  const text = 'no: AKIAIOSFODNN7EXAMPLE is unknown';

  test('is taken out by how it looks, from our own words and from those of others', () => {
    const redactor = new Redactor();
    expect(redactor.redact(text)).toBe('no: [secret] is unknown');
    expect(redactor.redactForeign(text)).toBe('no: [secret] is unknown');
    expect(redactor.redactValue(text)).toBe('no: [secret] is unknown');
  });
});

describe('a long value that is cut off', () => {
  test.each(['someone:9a8B7c6D5e4F3g2H1i0J', 'some@9a8B7c6D5e4F3g2H1i0J'])(
    'in front is taken out, whatever signs are in it: %s',
    (value) => {
      const redactor = new Redactor();
      redactor.hold(value);
      expect(redactor.redact('ends in 9a8B7c6D5e4F3g2H1i0J')).toBe('ends in [secret]');
    },
  );

  test('behind is taken out as far as it goes, also when it is made of words', () => {
    const redactor = new Redactor();
    redactor.hold('correct horse battery staple');
    expect(redactor.redact('begins with correct horse battery sta…')).toBe('begins with [secret]…');
  });

  test('in front stays when it is the host of an address, which has to be seen', () => {
    const redactor = new Redactor();
    redactor.hold('https://proxy-1.example.com:8443/v1');
    const text = 'Cannot reach proxy-1.example.com:8443';
    expect(redactor.redact(text)).toBe(text);
  });
});

describe('what stands near a value', () => {
  test.each([
    ['port@my-long-project-1234.iam.gserviceaccount.com', 'project my-long-project-1234 is gone'],
    ['port@my-long-project-1234.iam.gserviceaccount.com', 'ends in .iam.gserviceaccount.com'],
    ['onlysmallletterswithoutanydigits', 'smallletterswithout more'],
  ])('beside %s stays: %s', (value, text) => {
    const redactor = new Redactor();
    redactor.hold(value);
    expect(redactor.redact(text)).toBe(text);
  });
});

describe('a typed word that may be a value', () => {
  test('is masked until a document that was stored before holds it as a name', () => {
    const redactor = new Redactor();
    redactor.suspect('0b1e7a52-9f3c-4d6e-8a10-5c2f7e9b4d31');
    const text = 'no 0B1E7a52-9f3c-4d6e-8a10-5c2f7e9b4d31 there';
    expect(redactor.redact(text)).toBe('no [secret] there');
    redactor.vouchIn('{"name": "x0b1e7a52-9f3c-4d6e-8a10-5c2f7e9b4d31"}');
    expect(redactor.redact(text)).toBe('no [secret] there');
    redactor.vouchIn('{"name": "0b1e7a52-9f3c-4d6e-8a10-5c2f7e9b4d31"}');
    expect(redactor.redact(text)).toBe(text);
  });

  test('is masked as it was typed, in capitals or not', () => {
    const redactor = new Redactor();
    redactor.suspect('Tr0ub4dor-And-3');
    expect(redactor.redact('no Tr0ub4dor-And-3, no tr0ub4dor-and-3')).toBe(
      'no [secret], no [secret]',
    );
    redactor.vouchFor('tr0ub4dor-and-3');
    expect(redactor.redact('no Tr0ub4dor-And-3')).toBe('no Tr0ub4dor-And-3');
  });
});
