import type { PortaiError } from '../core/errors.ts';
import type { OutStream } from '../core/streams.ts';
import { fail } from '../core/fail.ts';

/** Resolves once the stream has taken the text; rejects with AnswerLost when it cannot. */
export function written(stream: OutStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      const code = error && 'code' in error ? String(error.code) : '';
      // A reader that went away is not a failure: the error event says so, and main ends without a message.
      if (!error || code === 'EPIPE') resolve();
      else reject(answerLost(code, error));
    });
  });
}

/**
 * A full disk behind `> file` must not pass for success, and not for wrong input either: what the
 * command sent stands. As after a timeout, the caller has no answer and may ask again.
 */
function answerLost(code: string, cause: Error): PortaiError {
  return fail('AnswerLost', `Cannot write the answer to stdout: ${code}`, {
    hint: 'Only the answer is lost: what the command did stands.',
    cause,
  });
}
