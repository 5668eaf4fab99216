import { PortaiError } from '../core/errors.ts';
import type { Send } from '../core/http.ts';

/** What became of the requests of one run that may change something. */
export interface SentChanges {
  /** Sent, with no answer to the last try. */
  readonly unanswered: boolean;
  /** Answered as done. */
  readonly made: boolean;
}

export interface ChangeRecord extends SentChanges {
  /** A way out whose changes are recorded. A wait before a repeat belongs to the change. */
  readonly recorded: (send: Send) => Send;
}

export function changeRecord(): ChangeRecord {
  let [unanswered, made] = [0, 0];
  return {
    get unanswered() {
      return unanswered > 0;
    },
    get made() {
      return made > 0;
    },
    recorded: (send) => async (request) => {
      if (request.changes !== true || request.signal?.aborted === true) return send(request);
      unanswered += 1;
      try {
        const { status, ...answer } = await send(request);
        unanswered -= 1;
        if (status >= 200 && status < 300) made += 1;
        return { status, ...answer };
      } catch (error) {
        if (error instanceof PortaiError && error.failure.details?.['sent'] === false) {
          unanswered -= 1;
        }
        throw error;
      }
    },
  };
}
