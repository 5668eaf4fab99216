import { isAbsolute, join } from 'node:path';
import { variable, type Env } from '../core/sources.ts';
import { fail } from '../core/fail.ts';

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
    throw fail('InvalidSetting', 'PORTAI_CONFIG_DIR must be an absolute path', {
      hint: 'A relative path would mean other settings and credentials in every folder.',
    });
  }
  const xdg = variable(env, 'XDG_CONFIG_HOME') ?? '';
  if (isAbsolute(xdg)) return join(xdg, 'portai');
  if (isAbsolute(home)) return join(home, '.config', 'portai');
  throw fail(
    'InvalidSetting',
    'There is no home folder to keep settings in: HOME is empty or no whole path',
    { hint: 'Set HOME, or PORTAI_CONFIG_DIR to the folder to use.' },
  );
}
