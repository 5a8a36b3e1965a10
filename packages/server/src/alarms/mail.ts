import type { AlarmDelivery } from "@mortise/contract";
import { alarmText } from "./text.ts";

/** How alarms are mailed. */
export interface MailSettings {
  /** `smtp://user:password@host:587`, or `smtps:` for TLS from the first byte. */
  readonly url: string;
  /** The sender. */
  readonly from: string;
}

/** Sends mails over one server. */
export interface Mailer {
  /** Throws when the server did not take it. */
  send(delivery: AlarmDelivery): Promise<void>;
  close(): void;
}

/** A mail server that takes longer to say anything is not there. */
const TIMEOUT = 15_000;

/** A mailer that knows its server; the library is loaded with it. */
export async function createMailer({ url, from }: MailSettings, server: string): Promise<Mailer> {
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    // Nothing in a mail of ours is a file or an address to fetch from.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ id, address, news }) {
      const { subject, text } = alarmText(news, server);
      await transport.sendMail({
        from,
        to: { name: "", address: address ?? "" },
        subject: `[Mortise] ${subject}`,
        text,
        // The same when it is sent again, so that a mailbox can tell; and no out-of-office answers.
        messageId: `<${id}@mortise>`,
        headers: { "Auto-Submitted": "auto-generated" },
        // One conversation per alarm.
        references: [`<${news.alarm.id}@mortise>`],
      });
    },
    close: () => transport.close(),
  };
}
