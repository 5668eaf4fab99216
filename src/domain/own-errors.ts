import type { ExitClass, NextStep } from './errors.ts';

interface OwnError {
  readonly exit: ExitClass;
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  readonly next: readonly NextStep[];
}

const status = { command: ['auth', 'status'], why: 'what is used, and where it comes from' };
const login = { command: ['auth', 'login'], why: 'store credentials for this machine' };

/** Refusals that portai itself makes, before or instead of a request. */
export const portaiErrors = {
  Usage: {
    exit: 'usage',
    title: 'The command line cannot be read',
    cause: 'A flag or argument is unknown, missing, doubled, or has the wrong form.',
    fix: 'The message names it; --help on the same command lists what there is.',
    next: [],
  },
  MissingFlags: {
    exit: 'usage',
    title: 'Something is missing, and there is nobody to ask',
    cause: 'Questions need a terminal on stdin and stderr, without --no-input and CI.',
    fix: 'Give the flags that the message names, all at once.',
    next: [],
  },
  InvalidConfig: {
    exit: 'usage',
    title: 'The configuration would be refused',
    cause: "A value does not fit Port's published schema; nothing was sent.",
    fix: 'Mend the flags that the message names. --skip-client-checks leaves the decision to Port.',
    next: [],
  },
  UnknownProviderType: {
    exit: 'usage',
    title: 'portai does not know this provider type',
    cause: 'A slip, or a type that is newer than this version.',
    fix: 'A newer type can be sent with --config-file.',
    next: [{ command: ['providers', 'put', '--help'], why: 'the types it knows' }],
  },
  UnknownModel: {
    exit: 'usage',
    title: 'The provider does not offer this model',
    cause: 'A slip, or a model that Port does not list yet.',
    fix: 'Compare with the list. --force sends the name anyway.',
    next: [{ command: ['providers', 'models', 'list', '<type>'], why: 'the models it offers' }],
  },
  NotSignedIn: {
    exit: 'unauthenticated',
    title: 'No credentials for Port',
    cause: 'No flag, variable or profile gives any.',
    fix: 'Sign in, or set PORT_CLIENT_ID and PORT_CLIENT_SECRET. --sandbox needs none.',
    next: [login, status],
  },
  OriginMismatch: {
    exit: 'unauthenticated',
    title: 'The stored credentials belong to another address',
    cause: 'A stored credential is sent only to the origin it was stored for.',
    fix: 'Use the profile of that address, or sign in for this one.',
    next: [status, login],
  },
  IncompleteCredentials: {
    exit: 'usage',
    title: 'Half of a credential pair',
    cause: 'PORT_CLIENT_ID and PORT_CLIENT_SECRET belong together.',
    fix: 'Set both, or none of them.',
    next: [status],
  },
  CredentialsFile: {
    exit: 'unauthenticated',
    title: 'The stored credentials cannot be read',
    cause: 'The file was damaged or written by something else. It was left as it is.',
    fix: 'Sign in again, which writes a new file.',
    next: [login],
  },
  SettingsFile: {
    exit: 'usage',
    title: 'The settings file cannot be used',
    cause: 'It is not valid, or may not be read or written. It was left as it is.',
    fix: 'Mend or move the file that the message names.',
    next: [],
  },
  InvalidSetting: {
    exit: 'usage',
    title: 'A setting has a value that cannot be used',
    cause: 'A flag, variable or profile holds something of the wrong form.',
    fix: 'The message names where it comes from.',
    next: [],
  },
  InvalidProfileName: {
    exit: 'usage',
    title: 'Not a name for a profile',
    cause: 'Profile names become file names, so they are restricted.',
    fix: 'Use up to 64 letters, digits, ".", "_" and "-".',
    next: [],
  },
  ProfileNotFound: {
    exit: 'notFound',
    title: 'There is no such profile',
    cause: 'It was never created, or deleted.',
    fix: 'Compare with the list, or create it.',
    next: [{ command: ['profiles', 'list'], why: 'the profiles there are' }],
  },
  ProfileInUse: {
    exit: 'conflict',
    title: 'This profile is the current one',
    cause: 'Deleting it would change which organization the next command talks to.',
    fix: 'Choose another profile first. --force deletes it anyway.',
    next: [{ command: ['profiles', 'use', '<name>'], why: 'choose another' }],
  },
  UnsafeFile: {
    exit: 'usage',
    title: 'A private file is open to others',
    cause: 'It is a link, belongs to another user, or others may read it.',
    fix: 'chmod 600 the file that the message names, after checking what is in it.',
    next: [],
  },
  FileAccess: {
    exit: 'usage',
    title: 'A file cannot be read or written',
    cause: 'It is missing, protected, or the disk is full.',
    fix: 'The message names the file and the reason.',
    next: [],
  },
  EmptyValue: {
    exit: 'usage',
    title: 'A secret value is empty',
    cause: 'The pipe, file or variable holds nothing.',
    fix: 'Check the command before the pipe: an empty secret would break every caller.',
    next: [],
  },
  SECRET_MALFORMED: {
    exit: 'usage',
    title: 'A secret value is damaged',
    cause: 'It has invisible characters or line breaks that providers refuse later on.',
    fix: 'Copy it again. --skip-client-checks stores it as it is.',
    next: [],
  },
  UnknownName: {
    exit: 'notFound',
    title: 'Nothing is known under that name',
    cause: 'A slip, or a name that Port does not document.',
    fix: 'The server’s own words stand above it; compare with the list.',
    next: [{ command: ['explain', '--list'], why: 'every name there is' }],
  },
  NothingToTest: {
    exit: 'unverifiable',
    title: 'No model is enabled',
    cause: 'A connection test asks every enabled model, and there is none.',
    fix: 'Enable a model of the provider.',
    next: [{ command: ['providers', 'models', 'list', '<type>'], why: 'its models' }],
  },
  PreflightFailed: {
    exit: 'checkFailed',
    title: 'The test from this machine did not pass',
    cause: 'The provider refused the credential or a model, or it could not be reached from here.',
    fix: 'The message of each model says what helps. Nothing was stored or written.',
    next: [{ command: ['validate', '<type>', '--direct'], why: 'test again, writing nothing' }],
  },
  SandboxDamaged: {
    exit: 'usage',
    title: 'A file of the sandbox cannot be read',
    cause: 'It was damaged or written by something else. It was left as it is.',
    fix: 'Start from an empty sandbox.',
    next: [{ command: ['sandbox', '--reset'], why: 'forget its state' }],
  },
  SecretMissing: {
    exit: 'conflict',
    title: 'A configuration names a secret that does not exist',
    cause: 'Secrets must be stored before a provider that names them.',
    fix: 'Store the value under that name first.',
    next: [{ command: ['secrets', 'add', '<name>', '--value-file', '<file>'], why: 'store it' }],
  },
  SecretInUse: {
    exit: 'conflict',
    title: 'A provider still names this secret',
    cause: 'Deleting it would break that provider.',
    fix: 'Point the provider at another secret first. --force deletes anyway.',
    next: [{ command: ['secrets', 'usages', '<name>'], why: 'who names it' }],
  },
  DefaultInUse: {
    exit: 'conflict',
    title: "This is the organization's default",
    cause: 'Requests that name no provider use it, and would fail.',
    fix: 'Choose another default first. --force goes ahead anyway.',
    next: [{ command: ['defaults', 'get'], why: 'the default now' }],
  },
  ProviderDisabled: {
    exit: 'conflict',
    title: 'The provider is disabled',
    cause: 'A disabled provider cannot answer as the default.',
    fix: 'Enable it first.',
    next: [{ command: ['providers', 'put', '<type>', '--enable'], why: 'enable it' }],
  },
  ExistsAlready: {
    exit: 'conflict',
    title: 'It exists, and only creating was wanted',
    cause: 'Somebody created it before.',
    fix: 'Look at what is there; change it instead of creating it.',
    next: [],
  },
  ChangedMeanwhile: {
    exit: 'conflict',
    title: 'Somebody changed it in the meantime',
    cause: 'It is newer than the time given with --if-unchanged-since.',
    fix: 'Look at the change, then repeat with its time.',
    next: [{ command: ['providers', 'get', '<type>'], why: 'what is stored now' }],
  },
  ConfirmationNeeded: {
    exit: 'usage',
    title: 'A deletion was not confirmed',
    cause: 'Nobody can be asked here, and --yes was not given.',
    fix: 'Add --yes when it is meant.',
    next: [],
  },
  NotConfirmed: {
    exit: 'usage',
    title: 'The name was not repeated',
    cause: 'A deletion wants the name typed in full.',
    fix: 'Nothing was deleted.',
    next: [],
  },
  PortInUse: {
    exit: 'usage',
    title: 'The sandbox cannot listen there',
    cause: 'Another program has the port, or this user may not use it.',
    fix: 'Choose another --port, or leave it out.',
    next: [],
  },
  Cancelled: {
    exit: 'interrupted',
    title: 'Stopped by a person',
    cause: 'Ctrl-C, in a question or while waiting.',
    fix: 'In a question nothing was changed yet; a request on its way may have been carried out.',
    next: [],
  },
  Bug: {
    exit: 'bug',
    title: 'A mistake of portai',
    cause: 'Something happened that nobody foresaw.',
    fix: 'PORTAI_DEBUG=1 shows where; report it with that.',
    next: [],
  },
} as const satisfies Record<string, OwnError>;
