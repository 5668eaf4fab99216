import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { isCause } from '../../../src/vendors/causes.ts';
import type { ExitClass } from '../../../src/core/errors.ts';
import { portaiErrors } from '../../../src/core/error-catalogue.ts';

/** The class of each of our own refusals: scripts rely on it, so a change here is a change of the contract. */
const pinned: Readonly<Record<string, ExitClass>> = {
  Usage: 'usage',
  MissingFlags: 'usage',
  InvalidConfig: 'usage',
  UnknownProviderType: 'usage',
  UnknownModel: 'usage',
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
  EmptyValue: 'usage',
  SECRET_MALFORMED: 'usage',
  UnknownText: 'notFound',
  UnknownName: 'notFound',
  NothingToTest: 'unverifiable',
  PreflightFailed: 'checkFailed',
  SandboxDamaged: 'usage',
  SecretMissing: 'conflict',
  SecretInUse: 'conflict',
  DefaultInUse: 'conflict',
  ProviderDisabled: 'conflict',
  ExistsAlready: 'conflict',
  ChangedMeanwhile: 'conflict',
  ChecksFailed: 'checkFailed',
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

interface Said {
  readonly name: string;
  readonly exit: string;
  readonly at: string;
}

/** Text of a property of an object literal, where it is written out. */
function textOf(object: ts.ObjectLiteralExpression, property: string): string | undefined {
  for (const each of object.properties) {
    if (!ts.isPropertyAssignment(each) || each.name.getText() !== property) continue;
    if (ts.isStringLiteral(each.initializer)) return each.initializer.text;
  }
  return undefined;
}

/** Every place of a file that gives a failure its name and, there or by `usageError`, its exit class. */
function saidIn(file: string): Said[] {
  const text = readFileSync(join(src, file), 'utf8');
  if (!text.includes("name: '")) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const said: Said[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const name = textOf(node, 'name');
      const call = node.parent;
      const usage = ts.isCallExpression(call) && call.expression.getText() === 'usageError';
      const exit = usage ? 'usage' : textOf(node, 'exit');
      if (name !== undefined && exit !== undefined) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        said.push({ name, exit, at: `${file}:${line + 1}` });
      }
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return said;
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

describe('the exit class of a refusal of our own', () => {
  test('is the one that scripts rely on', () => {
    const exits = Object.entries(portaiErrors).map(([name, { exit }]) => [name, exit]);
    expect(Object.fromEntries(exits)).toEqual(pinned);
  });

  test('is the one that `explain` gives, wherever it is thrown', () => {
    const thrown = files.flatMap(saidIn).filter(({ name }) => Object.hasOwn(portaiErrors, name));
    expect(new Set(thrown.map(({ name }) => name)).size).toBeGreaterThan(15);
    // What a value is refused for at the door can be what a connection test fails with.
    const asCause = ({ name, exit }: Said) => isCause(name) && exit === 'checkFailed';
    const others = thrown.filter(({ name, exit }) => exit !== pinned[name]);
    expect(others.filter((said) => !asCause(said))).toEqual([]);
  });
});
