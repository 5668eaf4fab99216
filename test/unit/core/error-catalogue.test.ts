import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ExitClass } from '../../../src/core/errors.ts';
import { portaiErrors } from '../../../src/core/error-catalogue.ts';
import { fail, type OwnErrorName } from '../../../src/core/fail.ts';

/** The class of each of our own refusals: scripts rely on it, so a change here is a change of the contract. */
const pinned: Readonly<Record<string, ExitClass>> = {
  Usage: 'usage',
  MissingFlags: 'usage',
  InvalidConfig: 'usage',
  UnknownProviderType: 'usage',
  UnknownProviderId: 'usage',
  UnknownModel: 'usage',
  UnknownWorkspace: 'notFound',
  NotSignedIn: 'unauthenticated',
  OriginMismatch: 'unauthenticated',
  IncompleteCredentials: 'usage',
  CredentialsFile: 'unauthenticated',
  SettingsFile: 'usage',
  InvalidSetting: 'usage',
  InvalidProfileName: 'usage',
  ProfileNotFound: 'notFound',
  ProfileInUse: 'conflict',
  UnsafeFile: 'usage',
  FileAccess: 'usage',
  AnswerLost: 'unreachable',
  AnswerIncomplete: 'unreachable',
  InvocationFailed: 'checkFailed',
  NoEventStream: 'unreachable',
  EmptyValue: 'usage',
  SECRET_MALFORMED: 'usage',
  UnknownText: 'notFound',
  UnknownName: 'notFound',
  NothingToTest: 'unverifiable',
  NoModelList: 'checkFailed',
  PreflightFailed: 'checkFailed',
  SandboxDamaged: 'usage',
  SecretMissing: 'conflict',
  SecretInUse: 'conflict',
  DefaultInUse: 'conflict',
  ProviderDisabled: 'conflict',
  ExistsAlready: 'conflict',
  ChangedMeanwhile: 'conflict',
  ChecksFailed: 'checkFailed',
  NotOffered: 'unverifiable',
  NothingToRestore: 'notFound',
  RotationRefused: 'conflict',
  ConfirmationNeeded: 'usage',
  NotAsSent: 'refused',
  SavedDespiteTest: 'checkFailed',
  TestUnconfirmed: 'unverifiable',
  NotConfirmed: 'usage',
  PortInUse: 'usage',
  UnreadableAnswer: 'unreachable',
  RoleMissing: 'notFound',
  TwinLeft: 'conflict',
  GuardrailMissing: 'notFound',
  ModelAccessMissing: 'checkFailed',
  ModelsUnavailable: 'usage',
  Cancelled: 'interrupted',
  Bug: 'bug',
};

const src = join(import.meta.dirname, '../../../src');

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

describe('the exit class of a refusal of our own', () => {
  test('is the one that scripts rely on', () => {
    const exits = Object.entries(portaiErrors).map(([name, { exit }]) => [name, exit]);
    expect(Object.fromEntries(exits)).toEqual(pinned);
  });

  test('is what an error of that name has, whatever else is known of it', () => {
    const facts = { hint: 'h', details: { exit: 'bug' }, next: [], cause: new Error('why') };
    const exits = Object.keys(portaiErrors)
      .filter((name): name is OwnErrorName => name in portaiErrors)
      .map((name) => [name, fail(name, 'm', facts).failure.exit]);
    expect(Object.fromEntries(exits)).toEqual(pinned);
  });
});

/**
 * The only places that may write an error without a catalogue, and so a name or an exit class of their
 * own: where somebody else's words give the name, or what was found decides the class.
 */
const withoutCatalogue: Readonly<Record<string, string>> = {
  'core/errors.ts': 'the class itself',
  'core/fail.ts': 'makes the errors of every catalogue',
  'core/interruption.ts': 'what stopped it is the class',
  'http/api.ts': "the plane's reading of an answer",
  'operations/ask/failures.ts': "an entry of the plane's catalogue, met in a stream",
  'planes/raw-api.ts': "the plane's reading of an answer",
  'aws/failure.ts': "AWS' codes are the names",
  'vendors/config-invalid.ts': 'causes of a connection test that was not sent',
  'sandbox/vendors/index.ts': 'a cause of a connection test',
  'operations/write-provider.ts': 'a refusal that refutes nothing is no failed check',
  'operations/validate-all.ts': 'what all rows have in common',
  'operations/put-provider/preflight.ts': 'the worst of what was tested is the class',
};

test('an error is made from a catalogue, but in the places that say why not', () => {
  const raw = files.filter((file) =>
    readFileSync(join(src, file), 'utf8').includes('new PortaiError('),
  );
  expect(raw.map((file) => file.split(sep).join('/')).toSorted()).toEqual(
    Object.keys(withoutCatalogue).toSorted(),
  );
});
