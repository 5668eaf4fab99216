import { terminalLine } from '../../core/text/terminal.ts';
import { inQuestion, problemInPlainText } from '../../core/text/typed-names.ts';
import type { ModelChoice } from '../../operations/integrations/desired.ts';
import { deployedModels } from '../../planes/portkey/kinds/azure-deployments.ts';
import type { Kind, KindValues } from '../../planes/portkey/kinds/define.ts';
import { chooseSeveral } from './choose-several.ts';
import type { IntegrationAnswers } from './answers.ts';
import { needed, type IntegrationConversation } from './conversation.ts';

const flag = '--model <slug> or --allow-all';

/**
 * Asks which models the integration allows: all, or some of those that are known and others by their names.
 *
 * @param soFar has what was answered the last time, if the step comes again, and is told of every answer
 */
export async function askForModels(
  { ask, choices }: IntegrationConversation,
  { kind, values }: { readonly kind: Kind; readonly values: KindValues },
  soFar: IntegrationAnswers,
): Promise<ModelChoice> {
  const { models: before } = soFar.draft;
  const keep = (models: ModelChoice) => {
    soFar.keep({ models });
    return models;
  };
  const all = await ask.pick({ message: 'Models that requests may use', flag }, [
    { name: 'some: a list that you choose', short: 'some', value: false },
    { name: 'all, new ones as they come', value: true },
  ]);
  if (all) return keep('all');
  const earlier = before === undefined || before === 'all' ? undefined : before.only;
  const checked = earlier ?? deployedModels(values['azure_deployment_config']);
  const known = [...new Set([...(await choices.models(kind, values)), ...checked])];
  const picked =
    known.length === 0
      ? []
      : await chooseSeveral(
          ask,
          { message: 'Models', flag },
          known.map((model) => ({
            name: terminalLine(model),
            value: model,
            checked: checked.includes(model),
          })),
        );
  soFar.keep({ models: picked.length === 0 ? undefined : { only: picked } });
  const typed = await ask.text({
    message: known.length === 0 ? 'Names of the models' : 'Others by name',
    flag,
    hint: 'several with blanks between',
    optional: picked.length > 0,
    check: (answer) => {
      if (answer === '') return picked.length > 0 || needed;
      const problem = problemInPlainText(answer);
      return problem === undefined || inQuestion(problem);
    },
  });
  return keep({ only: [...new Set([...picked, ...typed.split(/[\s,]+/).filter(Boolean)])] });
}
