import { z } from 'zod';
import { once } from '../../core/once.ts';

/** Headers that the transport itself sets; ours would be sent in vain, or break the request. */
const transportHeaders = /^(?:host|content-length|connection|transfer-encoding)$/i;

/** Headers that an HTTP message can carry beside its own. */
export const sendableHeaders = once(() =>
  z.record(
    z
      .string()
      .regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'not a header name')
      .refine((name) => !transportHeaders.test(name), 'this header is set by the transport'),
    z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'a header value is one line of plain characters'),
  ),
);
