import { PortaiError } from '../core/errors.ts';

/** For a configuration that no request can be made from; the message never repeats a secret. */
export function configInvalid(message: string): PortaiError {
  return new PortaiError({ name: 'CONFIG_INVALID', message, exit: 'checkFailed' });
}

/** For a secret's value that no request can be made with; the message never repeats it. */
export function secretMalformed(message: string): PortaiError {
  return new PortaiError({ name: 'SECRET_MALFORMED', message, exit: 'checkFailed' });
}
