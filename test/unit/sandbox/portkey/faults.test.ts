import { expect, test } from 'vitest';
import { parseFault } from '../../../../src/sandbox/faults.ts';
import { codeOf, freshPortkey } from '../../../support/sandbox-portkey.ts';

const faulty = (...texts: string[]) => freshPortkey({ faults: texts.map(parseFault) });

test('stale:2 answers two reads after a write as it was before', async () => {
  const { admin, integration } = faulty('stale:2');
  await integration('shared');
  for (let read = 0; read < 2; read += 1) await admin('GET', '/integrations/shared');
  await admin('PUT', '/integrations/shared', { name: 'New' });
  const names = [];
  for (let read = 0; read < 3; read += 1) {
    names.push((await admin('GET', '/integrations/shared')).json);
  }
  expect(names).toMatchObject([{ name: 'shared' }, { name: 'shared' }, { name: 'New' }]);
});

test('no-total leaves the total out of every list', async () => {
  const { admin, integration } = faulty('no-total');
  await integration('shared');
  for (const path of ['/integrations', '/admin/workspaces', '/integrations/shared/workspaces']) {
    const { status, json } = await admin('GET', path);
    expect(status).toBe(200);
    expect(json).not.toHaveProperty('total');
  }
});

test('missing-403 answers as if the object were somebody else’s', async () => {
  const { admin } = faulty('missing-403:1');
  expect(codeOf(await admin('GET', '/integrations/none'))).toBe('403 AB03');
  expect(codeOf(await admin('GET', '/integrations/none'))).toBe('404 AB08');
});

test('flag-numbers writes the flags of a model as numbers', async () => {
  const { admin, integration } = faulty('flag-numbers');
  await integration('shared');
  const model = { slug: 'a', enabled: true, is_custom: true };
  await admin('PUT', '/integrations/shared/models', { models: [model] });
  expect((await admin('GET', '/integrations/shared/models')).json).toMatchObject({
    models: [{ is_custom: 1, is_finetune: 0 }],
  });
});

test.each([
  ['429:1', '429 AB06'],
  ['503:1', '503 AB04'],
  ['402:1', '402 AB09'],
  ['expired', '401 AB05'],
  ['ok-false:1', '200 AB04'],
])('%s is answered in the envelope of Portkey: %s', async (fault, code) => {
  const { admin } = faulty(fault);
  expect(codeOf(await admin('GET', '/integrations'))).toBe(code);
  expect((await admin('GET', '/integrations')).status).toBe(200);
});
