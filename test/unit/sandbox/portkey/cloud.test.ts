import { expect, test } from 'vitest';
import type { Send } from '../../../../src/core/http.ts';
import { withPortkeyCloud } from '../../../../src/sandbox/portkey/cloud.ts';

const said =
  (who: string): Send =>
  ({ url }) =>
    Promise.resolve({ status: 200, headers: {}, body: `${who} ${url.pathname}${url.search}` });
const send = withPortkeyCloud(said('others'), said('portkey'));

test.each([
  ['https://api.portkey.ai/v1/chat/completions', 'portkey /portkey/v1/chat/completions'],
  ['https://api.portkey.ai/v1/models?limit=1', 'portkey /portkey/v1/models?limit=1'],
  ['https://api.portkey.ai/v10/models', 'portkey /v10/models'],
  ['https://api.portkey.ai.example.com/v1/models', 'others /v1/models'],
  ['https://api.openai.com/v1/models', 'others /v1/models'],
])('%s is answered by %s', async (url, answer) => {
  const { body } = await send({ method: 'GET', url: new URL(url), headers: {} });
  expect(body).toBe(answer);
});
