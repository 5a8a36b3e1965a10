import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** One mail as the server took it. */
export interface Mail {
  readonly to: string;
  readonly from: string;
  readonly text: string;
}

/** A mail server for tests. */
export interface MailServer {
  /** With user and password. */
  readonly url: string;
  readonly mails: Mail[];
  close(): Promise<void>;
}

/** Listens on a free port of this machine; wants the user `mortise` with the password `hunter2`. */
export async function startMailServer(): Promise<MailServer> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      if (username === "mortise" && password === "hunter2") done(null, { user: username });
      else done(new Error("wrong password"));
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = envelope;
        mails.push({
          to: rcptTo.map(({ address }) => address).join(),
          from: mailFrom ? mailFrom.address : "",
          text: Buffer.concat(parts).toString("utf8"),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://mortise:hunter2@127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
