import type { BedrockControl } from '../../aws/account.ts';
import type { IntendedUsers, UseCaseForm } from '../../aws/use-case-form.ts';
import type { ModelGates } from '../bedrock/model-gates.ts';
import type { Report } from '../ports.ts';

/** Answers to the form; what is left out is asked for. */
export interface FormAnswers {
  readonly companyName?: string | undefined;
  readonly companyWebsite?: string | undefined;
  readonly industryOption?: string | undefined;
  readonly useCases?: string | undefined;
  readonly users?: IntendedUsers | undefined;
}

/** What may be opened for the account; each is a decision of its own. */
export interface ModelAccessRequest {
  readonly submitForm: boolean;
  readonly form: FormAnswers;
  /** Models whose terms are accepted. */
  readonly acceptTerms: readonly string[];
  readonly dryRun: boolean;
}

/** What a person decides about access; asked only where the request does not say it. */
export interface ModelAccessDecisions {
  fillInForm(): Promise<boolean>;
  formField(field: keyof FormAnswers & keyof UseCaseForm): Promise<string>;
  intendedUsers(): Promise<IntendedUsers>;
  submitForm(): Promise<boolean>;
  acceptTerms(model: string): Promise<boolean>;
}

/** Shows a person what is about to be decided. */
export interface ModelAccessViews {
  gates(gates: readonly ModelGates[]): Promise<void>;
  form(form: UseCaseForm): Promise<void>;
}

export interface ModelAccessDependencies {
  readonly control: BedrockControl;
  readonly report: Report;
  readonly show: ModelAccessViews;
  /** Undefined where nobody can be asked. */
  readonly decide: ModelAccessDecisions | undefined;
}
