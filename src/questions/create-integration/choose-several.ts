import type { Asker, ManyChoice, Question } from '../../operations/ports.ts';

/** A list that is longer is searched, not leafed through. */
const longList = 40;

/** What stands for the end of the list: an object of its own, which no choice is. */
const done = Symbol('done');

/** Asks for several of a list, of none too; of a long one by searching for one after the other. */
export async function chooseSeveral<T>(
  ask: Asker,
  question: Question,
  choices: readonly ManyChoice<T>[],
): Promise<readonly T[]> {
  const optional = { ...question, optional: true };
  if (choices.length <= longList) return ask.pickMany(optional, choices);
  let chosen = choices.filter(({ checked }) => checked === true);
  for (;;) {
    const rest = choices.filter((each) => !chosen.includes(each));
    const count = chosen.length === 0 ? 'none' : `done: ${chosen.length} chosen`;
    const named = (each: ManyChoice<T>, name: string) => ({ name, value: each, ...short(each) });
    const found = await ask.find<ManyChoice<T> | typeof done>(
      { ...question, hint: 'type to search' },
      [
        { name: count, value: done },
        ...chosen.map((each) => named(each, `✓ ${each.name}`)),
        ...rest.map((each) => named(each, each.name)),
      ],
    );
    if (found === done) return chosen.map(({ value }) => value);
    // Chosen again, it is taken back.
    chosen = chosen.includes(found) ? chosen.filter((each) => each !== found) : [...chosen, found];
  }
}

const short = <T>({ short: text }: ManyChoice<T>) => (text === undefined ? {} : { short: text });
