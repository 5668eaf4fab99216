import { isAbsolute, join } from 'node:path';
import { variable, type Env } from './sources.ts';

/**
 * The folder of settings, credentials and cached tokens: PORTAI_CONFIG_DIR, else the XDG folder, on
 * every platform. A relative XDG_CONFIG_HOME does not count, as the XDG specification has it.
 */
export function configDir(env: Env, home: string): string {
  const own = variable(env, 'PORTAI_CONFIG_DIR');
  if (own !== undefined) return own;
  const xdg = variable(env, 'XDG_CONFIG_HOME') ?? '';
  return join(isAbsolute(xdg) ? xdg : join(home, '.config'), 'portai');
}
