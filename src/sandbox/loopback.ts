import type { Send } from '../core/http.ts';
import { isLoopback } from '../core/loopback.ts';

/**
 * A server on this machine is nobody else's, and the only one that can say what it has: it is asked
 * itself. Everything else goes to the simulation.
 */
export function withLoopback(simulated: Send, real: Send): Send {
  return (request) => (isLoopback(request.url.hostname) ? real(request) : simulated(request));
}
