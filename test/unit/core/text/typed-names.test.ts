import { describe, expect, test } from 'vitest';
import {
  credentialsInUrl,
  inQuestion,
  nameInWords,
  onCommandLine,
  problemInPlainText,
} from '../../../../src/core/text/typed-names.ts';

describe('a name that does not exist', () => {
  test.each([
    ['openai-key', [], 'openai-key'],
    ['hunter2hunter2hunterX', [], '(21 characters, not shown)'],
    ['Team1b-kex', ['Team1b-key'], 'Team1b-kex'],
    ['Team1b-kex', ['other'], '(10 characters, not shown)'],
    ['gsk_7aB9cD1eF3gH5iJ7kL9m', ['gsk_7aB9cD1eF3gH5iJ7kL9n'], '(24 characters, not shown)'],
  ])('%s beside %j is told as %s', (name, known, words) => {
    expect(nameInWords(name, known)).toBe(words);
  });
});

describe('a text that everybody can read', () => {
  test.each([
    'my-resource-2026',
    'us-east5',
    'gemini-2.5-pro',
    'Keys of the platform team, see TICKET-4711',
    'https://llm.example.com/v1',
    'https://my-resource.openai.azure.com/openai/v1?api-version=2024-10-21',
    'https://bedrock-runtime.eu-west-1.amazonaws.com',
  ])('may be %s', (text) => {
    expect(problemInPlainText(text)).toBeUndefined();
  });

  test.each([
    'sk-proj-7aB9cD1eF3gH5iJ7kL9mN1oP',
    'the key is a8F3kQ9zL1xW7mB2cV5nT4pR',
    'https://llm.example.com/v1?x=a8F3kQ9zL1xW7mB2cV5nT4pR',
    'https://llm.example.com/a8F3kQ9zL1xW7mB2cV5nT4pR/v1',
    'https://llm.example.com/v1?api_key=short',
    'https://llm.example.com/v1?subscription-key=short',
    'https://key@llm.example.com/v1',
    'https://:key@llm.example.com/v1',
  ])('may not be %s', (text) => {
    expect(problemInPlainText(text)).toMatch(/secret/);
  });
});

test('what opens something in a URL is user, password, and the values of certain keys', () => {
  const url = 'https://us%40er:p%23w@h.example/v1?api-version=1&api_key=k1&sig=a%2Fb&x=y';
  expect(credentialsInUrl(url)).toEqual(['us@er', 'p#w', 'k1', 'a/b']);
  expect(credentialsInUrl('https://h.example/v1?x=y')).toEqual([]);
  expect(credentialsInUrl('no url')).toEqual([]);
});

test('an answer to a question was seen by the screen, not by the shell', () => {
  expect(onCommandLine).toContain('shell history');
  expect(inQuestion(onCommandLine)).not.toContain('shell');
  expect(inQuestion(onCommandLine)).toContain('clear the screen');
  expect(inQuestion('too short')).toBe('too short');
});
