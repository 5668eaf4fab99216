import type { SettingsTable } from '../core/setting.ts';

/** The settings that do not belong to one control plane. Help, the table of variables and `profiles set` read them. */
export const sharedSettings = {
  profile: {
    flag: '--profile <name>',
    env: ['PORTAI_PROFILE'],
    default: 'as `profiles use` chose',
    description: 'settings and stored credentials to use',
  },
  sandbox: {
    flag: '--sandbox',
    env: ['PORTAI_SANDBOX'],
    description: 'run against the local sandbox (PORTAI_SANDBOX=member: as a mere member)',
  },
  timeout: {
    flag: '--timeout <seconds>',
    env: ['PORTAI_TIMEOUT'],
    default: '30',
    description: 'for one request with its repeats, at most 3600',
    inProfile: true,
  },
  retries: {
    flag: '--retries <n>',
    env: ['PORTAI_RETRIES'],
    default: '4',
    description: 'repeats of a request that may be repeated, 0-10',
    inProfile: true,
  },
  caFile: {
    flag: '--ca-file <file>',
    env: ['PORTAI_CA_FILE'],
    description: 'more certificate authorities to trust, as PEM',
    inProfile: true,
  },
  noInput: {
    flag: '--no-input',
    env: ['PORTAI_NO_INPUT'],
    description: 'never ask; fail and name what is missing',
  },
  debug: {
    flag: '--debug',
    env: ['PORTAI_DEBUG'],
    description: 'trace of requests on stderr, and the stack of a bug',
  },
  configDir: {
    env: ['PORTAI_CONFIG_DIR'],
    default: '$XDG_CONFIG_HOME/portai, else ~/.config/portai',
    description: 'folder of settings, credentials and cached tokens',
  },
  noColor: {
    flag: '--no-color',
    env: ['NO_COLOR'],
    description: 'no colours',
  },
  forceColor: { env: ['FORCE_COLOR'], description: 'colours on a pipe, too' },
  ci: { env: ['CI'], description: 'when set, nothing is asked' },
  httpsProxy: { env: ['HTTPS_PROXY'], description: 'proxy for https addresses', url: true },
  httpProxy: { env: ['HTTP_PROXY'], description: 'proxy for http addresses', url: true },
  noProxy: { env: ['NO_PROXY'], description: 'hosts that are reached without a proxy' },
  extraCaCerts: {
    env: ['NODE_EXTRA_CA_CERTS'],
    description: 'PEM file that Node adds to its certificate authorities; costs start-up time',
  },
} as const satisfies SettingsTable;
