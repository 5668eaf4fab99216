import { PortaiError } from '../core/errors.ts';

/** For a configuration that no request can be made from; the message never repeats a secret. */
export function configInvalid(message: string): PortaiError {
  return new PortaiError({ name: 'CONFIG_INVALID', message, exit: 'checkFailed' });
}
