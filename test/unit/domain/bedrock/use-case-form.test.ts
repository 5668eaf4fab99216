import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formText, readForm, useCaseForm } from '../../../../src/domain/bedrock/use-case-form.ts';

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
    const text = (maxLength: number) => fc.string({ unit: 'binary', maxLength });
    fc.assert(
      fc.property(text(200), text(4000), (companyName, useCases) => {
        const read = useCaseForm.safeParse({ ...form, companyName, useCases });
        const bytes = read.success ? Buffer.byteLength(formText(read.data)) : 10;
        expect(bytes).toBeGreaterThanOrEqual(10);
        expect(bytes).toBeLessThanOrEqual(16_384);
      }),
    );
    expect(accepts({ useCases: 'x'.repeat(4000) })).toBe(true);
    expect(accepts({ useCases: '\u0001'.repeat(4000) })).toBe(false);
    expect(accepts({ companyWebsite: `https://acme.example/${'x'.repeat(16_384)}` })).toBe(false);
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
