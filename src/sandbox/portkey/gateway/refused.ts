/** Ends a call of a model: nothing is counted. */
export class GatewayRefused extends Error {
  readonly status: number;
  readonly body: unknown;
  constructor(status: number, message: string, body: unknown) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** A refusal in the envelope of limits and rules. Source: Portkey's gateway, branch 2.0.0. */
export const limitRefusal = (
  status: 401 | 412 | 429,
  type: string,
  message: string,
  code: string | null = null,
) => new GatewayRefused(status, message, { error: { message, type, param: null, code } });

/** A refusal of the gateway's front door: keys, and what it cannot find. Source: as above. */
export const doorRefusal = (status: number, message: string, code: string | null = null) =>
  new GatewayRefused(status, message, { status: 'failure', message, error: { message, code } });
