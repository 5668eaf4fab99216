#!/usr/bin/env node
'use strict';

const argv = process.argv.slice(2);
const only = argv.length === 1 ? argv[0] : undefined;

/** A reader that left early, as `head` does, is no failure. */
const print = (text) => {
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.stdout.write(text);
};

// The two most frequent calls are answered before anything is loaded.
if (only === '--version' || only === '-V') {
  print(`${require('../package.json').version}\n`);
} else if (only === '--help' || only === '-h' || argv.length === 0) {
  print(require('node:fs').readFileSync(`${__dirname}/../dist/help.txt`));
} else {
  require('../dist/portai.js').run(argv);
}
