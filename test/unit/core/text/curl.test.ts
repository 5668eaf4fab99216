import { describe, expect, test } from 'vitest';
import { curlOf } from '../../../../src/core/text/curl.ts';
import type { HttpRequest } from '../../../../src/core/http.ts';
import { Redactor } from '../../../../src/core/redactor.ts';

const key = 'sk-proj-Abcdefghijklmnop1234567890wxyz';

function request(changes: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'POST',
    url: new URL('https://api.example.com/v1/responses'),
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{"model":"gpt-5","input":"It\'s fine"}',
    ...changes,
  };
}

const asIs = (text: string) => text;

describe('a request as curl', () => {
  test('shows what is sent and where, one flag a line, quoted for a shell', () => {
    expect(curlOf(request(), { redact: asIs })).toBe(
      [
        'curl https://api.example.com/v1/responses \\',
        "  -H 'authorization: set (len 45, …wxyz)' \\",
        "  -H 'content-type: application/json' \\",
        `  --data-raw '{"model":"gpt-5","input":"It'\\''s fine"}'`,
      ].join('\n'),
    );
  });

  test('names the method only where curl would choose another', () => {
    expect(
      curlOf({ method: 'GET', url: new URL('https://a.example/m'), headers: {} }, { redact: asIs }),
    ).toBe('curl https://a.example/m');
    expect(curlOf(request({ method: 'PUT' }), { redact: asIs })).toMatch(/^curl -X PUT /);
  });

  test.each(['authorization', 'api-key', 'x-api-key', 'x-goog-api-key', 'cookie', 'x-of-nobody'])(
    'says only the length of %s, with no end of a short one',
    (name) => {
      const shown = curlOf(request({ headers: { [name]: 'hunter2-hunter2' } }), { redact: asIs });
      expect(shown).toContain(`${name}: set (len 15)`);
      expect(shown).not.toContain('hunter2');
    },
  );

  test('hides the value of a configured header, whatever its name', () => {
    const headers = { 'user-agent': 'my-hidden-value' };
    const shown = curlOf(request({ headers }), { redact: asIs, customHeaders: ['user-agent'] });
    expect(shown).not.toContain('my-hidden-value');
  });

  test('hides credentials in forms, queries and addresses', () => {
    const shown = curlOf(
      request({
        url: new URL('https://user:pass-word@sts.example.com/?key=AIzaHidden&alt=sse'),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'Action=AssumeRole&ExternalId=ex%2Fhidden&assertion=hidden.too',
      }),
      { redact: asIs },
    );
    expect(shown).toContain('Action=AssumeRole&ExternalId=set (len 9)');
    expect(shown).toContain('alt=sse');
    expect(shown).not.toMatch(/hidden/i);
    expect(shown).not.toContain('pass-word');
  });

  test('takes registered values out of the body, in the form that JSON gives them', () => {
    const redactor = new Redactor();
    redactor.hold('a "quoted" value');
    const body = JSON.stringify({ text: 'a "quoted" value' });
    const shown = curlOf(request({ body }), { redact: (text) => redactor.redact(text) });
    expect(shown).toContain('{"text":"[secret]"}');
  });

  test('carries nothing that steers a terminal', () => {
    const shown = curlOf(request({ body: '{"a":"\u001b[31m\u202e"}' }), { redact: asIs });
    expect(shown).toContain('{"a":""}');
  });
});
