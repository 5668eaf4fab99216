#!/usr/bin/env node
'use strict';

const argv = process.argv.slice(2);
const only = argv.length === 1 ? argv[0] : undefined;

/**
 * Written to the descriptor: opening the stream of stdout costs as much as the rest of this file. A
 * reader that left early, as `head` does, is no failure; an answer that is lost is one.
 */
const print = (text) => {
  try {
    require('node:fs').writeSync(1, text);
  } catch (error) {
    if (error.code === 'EAGAIN') process.stdout.write(text);
    else if (error.code !== 'EPIPE') {
      process.stderr.write(`Error: Cannot write the answer to stdout: ${error.code}\n`);
      process.exitCode = 6;
    }
  }
};

// The two most frequent calls are answered before anything is loaded.
if (only === '--version' || only === '-V') {
  print(`${require('../package.json').version}\n`);
} else if (only === '--help' || only === '-h' || argv.length === 0) {
  print(require('node:fs').readFileSync(`${__dirname}/../dist/help.txt`));
} else {
  // From Node 22.8 on, what V8 compiles is kept beside the code that it came from, which saves a tenth
  // of a start. Whoever may write there may change the code itself; where nobody may, nothing is kept.
  require('node:module').enableCompileCache?.(`${__dirname}/../dist/compile-cache`);
  require('../dist/portai.js').run(argv);
}
