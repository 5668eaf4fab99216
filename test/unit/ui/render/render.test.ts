import { describe, expect, test } from 'vitest';
import type { Style } from '../../../../src/ui/style.ts';
import { renderDefaults } from '../../../../src/ui/render/defaults.ts';
import { renderFailure } from '../../../../src/ui/render/failure.ts';
import {
  renderModels,
  renderProvider,
  renderProviders,
} from '../../../../src/ui/render/providers.ts';
import { renderDone, renderDryRun, renderPut } from '../../../../src/ui/render/put.ts';
import { renderSecret, renderSecrets, renderUsages } from '../../../../src/ui/render/secrets.ts';
import { renderStatic, renderValidation } from '../../../../src/ui/render/validation.ts';
import { pipe, screen } from '../../../support/screens.ts';

/** Text as a hostile server would send it: paint, a title, 8-bit controls, new lines and rows. */
const bad = 'x\u001b[31my\u001b]0;t\u0007\u009b2J\u202e\r\nnew\trow';
const clean = 'xy new row';

const detail = {
  provider: bad,
  title: bad,
  variant: bad,
  enabled: true,
  config: { [bad]: bad, list: [bad] },
  models: [bad],
  allModels: [
    { model: bad, enabled: true },
    { model: bad, enabled: false },
  ],
  updatedAt: bad,
  updatedBy: bad,
};
const validated = { provider: bad, enabled: true };
const result = { model: bad, status: 'invalid' as const, message: bad };

/** Every renderer that shows words of a server, with nothing but hostile words. */
const renderers: Readonly<Record<string, (style: Style) => string>> = {
  providers: (style) => renderProviders([detail], style),
  provider: (style) => renderProvider(detail, style),
  models: (style) => renderModels(detail.allModels, style),
  put: (style) =>
    renderPut({ action: 'updated', changed: [bad], validated: [bad], provider: validated }, style),
  'dry run': (style) =>
    renderDryRun(
      {
        dryRun: true,
        action: 'update',
        changed: [bad],
        request: { method: 'PUT', path: bad, body: { config: { [bad]: bad } } },
      },
      style,
    ),
  done: (style) => renderDone({ action: 'deleted', name: bad }, style),
  secrets: (style) => renderSecrets([{ secretName: bad, description: bad, updatedAt: bad }], style),
  secret: (style) => renderSecret({ secretName: bad, description: bad, createdAt: bad }, style),
  usages: (style) => renderUsages([{ provider: bad, field: bad, enabled: true }], style),
  defaults: (style) =>
    renderDefaults(
      {
        provider: bad,
        model: bad,
        updatedAt: bad,
        updatedBy: bad,
        _portai: { source: 'organization' },
      },
      style,
    ),
  validation: (style) =>
    renderValidation(
      [
        { provider: bad, status: 'invalid', models: [result] },
        { provider: bad, status: 'unverifiable', models: [], error: { name: bad, message: bad } },
      ],
      style,
    ),
  'static checks': (style) =>
    renderStatic(
      [{ provider: bad, checks: [{ check: 'c', status: 'fail', message: bad }] }],
      style,
    ),
  'tested models': (style) =>
    renderFailure(
      {
        name: 'X',
        message: 'failed',
        exit: 'checkFailed',
        details: { testedModels: { [bad]: { isValid: false, message: bad } } },
      },
      [],
      style,
    ),
};

