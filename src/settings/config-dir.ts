import { isAbsolute, join } from 'node:path';
import { usageError } from '../core/errors.ts';
import { variable, type Env } from './sources.ts';

/**
 * The folder of settings, credentials and cached tokens: PORTAI_CONFIG_DIR, else the XDG folder, on
 * every platform. A relative XDG_CONFIG_HOME does not count, as the XDG specification has it. Throws
 * a usage error where the outcome is a relative path: it would mean another folder wherever one
 * stands, and a folder that somebody else has filled.
 */
export function configDir(env: Env, home: string): string {
  const own = variable(env, 'PORTAI_CONFIG_DIR');
  if (own !== undefined) {
    if (isAbsolute(own)) return own;
    throw usageError('PORTAI_CONFIG_DIR must be an absolute path', {
      name: 'InvalidSetting',
      hint: 'A relative path would mean other settings and credentials in every folder.',
    });
  }
  const xdg = variable(env, 'XDG_CONFIG_HOME') ?? '';
  if (isAbsolute(xdg)) return join(xdg, 'portai');
  if (isAbsolute(home)) return join(home, '.config', 'portai');
  throw usageError('There is no home folder to keep settings in: HOME is empty or no whole path', {
    name: 'InvalidSetting',
    hint: 'Set HOME, or PORTAI_CONFIG_DIR to the folder to use.',
  });
}
