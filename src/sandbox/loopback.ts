import type { Send } from '../domain/http.ts';
import { isLoopback } from '../domain/loopback.ts';

/**
 * A server on this machine is nobody else's, and the only one that can say what it has: it is asked
 * itself. Everything else goes to the simulation.
 */
export function withLoopback(simulated: Send, real: Send): Send {
  return (request) => (isLoopback(request.url.hostname) ? real(request) : simulated(request));
}
