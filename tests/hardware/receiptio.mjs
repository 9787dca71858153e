/** Prints one receipt by receiptio on the network printer at an address and says what it makes of it. */
import receiptio from "receiptio";

const [address] = process.argv.slice(2);
console.log(await receiptio.print("^^^MOTCUA\n\nDang ky | 1\n{code:A012;option:qrcode,5,m}", `-d ${address} -t 30`));
process.exit(0);
