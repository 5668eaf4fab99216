import { expect, test } from 'vitest';
import { portkeyDocumentedErrors } from '../../../../src/planes/portkey/documented-errors.ts';

const { documented, read } = portkeyDocumentedErrors;

test('every code of the control plane is documented, and AB03 with its three readings', () => {
  const codes = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `AB0${n}`);
  expect(Object.keys(documented)).toEqual(expect.arrayContaining(codes));
  expect(documented['AB03']?.cause).toMatch(/scope.*not.*deleted.*another workspace/s);
});

test.each([
  ['{"success":false,"data":{"message":"m","errorCode":"AB03"}}', 'AB03'],
  [
    '{"error":{"message":"m","type":"integration_exhaust_error","code":"04"}}',
    'integration_exhaust_error',
  ],
  ['request failed with AB07', 'AB07'],
])('%s is about %s', (text, name) => {
  expect(read(text)).toMatchObject({ name });
});

test.each([
  '{"error":{"type":"invalid_request_error","code":"03"}}',
  'forbidden',
  '{"ok":false,"error":"conflict"}',
])('%s is not Portkey’s', (text) => {
  expect(read(text)).toBeUndefined();
});
