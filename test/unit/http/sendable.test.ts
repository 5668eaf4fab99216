import { expect, test } from 'vitest';
import { assertSendable } from '../../../src/http/sendable.ts';

const to = (url: string, plainHttp?: boolean) => () =>
  assertSendable({
    method: 'GET',
    url: new URL(url),
    headers: {},
    ...(plainHttp === undefined ? {} : { plainHttp }),
  });

test('plain http leads to this machine only, unless the request says that it may go further', () => {
  expect(to('http://127.0.0.1:4000/v1')).not.toThrow();
  expect(to('http://llm.example.com/v1')).toThrow('only for loopback hosts');
  expect(to('http://llm.example.com/v1', false)).toThrow('only for loopback hosts');
  expect(to('http://llm.example.com/v1', true)).not.toThrow();
});

test('a password in the address is refused wherever it leads, alone or with a user', () => {
  expect(to('https://:pw@llm.example.com/')).toThrow('must not hold a user name');
  expect(to('https://u@llm.example.com/')).toThrow('must not hold a user name');
  expect(to('http://u:pw@llm.example.com/', true)).toThrow('must not hold a user name');
});
