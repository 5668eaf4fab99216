import type { Send } from '../core/http.ts';
import type { Heartbeat } from '../ui/heartbeat.ts';

/** A way out that says whom it waits for, as the heartbeat does. */
export function withWaiting(send: Send, heart: Heartbeat): Send {
  let count = 0;
  return async (request) => {
    count += 1;
    const id = String(count);
    heart.sent(id, request.url.host);
    const { stream } = request;
    try {
      if (!stream) return await send(request);
      // What is on its way is not waited for, and its text needs the line.
      const begun: typeof stream = (head) => {
        heart.answered(id);
        return stream(head);
      };
      return await send({ ...request, stream: begun });
    } finally {
      heart.answered(id);
    }
  };
}
