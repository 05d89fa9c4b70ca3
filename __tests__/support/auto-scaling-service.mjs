// Stands for Amazon EC2 Auto Scaling as far as an update goes: takes any change, writes down what it was told, and knows
// nothing of what it has. Says its port first, then a line of JSON for each call.
import { createServer } from "node:http";
import { parse } from "node:querystring";
import { text } from "node:stream/consumers";

const xml = (element, content) =>
  `<${element} xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">${content}</${element}>`;

const server = createServer(async (request, response) => {
  const call = parse(await text(request));
  console.log(JSON.stringify(call));
  const { Action } = call;
  const known = !Action.startsWith("Describe");
  response.writeHead(known ? 200 : 400, { "content-type": "text/xml" });
  response.end(
    known
      ? xml(`${Action}Response`, `<${Action}Result></${Action}Result>`)
      : xml("ErrorResponse", "<Error><Type>Sender</Type><Code>ValidationError</Code></Error>"),
  );
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