describe.each(Object.entries(renderers))('%s', (_, render) => {
  test('shows the words of a server without what steers a terminal', async () => {
    for (const style of [await screen(100), await pipe()]) {
      const text = render(style);
      expect(text.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      expect(text).toContain('xy');
    }
  });

  test('has as many rows and cells on a pipe, whatever the words hold', async () => {
    const shape = (text: string) => text.split('\n').map((line) => line.split('\t').length);
    const rows = render(await pipe());
    expect(rows.includes(clean) || rows.includes('xy')).toBe(true);
    expect(shape(rows).every((cells) => cells <= 7)).toBe(true);
    expect(rows).not.toMatch(/^new/m);
  });
});

describe('rows for programs', () => {
  const rows = async (render: (style: Style) => string) => render(await pipe());
  const row = {
    provider: 'openai',
    enabled: false,
    models: ['gpt-5', 'gpt-6'],
    updatedAt: '2026-01-15T11:00:00Z',
  };

  test.each<[string, string, (style: Style) => string]>([
    [
      'a provider',
      'openai\tdisabled\tgpt-5,gpt-6\t2026-01-15T11:00:00.000Z',
      (style) => renderProviders([row], style),
    ],
    ['no providers', '', (style) => renderProviders([], style)],
    ['no models', '', (style) => renderModels([], style)],
    ['no secrets', '', (style) => renderSecrets([], style)],
    ['no usages', '', (style) => renderUsages([], style)],
    ['nothing to validate', '', (style) => renderValidation([], style)],
    [
      'a put',
      'updated\topenai\tdisabled\tconfig.a,enabled',
      (style) =>
        renderPut({ action: 'updated', changed: ['config.a', 'enabled'], provider: row }, style),
    ],
    [
      'a dry run of nothing',
      'would unchanged\t-\t-\t',
      (style) =>
        renderDryRun({ dryRun: true, action: 'unchanged', changed: [], request: null }, style),
    ],
    [
      'a model without a result',
      'openai\t-\tunverifiable\t-\t-\t-\t-',
      (style) =>
        renderValidation([{ provider: 'openai', status: 'unverifiable', models: [] }], style),
    ],
  ])('%s', async (_, expected, render) => {
    expect(await rows(render)).toBe(expected);
  });
});

describe('words for people', () => {
  test.each<[string, (style: Style) => string]>([
    ['No providers of your own', (style) => renderProviders([], style)],
    ['No models.', (style) => renderModels([], style)],
    ['No secrets.', (style) => renderSecrets([], style)],
    ['No provider names it.', (style) => renderUsages([], style)],
    ['No providers to test.', (style) => renderValidation([], style)],
    ['No providers to check.', (style) => renderStatic([], style)],
  ])('where there is nothing: %s', async (words, render) => {
    expect(render(await screen(80))).toContain(words);
  });

  test('a skipped or static check is never green', async () => {
    const style = { ...(await screen(80)), good: (text: string) => `<green>${text}` };
    const checks = ['pass', 'skipped', 'unverifiable'].map((status) => ({
      check: 'c',
      status,
      message: 'm',
    }));
    expect(renderStatic([{ provider: 'openai', checks }], style)).not.toContain('<green>');
    const models = [{ model: 'm', status: 'unverifiable' as const, message: 'x' }];
    const row = { provider: 'openai', status: 'unverifiable', models };
    expect(renderValidation([row], style)).not.toContain('<green>');
  });

  test('a dry run shows the request and says that it was not sent', async () => {
    const request = { method: 'PUT', path: '/v1/x', body: { enabled: true } };
    const text = renderDryRun(
      { dryRun: true, action: 'update', changed: ['enabled'], request },
      await screen(80),
    );
    expect(text).toMatch(/PUT \/v1\/x[\s\S]*"enabled": true[\s\S]*Nothing was sent\.$/);
  });
});

test('a failure of several problems has each begin a line, and its hint after them', async () => {
  const problems = [
    { name: 'Usage', message: 'l.csv line 2: the workspace is missing' },
    { name: 'Usage', message: 'l.csv line 3: 4 cells where the header has 3' },
  ];
  const message = 'l.csv line 2: the workspace is missing';
  const failure = {
    name: 'Usage',
    message,
    exit: 'usage',
    hint: 'Nothing was sent.',
    details: { problems },
  } as const;
  expect(renderFailure(failure, [], await screen(40))).toBe(
    [
      'Error: l.csv line 2: the workspace is',
      '         missing',
      '       l.csv line 3: 4 cells where the',
      '         header has 3',
      '  Nothing was sent.',
    ].join('\n'),
  );
});
