/** Decodes jobs (a file with a JSON list of hexadecimal strings) by npos: of each job its commands and its pictures. */
import { readFileSync } from "node:fs";
import npos from "npos";

const found = [];
for (const bytes of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
    const { tree, entries, error } = await npos.parser().parse(Buffer.from(bytes, "hex"));
    if (error) throw error;
    const sizes = tree.filter((node) => node.fn === "v0").map((node) => [node.width, node.height]);
    const pictures = entries.filter((entry) => entry.type === "raster").map((entry) => [...entry.data._data]);
    found.push({ sizes, pictures });
}
console.log(JSON.stringify(found));
