import type { AwsAccount } from '../../aws/account.ts';
import type { BedrockCheck } from '../../aws/diagnosis/diagnose.ts';
import type { EmitForm, EmittedFile } from '../../aws/iam-documents/emit.ts';
import type { Secret } from '../../core/secret.ts';
import type { PortClient } from '../../planes/port/client.ts';
import type { NewerAnswer } from '../bedrock/region-catalogue.ts';
import type { Clock, Report } from '../ports.ts';
import type { UndoLog } from '../undo-log.ts';
import type { SetupDecisions } from './decisions.ts';
import type { ModelAccessViews } from './model-access-request.ts';
import type { SetupSoFar } from './so-far.ts';

/** Everything outside of a set-up. */
export interface SetupDependencies extends Clock {
  /** Opened once what the request lacks is refused: that needs no credentials. */
  readonly port: () => Promise<PortClient>;
  readonly report: Report;
  readonly undoLog: UndoLog;
  readonly signal: AbortSignal;
  /** Registers a value that must not be printed. */
  readonly hold: (value: string) => Secret;
  readonly openAccount: (profile: string | true, region: string) => Promise<AwsAccount>;
  readonly newerAnswer: NewerAnswer;
  readonly writeFiles: WriteFiles;
  readonly show: SetupViews;
  /** Undefined where nobody can be asked. */
  readonly decide: SetupDecisions | undefined;
  /** Filled in decision by decision, so that whoever stops early keeps them. */
  readonly soFar: SetupSoFar;
}

/** Writes files for this user alone, all of them or none. */
export interface WriteFiles {
  readonly pathIn: (folder: string, name: string) => string;
  /** Gives their paths. */
  readonly write: (
    folder: string,
    files: readonly EmittedFile[],
    options: { readonly replace: boolean },
  ) => Promise<readonly string[]>;
}

/** Shows a person what happens, and what is about to be decided. */
export interface SetupViews extends ModelAccessViews {
  rolePlan(plan: RolePlanView): Promise<void>;
  checks(checks: readonly BedrockCheck[]): Promise<void>;
  files(folder: string, paths: readonly string[]): void;
  roleToCreate(files: RoleFiles): void;
  userToCreate(folder: string): void;
  /** How a set-up goes on once the role is there: by a command, to which the external ID comes back. */
  roleComesBack(command: readonly string[], files: RoleFiles): void;
  /** How a set-up goes on once the user is there: by a command that reads its keys from the folder. */
  keysComeBack(command: readonly string[], folder: string): void;
}

/** A role before it is made or changed. */
export interface RolePlanView {
  readonly account: string;
  readonly name: string;
  readonly kind: 'create' | 'unchanged' | 'drift';
  readonly foreign: boolean;
  readonly principals: readonly string[];
  readonly models: readonly string[];
  readonly policy: { readonly form: string; readonly size: number; readonly why?: string };
  /** ARN of the guardrail that every call passes. */
  readonly guardrail: string | undefined;
  /** Lines `- …` and `+ …`. */
  readonly trust: readonly string[];
  readonly permissions: readonly string[];
}

/** A role that was written down. */
export interface RoleFiles {
  readonly form: EmitForm;
  readonly folder: string;
  /** The file that holds the external ID, beside the others. */
  readonly idFile: string | undefined;
}
