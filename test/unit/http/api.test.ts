import { describe, expect, test } from 'vitest';
import { createApi } from '../../../src/http/api.ts';

/** An API behind which every request is answered with this. */
const answering = (status: number, body: unknown) =>
  createApi({
    origin: 'https://api.example.com/v1',
    send: () => Promise.resolve({ status, headers: {}, body: JSON.stringify(body) }),
    userAgent: 'test',
    authorize: () => Promise.resolve({}),
    explain: () => Promise.resolve({ name: 'Refused', message: 'refused', exit: 'refused' }),
  });

const read = (body: unknown) =>
  answering(200, body)({ method: 'GET', path: '/a', returns: (value) => ({ value }) });

describe('an answer that says of itself that it failed', () => {
  test.each([
    [{ ok: false }],
    [{ success: false, data: { message: 'no' } }],
    [{ success: 'false' }],
    [{ error: 'no' }],
    [{ error: { message: 'no' } }],
  ])('%j is a refusal in spite of HTTP 200', async (body) => {
    await expect(read(body)).rejects.toMatchObject({ name: 'Refused' });
  });

  test.each([[{ ok: true }], [{ success: true, data: {} }], [{ error: null }], [{}]])(
    '%j is an answer',
    async (body) => {
      await expect(read(body)).resolves.toEqual(body);
    },
  );
});
