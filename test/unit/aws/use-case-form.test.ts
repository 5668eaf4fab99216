import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formText,
  industryFields,
  intendedUsers,
  readForm,
  useCaseForm,
  usersOf,
} from '../../../src/aws/use-case-form.ts';

const form = {
  companyName: 'Acme',
  companyWebsite: 'https://acme.example',
  intendedUsers: '0',
  industryOption: 'Software',
  otherIndustryOption: '',
  useCases: 'Internal developer portal assistant',
} as const;
const accepts = (changes: object) => useCaseForm.safeParse({ ...form, ...changes }).success;
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe("Anthropic's use-case form", () => {
  test('is sent as the JSON that AWS shows as its example', () => {
    expect(formText(useCaseForm.parse(form))).toBe(
      '{"companyName":"Acme","companyWebsite":"https://acme.example","intendedUsers":"0","industryOption":"Software","otherIndustryOption":"","useCases":"Internal developer portal assistant"}',
    );
  });

  test.each([
    ['https://acme.example', true],
    ['http://acme.example/about', true],
    ['acme.example', false],
    ['ftp://acme.example', false],
    ['javascript:alert(1)', false],
    ['', false],
  ])('takes %j as a web address: %s', (companyWebsite, taken) => {
    expect(accepts({ companyWebsite })).toBe(taken);
  });

  test.each(['companyName', 'industryOption', 'useCases'])(
    'needs more than blanks in %s',
    (field) => {
      expect(accepts({ [field]: '             ' })).toBe(false);
    },
  );

  test('never exceeds the bytes that AWS takes, in any script', () => {
    const part = fc.string({ unit: 'binary', maxLength: 205 });
    const long = part.map((once) => once.repeat(40));
    fc.assert(
      fc.property(part, long, (companyName, useCases) => {
        const read = useCaseForm.safeParse({ ...form, companyName, useCases });
        const bytes = read.success ? Buffer.byteLength(formText(read.data)) : 10;
        expect(bytes).toBeGreaterThanOrEqual(10);
        expect(bytes).toBeLessThanOrEqual(16_384);
      }),
    );
    expect(accepts({ useCases: 'x'.repeat(8192) })).toBe(true);
    expect(accepts({ useCases: '\u0001'.repeat(8192) })).toBe(false);
    expect(accepts({ companyWebsite: `https://acme.example/${'x'.repeat(16_384)}` })).toBe(false);
  });

  // AWS' user guide, "Manage model access": the length that each text may have.
  test.each([
    ['companyName', 128],
    ['industryOption', 128],
    ['otherIndustryOption', 128],
    ['useCases', 8192],
  ] as const)('takes %s of up to %d characters', (field, most) => {
    expect(accepts({ [field]: 'x'.repeat(most) })).toBe(true);
    expect(accepts({ [field]: 'x'.repeat(most + 1) })).toBe(false);
  });

  // The same page: 0 is internal, 1 is external, 2 is both.
  test.each([
    ['internal', '0'],
    ['external', '1'],
    ['both', '2'],
  ] as const)('declares users that are %s as %s, and reads them back', (who, sent) => {
    expect(intendedUsers[who]).toBe(sent);
    expect(usersOf(useCaseForm.parse({ ...form, intendedUsers: sent }))).toBe(who);
  });

  test('takes no other word for the users', () => {
    for (const word of ['3', '-1', '', 'internal', '100-1000']) {
      expect(accepts({ intendedUsers: word })).toBe(false);
    }
  });

  test.each([
    ['technology', 'Technology', ''],
    ['HEALTHCARE', 'HealthCare', ''],
    [' Education ', 'Education', ''],
    ['Energy', 'Energy', ''],
    ['Agriculture', 'Other', 'Agriculture'],
    ['Other', 'Other', 'Other'],
    ['', '', ''],
  ])('declares the industry %j as %j and %j', (given, industryOption, otherIndustryOption) => {
    expect(industryFields(given)).toEqual({ industryOption, otherIndustryOption });
  });

  test('is read back plain, encoded once, and encoded twice', () => {
    const text = formText(form);
    for (const stored of [text, base64(text), base64(base64(text))]) {
      expect(readForm(stored)).toEqual(form);
    }
  });

  test.each(['', 'no form', base64('no form'), '[]', '"text"', '{"companyName":7}'])(
    'is not read from %j',
    (text) => {
      expect(readForm(text)).toBeUndefined();
    },
  );
});
