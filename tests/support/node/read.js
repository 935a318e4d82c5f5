// Prints what two readers see in the feeds named as arguments: a JSON list, an object a feed.
import { readFileSync } from "node:fs";

process.env.NODE_ENV = "test"; // or partytime's log would stand between the lines
const { default: partytime } = await import("podcast-partytime");
const { parseFeed } = await import("feedsmith");

const read = (path) => {
  const xml = readFileSync(path, "utf8");
  return { partytime: partytime.parseFeed(xml), feedsmith: parseFeed(xml).feed };
};
console.log(JSON.stringify(process.argv.slice(2).map(read)));
