import type { Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { Conversation } from "./conversation";
import { OraError } from "./database/ora-error";
import {
  acceptPacket,
  type ConnectRequest,
  controlPacket,
  DATA_FLAG,
  dataPackets,
  MARKER,
  markerPacket,
  PACKET,
  type Packet,
  PacketReader,
  readConnect,
  redirectPacket,
  refusePacket,
  resendPacket,
} from "./net/packets";
import type { OracleInstance } from "./instance";
import { MSG } from "./ttc/constants";

/** A client's connection: the listener's part of it first, then packets that carry messages, and markers between them. */
export class Connection {
  /** Who answers. */
  readonly conversation: Conversation;
  /** Error of the next call, because the session is over. */
  private over: OraError | undefined;
  private readonly reader = new PacketReader();
  private request: ConnectRequest | undefined;
  private accepted = false;
  private parts: Buffer[] = [];
  private running: Promise<unknown> = Promise.resolve();
  /** Answer after a reset, of either side. */
  private pending: Buffer | undefined;
  private interrupted = false;
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly server: OracleInstance,
    /** Its socket. */
    readonly socket: Socket,
    id: number,
  ) {
    this.conversation = new Conversation(server, id);
    socket.on("data", (chunk: Buffer) => this.hear(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(this.idle);
      this.conversation.session?.close();
    });
  }

  /** Ends the session: what runs is undone, and the next call hears of this error. */
  async end(error: number): Promise<void> {
    this.over = new OraError(error);
    await this.conversation.session?.cancel();
  }

  /** Tells the client between two calls, by a control packet. */
  notify(error: number): void {
    this.socket.write(controlPacket(error));
  }

  /** Hears and says nothing. */
  freeze(): void {
    this.socket.pause();
    this.socket.cork();
  }

  /** Goes on. */
  thaw(): void {
    this.socket.uncork();
    this.socket.resume();
  }

  private hear(chunk: Buffer): void {
    try {
      this.reader.add(chunk);
      for (let packet = this.reader.next(); packet !== undefined; packet = this.reader.next())
        this.take(packet);
    } catch {
      // Nothing that the driver would have sent.
      this.socket.destroy();
    }
  }

  private take(packet: Packet): void {
    if (!this.accepted) return void this.listen(packet);
    if (packet.type === PACKET.MARKER) return void this.mark(packet.body[2]);
    if (packet.type !== PACKET.DATA) throw new RangeError(`no packet of type ${packet.type} must come now`);
    const flags = packet.body.readUInt16BE();
    if ((flags & DATA_FLAG.EOF) !== 0) return void this.socket.end();
    this.parts.push(packet.body.subarray(2));
    if ((flags & DATA_FLAG.END_OF_REQUEST) === 0) return;
    const message = Buffer.concat(this.parts);
    this.parts = [];
    this.running = this.running.then(() => this.serve(message));
  }

  /** The listener's part: who asks for what, in one packet or two, and what it answers. */
  private listen(packet: Packet): void {
    if (packet.type === PACKET.CONNECT) this.request = readConnect(packet);
    else if (packet.type === PACKET.DATA && this.request !== undefined)
      this.request = { ...this.request, descriptor: packet.body.toString("latin1", 2) };
    const { descriptor, redirected = false } = this.request ?? {};
    if (descriptor === undefined) return;
    this.request = undefined;
    const answer = this.server.listener({ descriptor, redirected });
    if (answer === "accept") {
      this.accepted = this.reader.large = true;
      const { tnsVersion, acceptFlags } = this.server.dialect;
      this.socket.write(acceptPacket(tnsVersion, acceptFlags));
    } else if (answer === "resend") this.socket.write(resendPacket());
    else if (answer !== "silence" && "refuse" in answer) this.socket.end(refusePacket(answer.refuse));
    else if (answer !== "silence") this.socket.write(redirectPacket(answer.redirect, descriptor));
  }

  private async serve(message: Buffer): Promise<void> {
    clearTimeout(this.idle);
    const { conversation } = this;
    let answer: Buffer;
    try {
      answer = this.over === undefined ? await conversation.answer(message) : conversation.failure(this.over);
    } catch (error) {
      if (!(error instanceof OraError)) return void this.socket.destroy();
      answer = conversation.failure(error);
    }
    if (conversation.then === "cut") return void this.socket.resetAndDestroy();
    if (conversation.then === "silence" || this.interrupted) return;
    this.tell(answer);
    if (this.over !== undefined) this.socket.end();
    this.rest();
  }

  private tell(answer: Buffer): void {
    const { breaksBeforeErrors } = this.server.dialect;
    const { failed, session } = this.conversation;
    if (breaksBeforeErrors && failed && this.over === undefined && session !== undefined) {
      this.pending = answer;
      this.socket.write(markerPacket(MARKER.BREAK));
    } else this.send(answer);
  }

  private send(answer: Buffer): void {
    const { endsRequests } = this.server.dialect;
    const message = endsRequests ? Buffer.concat([answer, Buffer.from([MSG.END_OF_REQUEST])]) : answer;
    this.socket.write(dataPackets(message, endsRequests ? DATA_FLAG.END_OF_RESPONSE : 0));
  }

  /** A client that waited long enough interrupts; then, or where it was interrupted itself, it resets and hears how that ended. */
  private async mark(marker: number | undefined): Promise<void> {
    if (marker !== MARKER.RESET) {
      this.interrupted = true;
      this.socket.write(markerPacket(MARKER.BREAK));
      await this.conversation.session?.cancel();
      return;
    }
    await turn();
    await this.running;
    this.socket.write(markerPacket(MARKER.RESET));
    this.send(this.pending ?? this.conversation.failure(new OraError(1013)));
    this.pending = undefined;
    this.interrupted = false;
  }

  private rest(): void {
    const { idleMs } = this.server.rules;
    if (idleMs < 2 ** 31) this.idle = setTimeout(() => (this.over = new OraError(2396)), idleMs);
  }
}
