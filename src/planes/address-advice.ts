import { PortaiError } from '../core/errors.ts';
import type { Send } from '../core/http.ts';
import type { Setting } from '../core/setting.ts';

/** Sends, and says of a redirect by which flag and variable the address of the plane is given. */
export const namingAddress =
  (send: Send, title: string, { flag, env }: Pick<Setting, 'flag' | 'env'>): Send =>
  async (request) => {
    try {
      return await send(request);
    } catch (error) {
      if (!(error instanceof PortaiError) || error.name !== 'REDIRECTED') throw error;
      const ways = [...(flag === undefined ? [] : [flag.replace(/ .*/, '')]), ...env].join(' or ');
      const { hint = '' } = error.failure;
      throw error.with({ hint: `${hint} The address of ${title} is given by ${ways}.`.trim() });
    }
  };
