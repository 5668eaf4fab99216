// Loaded before a server that would listen on every interface and has no setting for it: it gets
// 127.0.0.1 instead.
const { Server } = require('node:net');

const listen = Server.prototype.listen;

Server.prototype.listen = function (...args) {
  const [first, ...rest] = args;
  if (typeof first === 'number') {
    const others = typeof rest[0] === 'string' ? rest.slice(1) : rest;
    return listen.call(this, first, '127.0.0.1', ...others);
  }
  const options = typeof first === 'object' && first !== null && 'port' in first;
  return options
    ? listen.call(this, { ...first, host: '127.0.0.1' }, ...rest)
    : listen.apply(this, args);
};
