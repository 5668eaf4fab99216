import type { Send } from '../core/http.ts';
import type { Heartbeat } from '../ui/heartbeat.ts';

/** A way out that says whom it waits for, as the heartbeat does. */
export function withWaiting(send: Send, heart: Heartbeat): Send {
  let count = 0;
  return async (request) => {
    count += 1;
    const id = String(count);
    heart.sent(id, request.url.host);
    try {
      return await send(request);
    } finally {
      heart.answered(id);
    }
  };
}
