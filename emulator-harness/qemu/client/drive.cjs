// SPDX-License-Identifier: Apache-2.0
//
// Drives machines over QMP by the npm package qemu-qmp, a client that others wrote for QEMU:
//
//   node drive.cjs SOURCE FIRST SECOND
//
// Each is the unix socket of a machine: one that runs, and two that wait for a migration. Saves a snapshot, loads and
// deletes it; migrates to the first and cancels; migrates to the second; ends source and second. The first ends by
// itself, since its migration failed. Writes a line for each thing it saw; ends with 1 at the first that is wrong.
'use strict';

const QMP = require('qemu-qmp');

const LIMIT_MS = 60000;
const POLL_MS = 10;

function fail(reason) {
  console.error(String(reason));
  process.exit(1);
}

setTimeout(() => fail(`not done within ${LIMIT_MS} ms`), LIMIT_MS).unref();

function connect(socket) {
  return new Promise((resolve) => {
    const qmp = new QMP();
    qmp.connect(socket, (error) => {
      if (error) fail(`${socket}: ${error}`);
      // for what the package tells by itself, such as a refused negotiation
      qmp.on('error', (later) => fail(`${socket}: ${later}`));
      resolve(qmp);
    });
  });
}

function execute(qmp, command, args) {
  return new Promise((resolve) => {
    const answered = (error, value) => (error ? fail(`${command}: ${error.message}`) : resolve(value));
    if (args) {
      qmp.execute(command, args, answered);
    } else {
      qmp.execute(command, answered);
    }
  });
}

function event(qmp, name) {
  return new Promise((resolve) => qmp.once(name, resolve));
}

// Asks until an answer will do.
async function until(qmp, command, good) {
  for (;;) {
    const answer = await execute(qmp, command);
    if (good(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function job(qmp, command, more) {
  const id = `job-${command}`;
  await execute(qmp, command, { 'job-id': id, tag: 'npm', devices: ['disk'], ...more });
  const [done] = await until(qmp, 'query-jobs', (jobs) => jobs[0].status === 'concluded');
  if (done.error) fail(`${command}: ${done.error}`);
  await execute(qmp, 'job-dismiss', { id });
  console.log(`${done.type} ${done.status}, jobs left: ${(await execute(qmp, 'query-jobs')).length}`);
}

// Lets a machine listen; answers the URI to migrate to.
async function listen(qmp) {
  await execute(qmp, 'migrate-incoming', { uri: 'tcp:127.0.0.1:0' });
  const [address] = (await execute(qmp, 'query-migrate'))['socket-address'];
  return `tcp:${address.host}:${address.port}`;
}

async function drive(sourceSocket, firstSocket, secondSocket) {
  const source = await connect(sourceSocket);
  console.log(`QEMU ${source.version.qemu.major}, ${(await execute(source, 'query-status')).status}`);
  const stopped = event(source, 'stop');
  await execute(source, 'stop');
  console.log(`${await stopped} ${(await execute(source, 'query-status')).status}`);
  const resumed = event(source, 'resume');
  await execute(source, 'cont');
  console.log(`${await resumed} ${(await execute(source, 'query-status')).status}`);

  await job(source, 'snapshot-save', { vmstate: 'disk' });
  await job(source, 'snapshot-load', { vmstate: 'disk' });
  await job(source, 'snapshot-delete');

  const first = await connect(firstSocket);
  const gone = event(first, 'close');
  await execute(source, 'migrate-set-parameters', { 'max-bandwidth': 20000 });
  await execute(source, 'migrate', { uri: await listen(first) });
  await until(source, 'query-migrate', (report) => report.ram && report.ram.remaining > 0);
  await execute(source, 'migrate_cancel');
  const cancelled = await until(source, 'query-migrate', (report) => !/cancelling|active/.test(report.status));
  await gone;
  console.log(`${cancelled.status} ${(await execute(source, 'query-status')).status}`);

  const second = await connect(secondSocket);
  const arrived = event(second, 'resume');
  await execute(source, 'migrate-set-parameters', { 'max-bandwidth': 0 });
  await execute(source, 'migrate', { uri: await listen(second) });
  const over = await until(source, 'query-migrate', (report) => /completed|failed/.test(report.status));
  // QEMU tells that a migration is completed a moment before it says what its machine is then
  const left = await until(source, 'query-status', (machine) => machine.status !== 'finish-migrate');
  console.log(`${over.status} ${left.status}`);
  console.log(`${await arrived} ${(await execute(second, 'query-status')).status}`);
  console.error(`downtime ${over.downtime} ms of ${over['total-time']} ms, ${over.ram.transferred} bytes of RAM`);

  for (const machine of [source, second]) {
    const shutdown = event(machine, 'shutdown');
    await execute(machine, 'quit');
    console.log(await shutdown);
  }
}

drive(...process.argv.slice(2)).then(() => process.exit(0), fail);
