import { expect, test } from 'vitest';
import { renderGates } from '../../../../src/ui/render/model-gates.ts';
import { rowStyle } from '../../../../src/ui/style.ts';

const style = { ...rowStyle(new Date(0)), width: 60 };
const gate = {
  says: "Anthropic's use-case form is missing, or the account is not eligible",
  fix: 'Submit the form once; in an organization, in the management account.',
};

test('models are open, shut with what is in the way, or not known, within the screen', () => {
  const text = renderGates(
    [
      { model: 'claude-haiku-4-5-20251001', shut: [] },
      { model: 'claude-sonnet-4-20250514', shut: [gate] },
      { model: 'claude-opus-4-6', shut: [gate] },
      {
        model: 'claude-3',
        shut: [],
        unread: 'bedrock:GetFoundationModelAvailability is not allowed',
      },
    ],
    style,
  );
  expect(text).toMatchInlineSnapshot(`
    "Access of the account to the models
      ✓ claude-haiku-4-5-20251001  open
      ✗ claude-sonnet-4-20250514   shut
      ✗ claude-opus-4-6            shut
          Anthropic's use-case form is missing, or the account
          is not eligible
          Submit the form once; in an organization, in the
          management account.
      ? claude-3                   could not look:
                                   bedrock:GetFoundationModelAva
                                   ilability is not allowed"
  `);
  expect(text.split('\n').filter((line) => line.length > 60)).toEqual([]);
});

test('words of AWS cannot steer the terminal', () => {
  const shut = [{ says: 'no \u001b[2Jway', fix: 'wait\u0007' }];
  const text = renderGates([{ model: 'm\u001b[1m', shut }], style);
  expect(text).not.toContain('\u001b');
  expect(text).not.toContain('\u0007');
});
