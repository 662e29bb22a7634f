// Preloaded into Redocly: writes a line for every connection and every name that it looks up.
const dns = require("node:dns");
const { appendFileSync } = require("node:fs");
const net = require("node:net");

const log = (line) => appendFileSync(process.env.CONNECTIONS_LOG, `${line}\n`);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  log(`${options.host}:${options.port}`);
  return connect.apply(this, args);
};

const { lookup } = dns;
dns.lookup = (name, ...rest) => {
  log(name);
  return lookup(name, ...rest);
};
