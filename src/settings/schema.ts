/** One thing a person can set, and every place where it can be set. */
export interface Setting {
  /** As commander reads it: `--timeout <seconds>`. */
  readonly flag?: string;
  /** What the flag was called before; still taken, but where a command has a flag of that name. */
  readonly formerFlag?: string;
  /** Variables; the first one that is set counts. */
  readonly env: readonly string[];
  /** What holds without any of them, in the words of help. */
  readonly default?: string;
  readonly description: string;
  /** A profile may hold it, under the key of this table. */
  readonly inProfile?: true;
  /** The value is never shown. */
  readonly secret?: true;
}

/** Every setting. Help, the table of variables in `docs/commands.md` and `profiles set` read it. */
export const settingsTable = {
  apiUrl: {
    flag: '--api-url <url>',
    env: ['PORT_BASE_URL', 'PORT_API_URL'],
    default: 'https://api.port.io',
    description: "address of Port's API; goes before the region",
    inProfile: true,
  },
  region: {
    flag: '--port-region <eu|us>',
    formerFlag: '--region',
    env: ['PORT_REGION'],
    default: 'eu',
    description: 'region of the organization in Port: eu or us',
    inProfile: true,
  },
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
  clientId: {
    env: ['PORT_CLIENT_ID'],
    description: 'client ID of organization or personal credentials; goes with PORT_CLIENT_SECRET',
  },
  clientSecret: {
    env: ['PORT_CLIENT_SECRET'],
    description: 'client secret that belongs to PORT_CLIENT_ID',
    secret: true,
  },
  accessToken: {
    env: ['PORT_ACCESS_TOKEN'],
    description: 'access token to send as it is; goes before the client credentials',
    secret: true,
  },
  noColor: {
    flag: '--no-color',
    env: ['NO_COLOR'],
    description: 'no colours',
  },
  forceColor: { env: ['FORCE_COLOR'], description: 'colours on a pipe, too' },
  ci: { env: ['CI'], description: 'when set, nothing is asked' },
  httpsProxy: { env: ['HTTPS_PROXY'], description: 'proxy for https addresses' },
  httpProxy: { env: ['HTTP_PROXY'], description: 'proxy for http addresses' },
  noProxy: { env: ['NO_PROXY'], description: 'hosts that are reached without a proxy' },
  extraCaCerts: {
    env: ['NODE_EXTRA_CA_CERTS'],
    description: 'PEM file that Node adds to its certificate authorities; costs start-up time',
  },
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof settingsTable;
