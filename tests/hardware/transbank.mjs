/** The vendor's till program for Node.js at a serial port: asks everything once and prints what it was told, as JSON. */
import transbank from "transbank-pos-sdk";

const [path, baud] = process.argv.slice(2);
const till = new transbank.POSIntegrado();
till.ackTimeout = 30_000; // a busy machine is no fault of the terminal's
await till.connect(path, Number(baud));
takeApart(till);
const told = { progress: [] };
told.none = await till.getLastSale();
told.sale = await till.sale(50000, "A123", true, (each) => told.progress.push(each.responseCode));
told.last = await till.getLastSale();
told.totals = await till.getTotals();
told.details = await till.salesDetail(false);
till.waiting = false; // it does not notice by itself that the list has ended
told.refund = await till.refund(told.sale.operationNumber);
told.keys = await till.loadKeys();
told.close = await till.closeDay();
console.log(JSON.stringify(told));
process.exit(0);

/** The program takes for one message whatever comes without 100 ms of silence: give it an ACK and each message alone. */
function takeApart(till) {
  const parser = till.raw_parser();
  let waiting = [];
  till.raw_serial_port().unpipe(parser);
  till.raw_serial_port().on("data", (data) => {
    for (const byte of data) {
      const ended = waiting.at(-1) === 0x03;
      if (byte === 0x06 && waiting.length === 0) parser.emit("data", Buffer.from([byte]));
      else waiting.push(byte);
      if (ended) parser.emit("data", Buffer.from(waiting.splice(0)));
    }
  });
  till.raw_serial_port().resume();
}
