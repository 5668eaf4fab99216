import { describe, expect, test } from 'vitest';
import { doctorPage } from '../../../../src/ui/render/doctor-page/page.ts';
import { brokenReport, check, report } from '../../../support/doctor-views.ts';

const facts = {
  now: new Date('2026-03-04T05:06:07Z'),
  version: '1.2.3',
  tested: true,
  command: 'portai doctor --validate',
};

/** The words of a page, without its markup. */
const wordsOf = (page: string) =>
  page
    .replace(/<(style|title)>[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe("the doctor's page", () => {
  test('begins with what is wrong and what to type first', () => {
    const words = wordsOf(doctorPage([brokenReport], facts));
    expect(words).toContain('LLM providers of Acme');
    expect(words).toContain('Seen at 2026-03-04 05:06 UTC by portai 1.2.3');
    expect(words).toContain('1 failed, 1 to look at, 1 not known, 1 check passed');
    expect(words).toContain(
      'Begin here. openai, Secrets exist: Do not exist: openai-key portai secrets add openai-key store the value',
    );
  });

  test('says each verdict by a word, with its fix and its command where something is wrong', () => {
    const words = wordsOf(doctorPage([brokenReport], facts));
    for (const each of [
      '✓ pass Address',
      '– skip CA file',
      '! warn Clock This machine is 90 s ahead of the server Set the clock by NTP timedatectl status',
      '✗ fail Secrets exist',
      '? unknown Connection not looked at',
    ]) {
      expect(words).toContain(each);
    }
  });

  test('shows what rests on what, and says the same as a list', () => {
    const words = wordsOf(doctorPage([brokenReport], facts));
    for (const each of [
      'openai-key does not exist',
      'aws-key not readable',
      'claude-haiku-4-5 works',
      'claude-opus-4-6 refused',
      'gpt-5 default',
      '1 model switched off',
      'anthropic disabled',
      'openai openai-key (does not exist) gpt-5 (default), o1-mini (ends on 2026-12-01), gpt-4o (switched off)',
    ]) {
      expect(words).toContain(each);
    }
  });

  test('gives no sign of well-being to a model that was not tested, nor to a provider with a failed check', () => {
    const page = doctorPage([brokenReport], facts);
    const boxOf = (name: string) => page.split('<g ').find((each) => each.includes(`>${name}<`));
    expect(boxOf('gpt-5')).not.toContain('✓');
    expect(boxOf('openai')).not.toContain('✓');
    expect(boxOf('openai')).toContain('✗');
  });

  test('draws the longest answer as the whole width and the others by their share', () => {
    const page = doctorPage([brokenReport], facts);
    expect(page).toMatch(/bedrock claude-haiku-4-5<.*width:100%.*1200 ms/);
    expect(page).toMatch(/bedrock claude-opus-4-6<.*width:25%.*300 ms/);
  });

  test('says that no connection was tested where none was', () => {
    const words = wordsOf(doctorPage([report()], { ...facts, tested: false }));
    expect(words).toContain('No connection was tested');
    expect(words).toContain('Nothing wrong was found: 1 check passed');
    expect(words).not.toContain('How long answers took');
  });

  test('leads from a line a profile to its part where there are several', () => {
    const page = doctorPage([report(), { ...brokenReport, profile: 'eu' }], facts);
    for (const [index, profile] of ['default', 'eu'].entries()) {
      expect(page).toContain(`<a href="#profile-${index + 1}">${profile}</a>`);
      expect(page).toContain(`id="profile-${index + 1}"`);
    }
  });

  const hostile = `</style><script src=//x.example>&"'\u001b[2J\u202e`;

  test('makes no markup of what a server wrote, loads nothing and runs nothing', () => {
    const page = doctorPage(
      [
        {
          ...brokenReport,
          ...{ profile: hostile, address: hostile, organization: { name: hostile } },
          checks: brokenReport.checks.map((each) => ({
            ...each,
            ...{ title: hostile, says: hostile, fix: hostile, provider: hostile },
            next: [{ command: hostile, why: hostile }],
          })),
          providers: brokenReport.providers.map((each) => ({
            ...each,
            provider: hostile,
            secrets: [{ name: hostile, exists: true }],
            models: each.models.map((model) => ({ ...model, model: hostile, retires: hostile })),
          })),
        },
      ],
      facts,
    );
    expect(page).not.toMatch(/<script|\u001b|\u202e/);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    // Nothing leads out of the page: no address in any attribute or style.
    const markup = page.replace(/>[^<]*</g, '><');
    expect(markup).not.toMatch(/\ssrc=|url\(|@import|href="(?!#)|<(?:link|img|iframe|object)/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  test('is balanced: each element that is opened is closed', () => {
    const page = doctorPage(
      [brokenReport, report({ checks: [check({ verdict: 'skip' })] })],
      facts,
    );
    const open: string[] = [];
    for (const [, slash, name = '', self] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
      if (['meta', 'br'].includes(name) || self === '/') continue;
      if (slash === '/') expect(open.pop()).toBe(name);
      else open.push(name);
    }
    expect(open).toEqual([]);
  });
});
