import { describe, expect, test } from 'vitest';
import { renderSecret, renderSecrets } from '../../../../src/ui/render/secrets.ts';
import type { Style } from '../../../../src/ui/style.ts';
import { screen } from '../../../support/screens.ts';

/** Counted without the program: kana, kanji and fullwidth signs take two columns, all else one. */
const columnsOf = (line: string) =>
  Array.from(line).reduce(
    (sum, sign) => sum + (/[\u3000-\u9fff\uff00-\uffef]/.test(sign) ? 2 : 1),
    0,
  );

const secret = {
  secretName: 'openai-production-key',
  description:
    '本番環境のゲートウェイで使用するOpenAIの鍵です。九十日ごとに更新し、古い鍵は必ず無効にしてください。',
  updatedAt: '2026-01-14T12:00:00.000Z',
};

describe('a secret that is described in Japanese', () => {
  test.each([
    ['a table', (style: Style) => renderSecrets([secret, { secretName: 'other' }], style)],
    ['a list of facts', (style: Style) => renderSecret(secret, style)],
  ])('gives no line over 80 columns in %s, and keeps every character', async (_, render) => {
    const text = render(await screen(80));
    expect(Math.max(...text.split('\n').map(columnsOf))).toBeLessThanOrEqual(80);
    const letters = (of: string) =>
      Array.from(of.replace(/[^\u3000-\uffef]/g, ''))
        .sort()
        .join('');
    expect(letters(text)).toBe(letters(secret.description));
  });

  test('leaves the columns of a table below each other', async () => {
    const short = { ...secret, description: '本番の鍵' };
    const plain = { ...secret, description: 'a key' };
    const [head = '', ...rows] = renderSecrets([short, plain], await screen(80)).split('\n');
    const places = rows.map((row) => columnsOf(row.slice(0, row.search(/\S+ \w+ ago/))));
    expect(places).toEqual([head.indexOf('CHANGED'), head.indexOf('CHANGED')]);
  });
});
