import { describe, expect, test } from 'vitest';
import { renderLogin, renderLogout } from '../../../src/ui/render/auth.ts';
import { renderFailure } from '../../../src/ui/render/failure.ts';
import { renderDone, renderPut } from '../../../src/ui/render/put.ts';
import type { Style } from '../../../src/ui/style.ts';
import { screen } from '../../support/screens.ts';

/** A line longer than the screen would be cut by the terminal, in the middle of a word. */

const id = '86c27523845ba76d2907ac570c9dd943';

const screens: Readonly<Record<string, (style: Style) => string>> = {
  'a login': (style) =>
    renderLogin(
      {
        action: 'created',
        dryRun: false,
        profile: 'production-of-the-whole-company',
        origin: 'https://api.us.port.io',
        kind: 'client',
        clientId: id,
        path: '/home/me/.config/portai/credentials/prod.json',
        verified: true,
        organization: { id: 'org_1234567890', name: 'Example Corporation of the North' },
      },
      style,
    ),
  'a logout': (style) =>
    renderLogout(
      {
        action: 'deleted',
        dryRun: false,
        profile: 'production-of-the-company',
        credentials: { origin: 'https://api.us.port.io' },
      },
      style,
    ),
  'a failure': (style) =>
    renderFailure(
      {
        name: 'LLMProviderModelTestError',
        message: "Connection test failed for provider 'openai-compatible' of this organization",
        exit: 'checkFailed',
        status: 400,
        requestId: id,
        hint: 'Nothing was saved. Rotate the secret, or disable the models that the account lacks.',
        details: {
          testedModels: {
            'claude-sonnet-4-5-20250929': {
              isValid: false,
              message: 'The model is not available to this account: ask its owner for access',
            },
          },
        },
      },
      [],
      style,
    ),
  'a change': (style) =>
    renderPut(
      {
        action: 'unchanged',
        changed: [],
        provider: { provider: 'openai-compatible-of-the-platform-team', enabled: true },
      },
      style,
    ),
  'a deletion': (style) =>
    renderDone(
      {
        action: 'deleted',
        name: 'production-of-the-whole-company',
        remark: 'Its credentials were removed from this machine, too.',
      },
      style,
    ),
};

describe.for([80, 50])('on a screen of %i columns', (width) => {
  test.for(Object.entries(screens))('%s breaks between words', async ([, render]) => {
    const text = render(await screen(width));
    expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
    const words = (whole: string) => whole.split(/\s+/).filter((word) => word.length <= width - 8);
    const wide = words(render(await screen(120)));
    expect(words(text)).toEqual(expect.arrayContaining([...new Set(wide)]));
  });
});
