import tls, { type TLSSocket } from "node:tls";

const sockets: TLSSocket[] = [];
const { connect } = tls;
tls.connect = ((...how: Parameters<typeof connect>) => {
  const socket = connect(...how);
  sockets.push(socket);
  return socket;
}) as typeof connect;

/**
 * Takes the network and the server out of what is measured: from now on every connection over TLS that `once` uses answers
 * whatever is asked of it with the bytes that came this time, in the next turn of the event loop. What is left is the code of
 * the driver and of its caller.
 */
export async function replayAnswers(once: () => Promise<unknown>): Promise<void> {
  const recordings = sockets.map((socket) => {
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer) => void chunks.push(chunk);
    socket.on("data", keep);
    return { socket, chunks, keep };
  });
  await once();
  for (const { socket, chunks, keep } of recordings) {
    socket.off("data", keep);
    if (chunks.length > 0) answerWith(socket, Buffer.concat(chunks));
  }
}

function answerWith(socket: TLSSocket, answer: Buffer): void {
  let asked = false;
  socket.cork = socket.uncork = () => undefined;
  socket.write = () => {
    if (!asked) setImmediate(reply);
    return (asked = true);
  };
  const reply = () => {
    asked = false;
    socket.emit("data", Buffer.from(answer));
  };
}
